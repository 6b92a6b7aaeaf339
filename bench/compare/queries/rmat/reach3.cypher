MATCH (a:P {id: $id})-[:R*1..3]->(b:P) WHERE a <> b RETURN count(DISTINCT b) AS num
