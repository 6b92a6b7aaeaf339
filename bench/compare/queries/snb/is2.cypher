MATCH (:Person {id: $id})<-[:HAS_CREATOR]-(m:Message)
WITH m ORDER BY m.creationDate DESC, m.id DESC LIMIT 10
MATCH (m)-[:REPLY_OF*0..]->(p:Post)-[:HAS_CREATOR]->(a:Person)
RETURN m.id AS id, coalesce(m.imageFile, m.content) AS content, m.creationDate AS date, p.id AS post, a.id AS author, a.firstName AS first, a.lastName AS last
ORDER BY date DESC, id DESC
