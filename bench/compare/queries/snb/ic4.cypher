MATCH (:Person {id: $id})-[:KNOWS]-(:Person)<-[:HAS_CREATOR]-(p:Post)-[:HAS_TAG]->(t:Tag) WHERE p.creationDate < $to
WITH t, sum(CASE WHEN p.creationDate >= $from THEN 1 ELSE 0 END) AS num, sum(CASE WHEN p.creationDate < $from THEN 1 ELSE 0 END) AS earlier
WHERE num > 0 AND earlier = 0
RETURN t.name AS name, num ORDER BY num DESC, name LIMIT 10
