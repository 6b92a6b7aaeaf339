MATCH (:P {id: $id})-[:R]->(b:P) RETURN b.id AS id
