MATCH (n:P) RETURN n.id AS id, n.age AS age ORDER BY age DESC, id LIMIT 10
