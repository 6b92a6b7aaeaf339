// Which policies support which field, and who issued them?
// 哪些政策支持哪些领域，由谁发布？
MATCH (p:Policy)-[s:SUPPORTS]->(f:Field)
WHERE p.name <> '上海市建设具有全球影响力的科技创新中心“十四五”规划'
OPTIONAL MATCH (who:Institution)-[:ISSUED]->(p)
WITH f, p, s, who ORDER BY who.name
RETURN f.name AS field, f.name_en AS field_en, p.name AS policy, toString(s.valid_from) AS valid_from,
       toString(s.valid_to) AS valid_to, collect(DISTINCT who.name) AS issued_by
ORDER BY field, policy, valid_from
