MATCH (a:P {id: $id})-[:R* SHORTEST 1..3]->(b:P) WHERE a.id <> b.id RETURN count(DISTINCT b.id) AS num
