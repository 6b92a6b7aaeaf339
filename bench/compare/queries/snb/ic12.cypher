MATCH (:Person {id: $id})-[:KNOWS]-(f:Person)<-[:HAS_CREATOR]-(c:Comment)-[:REPLY_OF]->(:Post)-[:HAS_TAG]->(:Tag)-[:HAS_TYPE]->(:TagClass {id: $class})
RETURN f.id AS id, f.firstName AS first, f.lastName AS last, count(DISTINCT c) AS num ORDER BY num DESC, id LIMIT 20
