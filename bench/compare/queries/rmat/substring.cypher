MATCH (n:P) WHERE n.name CONTAINS 'ab' RETURN count(*)
