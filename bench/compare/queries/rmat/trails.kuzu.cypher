MATCH (:P {id: $id})-[:R* TRAIL 1..3]->(:P) RETURN count(*) AS num
