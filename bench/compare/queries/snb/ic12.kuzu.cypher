MATCH (:Person {id: $id})-[:KNOWS]-(f:Person)<-[:HAS_CREATOR_Comment_Person]-(c:Comment)-[:REPLY_OF_Comment_Post]->(:Post)-[:HAS_TAG_Post_Tag]->(:Tag)-[:HAS_TYPE]->(:TagClass {id: $class})
RETURN f.id AS id, f.firstName AS first, f.lastName AS last, count(DISTINCT c.id) AS num ORDER BY num DESC, id LIMIT 20
