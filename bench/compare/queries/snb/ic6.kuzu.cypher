MATCH (p:Person {id: $id})-[:KNOWS* SHORTEST 1..2]-(f:Person) WHERE f.id <> $id
WITH DISTINCT f
MATCH (f)<-[:HAS_CREATOR_Post_Person]-(post:Post)-[:HAS_TAG_Post_Tag]->(:Tag {id: $tag}), (post)-[:HAS_TAG_Post_Tag]->(other:Tag) WHERE other.id <> $tag
RETURN other.name AS name, count(*) AS num ORDER BY num DESC, name LIMIT 10
