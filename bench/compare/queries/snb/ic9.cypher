MATCH (p:Person {id: $id})-[:KNOWS*1..2]-(f:Person) WHERE f <> p
WITH DISTINCT f
MATCH (f)<-[:HAS_CREATOR]-(m:Message) WHERE m.creationDate < $before
RETURN f.id AS friend, f.firstName AS first, f.lastName AS last, m.id AS id, coalesce(m.imageFile, m.content) AS content, m.creationDate AS date
ORDER BY date DESC, id LIMIT 20
