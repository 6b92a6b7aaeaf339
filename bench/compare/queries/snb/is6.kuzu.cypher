MATCH (:Post:Comment {id: $id})-[:REPLY_OF_Comment_Post|REPLY_OF_Comment_Comment*0..20]->(:Post)<-[:CONTAINER_OF]-(f:Forum)-[:HAS_MODERATOR]->(p:Person)
RETURN f.id AS forum, f.title AS title, p.id AS id, p.firstName AS first, p.lastName AS last
