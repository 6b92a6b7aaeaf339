MATCH p = (a:P {id: $a})-[:R* SHORTEST 1..6]->(b:P {id: $b}) RETURN length(p) AS length
