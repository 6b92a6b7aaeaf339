MATCH (p:Person {id: $id}), (f:Person {firstName: $name}) WHERE f <> p
MATCH path = shortestPath((p)-[:KNOWS*1..3]-(f))
RETURN f.id AS id, f.lastName AS last, length(path) AS distance ORDER BY distance, last, id LIMIT 20
