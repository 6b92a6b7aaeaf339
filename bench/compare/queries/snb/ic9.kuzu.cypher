MATCH (p:Person {id: $id})-[:KNOWS* SHORTEST 1..2]-(f:Person) WHERE f.id <> $id
WITH DISTINCT f
MATCH (f)<-[:HAS_CREATOR_Post_Person|HAS_CREATOR_Comment_Person]-(m:Post:Comment) WHERE m.creationDate < $before
RETURN f.id AS friend, f.firstName AS first, f.lastName AS last, m.id AS id, coalesce(m.imageFile, m.content) AS content, m.creationDate AS date
ORDER BY date DESC, id LIMIT 20
