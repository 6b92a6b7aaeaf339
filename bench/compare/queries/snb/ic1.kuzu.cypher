MATCH path = (p:Person {id: $id})-[:KNOWS* SHORTEST 1..3]-(f:Person) WHERE f.firstName = $name AND f.id <> $id
RETURN f.id AS id, f.lastName AS last, length(path) AS distance ORDER BY distance, last, id LIMIT 20
