MATCH (a:P {id: $a}), (b:P {id: $b}) MATCH p = shortestPath((a)-[:R*1..6]->(b)) RETURN length(p) AS length
