// Which institutions are the most connected?
// 哪些机构的联系最多？
MATCH (i:Institution)-[r]-(n)
WHERE NOT n:Observation
WITH i, count(DISTINCT n) AS neighbours, count(DISTINCT r) AS relationships
RETURN i.name AS institution, i.name_en AS institution_en, neighbours, relationships
ORDER BY neighbours DESC, relationships DESC, institution
LIMIT 15
