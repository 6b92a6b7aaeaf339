MATCH (:Person {id: $id})-[k:KNOWS]-(f:Person)
RETURN f.id AS id, f.firstName AS first, f.lastName AS last, k.creationDate AS date ORDER BY date DESC, id
