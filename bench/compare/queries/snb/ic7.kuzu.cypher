MATCH (p:Person {id: $id})<-[:HAS_CREATOR_Post_Person|HAS_CREATOR_Comment_Person]-(m:Post:Comment)<-[l:LIKES_Person_Post|LIKES_Person_Comment]-(f:Person)
WITH f, max(l.creationDate) AS date, count(*) AS num
RETURN f.id AS id, f.firstName AS first, f.lastName AS last, date, num ORDER BY date DESC, id LIMIT 20
