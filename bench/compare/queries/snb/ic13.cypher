MATCH (a:Person {id: $a}), (b:Person {id: $b}) MATCH p = shortestPath((a)-[:KNOWS*1..10]-(b)) RETURN length(p) AS length
