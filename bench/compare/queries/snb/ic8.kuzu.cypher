MATCH (:Person {id: $id})<-[:HAS_CREATOR_Post_Person|HAS_CREATOR_Comment_Person]-(:Post:Comment)<-[:REPLY_OF_Comment_Post|REPLY_OF_Comment_Comment]-(c:Comment)-[:HAS_CREATOR_Comment_Person]->(a:Person)
RETURN a.id AS author, a.firstName AS first, a.lastName AS last, c.creationDate AS date, c.id AS id, c.content AS content ORDER BY date DESC, id LIMIT 20
