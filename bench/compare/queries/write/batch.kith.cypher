UNWIND range(0, size($a) - 1) AS i MATCH (x:P {id: $a[i]}), (y:P {id: $b[i]}) CREATE (x)-[:R {weight: 1}]->(y)
