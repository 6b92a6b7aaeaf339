MATCH (a:P {id: $a}), (b:P {id: $b}) CREATE (a)-[:R {weight: 1}]->(b)
