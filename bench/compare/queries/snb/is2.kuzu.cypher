MATCH (:Person {id: $id})<-[:HAS_CREATOR_Post_Person|HAS_CREATOR_Comment_Person]-(m:Post:Comment)
WITH m ORDER BY m.creationDate DESC, m.id DESC LIMIT 10
MATCH (m)-[:REPLY_OF_Comment_Post|REPLY_OF_Comment_Comment*0..20]->(p:Post)-[:HAS_CREATOR_Post_Person]->(a:Person)
RETURN m.id AS id, coalesce(m.imageFile, m.content) AS content, m.creationDate AS date, p.id AS post, a.id AS author, a.firstName AS first, a.lastName AS last
ORDER BY date DESC, id DESC
