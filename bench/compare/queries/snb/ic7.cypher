MATCH (p:Person {id: $id})<-[:HAS_CREATOR]-(m:Message)<-[l:LIKES]-(f:Person)
WITH f, max(l.creationDate) AS date, count(*) AS num
RETURN f.id AS id, f.firstName AS first, f.lastName AS last, date, num ORDER BY date DESC, id LIMIT 20
