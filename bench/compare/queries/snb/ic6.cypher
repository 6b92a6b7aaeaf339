MATCH (p:Person {id: $id})-[:KNOWS*1..2]-(f:Person) WHERE f <> p
WITH DISTINCT f
MATCH (f)<-[:HAS_CREATOR]-(post:Post)-[:HAS_TAG]->(:Tag {id: $tag}), (post)-[:HAS_TAG]->(other:Tag) WHERE other.id <> $tag
RETURN other.name AS name, count(*) AS num ORDER BY num DESC, name LIMIT 10
