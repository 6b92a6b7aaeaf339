MATCH (n:Person {id: $id})-[:IS_LOCATED_IN]->(c:City)
RETURN n.firstName AS first, n.lastName AS last, n.birthday AS birthday, n.locationIP AS ip, n.browserUsed AS browser, c.id AS city, n.gender AS gender, n.creationDate AS date
