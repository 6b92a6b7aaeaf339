MATCH (p:Person {id: $id})-[:KNOWS* SHORTEST 1..2]-(f:Person) WHERE f.id <> $id
WITH DISTINCT f
MATCH (f)-[:IS_LOCATED_IN_Person_City]->(:City)-[:IS_PART_OF_City_Country]->(home:Country) WHERE home.id <> $x AND home.id <> $y
MATCH (f)<-[:HAS_CREATOR_Post_Person|HAS_CREATOR_Comment_Person]-(m:Post:Comment)-[:IS_LOCATED_IN_Post_Country|IS_LOCATED_IN_Comment_Country]->(c:Country)
WHERE (c.id = $x OR c.id = $y) AND m.creationDate >= $from AND m.creationDate < $to
WITH f, CAST(sum(CASE WHEN c.id = $x THEN 1 ELSE 0 END) AS INT64) AS xs, CAST(sum(CASE WHEN c.id = $y THEN 1 ELSE 0 END) AS INT64) AS ys
WHERE xs > 0 AND ys > 0
RETURN f.id AS id, xs, ys, xs + ys AS total ORDER BY total DESC, id LIMIT 20
