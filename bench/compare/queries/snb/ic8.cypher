MATCH (:Person {id: $id})<-[:HAS_CREATOR]-(:Message)<-[:REPLY_OF]-(c:Comment)-[:HAS_CREATOR]->(a:Person)
RETURN a.id AS author, a.firstName AS first, a.lastName AS last, c.creationDate AS date, c.id AS id, c.content AS content ORDER BY date DESC, id LIMIT 20
