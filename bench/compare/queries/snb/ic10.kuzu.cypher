MATCH (p:Person {id: $id})-[:KNOWS* SHORTEST 1..2]-(f:Person)-[:IS_LOCATED_IN_Person_City]->(c:City)
WHERE f.id <> $id AND NOT EXISTS { MATCH (f)-[:KNOWS]-(p) } AND f.birthday % 31536000000 >= $from AND f.birthday % 31536000000 < $to
WITH DISTINCT p, f, c
OPTIONAL MATCH (f)<-[:HAS_CREATOR_Post_Person]-(post:Post)
OPTIONAL MATCH (post)-[:HAS_TAG_Post_Tag]->(t:Tag)<-[:HAS_INTEREST]-(p)
WITH f, c, count(DISTINCT post.id) AS posts, count(DISTINCT CASE WHEN t.id IS NULL THEN NULL ELSE post.id END) AS common
RETURN f.id AS id, f.firstName AS first, f.lastName AS last, 2 * common - posts AS score, f.gender AS gender, c.name AS city ORDER BY score DESC, id LIMIT 10
