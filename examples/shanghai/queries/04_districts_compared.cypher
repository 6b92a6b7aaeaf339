// How many parks, platforms and institutions is each district said to host?
// 各区分别有哪些已记载的园区、平台和机构？
MATCH (d:District)
OPTIONAL MATCH (x)-[:LOCATED_IN*1..3]->(d)
WITH d, x ORDER BY x.name
WITH d, collect(DISTINCT x.name) AS hosted
RETURN d.name AS district, d.name_en AS district_en, size(hosted) AS number, hosted
ORDER BY number DESC, district
