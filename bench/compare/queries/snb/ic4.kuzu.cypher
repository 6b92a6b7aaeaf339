MATCH (:Person {id: $id})-[:KNOWS]-(:Person)<-[:HAS_CREATOR_Post_Person]-(p:Post)-[:HAS_TAG_Post_Tag]->(t:Tag) WHERE p.creationDate < $to
WITH t, CAST(sum(CASE WHEN p.creationDate >= $from THEN 1 ELSE 0 END) AS INT64) AS num, CAST(sum(CASE WHEN p.creationDate < $from THEN 1 ELSE 0 END) AS INT64) AS earlier
WHERE num > 0 AND earlier = 0
RETURN t.name AS name, num ORDER BY num DESC, name LIMIT 10
