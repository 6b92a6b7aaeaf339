MATCH (:P)-[:R]->(:P)-[:R]->(:P) RETURN count(*)
