MATCH (:Message {id: $id})-[:HAS_CREATOR]->(p:Person) RETURN p.id AS id, p.firstName AS first, p.lastName AS last
