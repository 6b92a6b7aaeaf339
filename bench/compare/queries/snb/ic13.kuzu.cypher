MATCH p = (a:Person {id: $a})-[:KNOWS* SHORTEST 1..10]-(b:Person {id: $b}) RETURN length(p) AS length
