MATCH (p:Person {id: $id})-[:KNOWS* SHORTEST 1..2]-(f:Person)-[:IS_LOCATED_IN_Person_City]->(c:City)
WHERE f.id <> $id AND NOT EXISTS { MATCH (f)-[:KNOWS]-(p) } AND f.birthday % 31536000000 >= $from AND f.birthday % 31536000000 < $to
WITH DISTINCT p, f, c
OPTIONAL MATCH (f)<-[:HAS_CREATOR_Post_Person]-(post:Post)
OPTIONAL MATCH (post)-[:HAS_TAG_Post_Tag]->(t:Tag)<-[:HAS_INTEREST]-(p)
WITH f, c, post.id AS post, count(t.id) AS common
WITH f, c, CASE WHEN post IS NULL THEN 0 WHEN common > 0 THEN 1 ELSE -1 END AS point
RETURN f.id AS id, f.firstName AS first, f.lastName AS last, CAST(sum(point) AS INT64) AS score, f.gender AS gender, c.name AS city ORDER BY score DESC, id LIMIT 10
