// Which spacecraft were launched in 2022, and who led them?
// 2022年发射了哪些航天器，由谁抓总研制？
MATCH (i:Institution)-[d:DEVELOPED]->(a:Achievement)
WHERE a.kind IN ['satellite', 'spacecraft'] AND d.valid_from >= date('2022-01-01') AND d.valid_from < date('2023-01-01')
OPTIONAL MATCH (i)-[l:LEADS]->(a)
RETURN toString(d.valid_from) AS day, a.name AS spacecraft, a.name_en AS spacecraft_en, i.name AS developed_by,
       CASE WHEN l IS NULL THEN 'supplier' ELSE 'lead developer' END AS part
ORDER BY day, spacecraft, developed_by
