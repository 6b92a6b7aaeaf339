MATCH (n:P) WHERE n.age > 87 RETURN count(*)
