MATCH (:P {id: $id})-[:R]->(:P)-[:R]->(c:P) RETURN count(*) AS walks, count(DISTINCT c.id) AS reached
