MATCH (p:Person {id: $id})-[:KNOWS*1..2]-(f:Person) WHERE f <> p
WITH DISTINCT f
MATCH (f)-[:IS_LOCATED_IN]->(:City)-[:IS_PART_OF]->(home:Country) WHERE home.id <> $x AND home.id <> $y
MATCH (f)<-[:HAS_CREATOR]-(m:Message)-[:IS_LOCATED_IN]->(c:Country)
WHERE (c.id = $x OR c.id = $y) AND m.creationDate >= $from AND m.creationDate < $to
WITH f, sum(CASE WHEN c.id = $x THEN 1 ELSE 0 END) AS xs, sum(CASE WHEN c.id = $y THEN 1 ELSE 0 END) AS ys
WHERE xs > 0 AND ys > 0
RETURN f.id AS id, xs, ys, xs + ys AS total ORDER BY total DESC, id LIMIT 20
