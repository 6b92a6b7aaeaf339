// Which fields draw the most support and the most players?
// 哪些领域获得的支持和参与者最多？
MATCH (f:Field)
OPTIONAL MATCH (s)-[:SUPPORTS]->(f)
WITH f, count(DISTINCT s) AS supporters
OPTIONAL MATCH (x)-[:FOCUSES_ON|SERVES]->(f)
WITH f, supporters, count(DISTINCT x) AS players
RETURN f.name AS field, f.name_en AS field_en, supporters, players
ORDER BY supporters + players DESC, field
LIMIT 12
