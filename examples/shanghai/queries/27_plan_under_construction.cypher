// Which facilities and platforms does the five-year plan support, and what are they for?
// “十四五”规划支持哪些设施和平台，用于哪些领域？
MATCH (:Policy {name_en: '14th Five-Year Plan for Shanghai as a Global S&T Innovation Centre'})-[r:SUPPORTS]->(x)
WHERE x:Facility OR x:Platform
OPTIONAL MATCH (x)-[:FOCUSES_ON|SERVES]->(f:Field)
WITH x, r, f ORDER BY f.name
RETURN CASE WHEN x:Facility THEN 'facility' ELSE 'platform' END AS kind, x.name AS name, x.name_en AS name_en,
       collect(DISTINCT f.name) AS fields
ORDER BY kind, name
