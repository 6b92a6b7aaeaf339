MATCH (:P {id: $id})-[:R]->(b:P) RETURN count(*) AS num, sum(b.age) AS ages
