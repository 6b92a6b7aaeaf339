MATCH (a:P)-[:R]->(b:P) WHERE a.age > 80 AND b.age > 80 RETURN count(*)
