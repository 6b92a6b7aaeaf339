// What came to Zhangjiang Science City in 2021 and 2022?
// 2021年和2022年有哪些机构和平台落户张江科学城？
MATCH (x)-[r:LOCATED_IN]->(:Park {name: '张江科学城'})
WHERE r.valid_from >= date('2021-01-01') AND r.valid_from < date('2023-01-01')
UNWIND evidence(r) AS e
RETURN r.valid_from.year AS year, x.name AS arrival, x.name_en AS arrival_en, e.document AS document, e.line AS line
ORDER BY year, arrival, document, line
