MATCH (:P)-[r:R]->(:P) RETURN sum(r.weight)
