MATCH (:P {id: $id})-[:R*1..3]->(:P) RETURN count(*) AS num
