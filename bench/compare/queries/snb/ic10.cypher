MATCH (p:Person {id: $id})-[:KNOWS*2..2]-(f:Person)-[:IS_LOCATED_IN]->(c:City)
WHERE f <> p AND NOT (f)-[:KNOWS]-(p) AND f.birthday % 31536000000 >= $from AND f.birthday % 31536000000 < $to
WITH DISTINCT p, f, c
OPTIONAL MATCH (f)<-[:HAS_CREATOR]-(post:Post)
WITH f, c, CASE WHEN post IS NULL THEN 0 WHEN EXISTS { (post)-[:HAS_TAG]->(:Tag)<-[:HAS_INTEREST]-(p) } THEN 1 ELSE -1 END AS point
RETURN f.id AS id, f.firstName AS first, f.lastName AS last, sum(point) AS score, f.gender AS gender, c.name AS city ORDER BY score DESC, id LIMIT 10
