MATCH (m:Post:Comment {id: $id})<-[:REPLY_OF_Comment_Post|REPLY_OF_Comment_Comment]-(c:Comment)-[:HAS_CREATOR_Comment_Person]->(a:Person),
      (m)-[:HAS_CREATOR_Post_Person|HAS_CREATOR_Comment_Person]->(p:Person)
OPTIONAL MATCH (a)-[k:KNOWS]-(p)
RETURN c.id AS id, c.content AS content, c.creationDate AS date, a.id AS author, a.firstName AS first, a.lastName AS last,
       CASE WHEN k.creationDate IS NULL THEN 0 ELSE 1 END AS known
ORDER BY date DESC, author, id
