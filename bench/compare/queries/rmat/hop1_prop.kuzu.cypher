MATCH (:P {id: $id})-[:R]->(b:P) RETURN count(*) AS num, coalesce(sum(b.age), 0) AS ages
