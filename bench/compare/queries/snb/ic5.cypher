MATCH (p:Person {id: $id})-[:KNOWS*1..2]-(f:Person) WHERE f <> p
WITH DISTINCT f
MATCH (f)<-[j:HAS_MEMBER]-(forum:Forum) WHERE j.joinDate > $after
OPTIONAL MATCH (forum)-[:CONTAINER_OF]->(post:Post)-[:HAS_CREATOR]->(f)
WITH forum, count(post) AS num
RETURN forum.title AS title, forum.id AS id, num ORDER BY num DESC, id LIMIT 20
