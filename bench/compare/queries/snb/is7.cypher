MATCH (m:Message {id: $id})<-[:REPLY_OF]-(c:Comment)-[:HAS_CREATOR]->(a:Person), (m)-[:HAS_CREATOR]->(p:Person)
OPTIONAL MATCH (a)-[k:KNOWS]-(p)
RETURN c.id AS id, c.content AS content, c.creationDate AS date, a.id AS author, a.firstName AS first, a.lastName AS last,
       CASE WHEN k IS NULL THEN 0 ELSE 1 END AS known
ORDER BY date DESC, author, id
