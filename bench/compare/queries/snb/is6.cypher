MATCH (:Message {id: $id})-[:REPLY_OF*0..]->(:Post)<-[:CONTAINER_OF]-(f:Forum)-[:HAS_MODERATOR]->(p:Person)
RETURN f.id AS forum, f.title AS title, p.id AS id, p.firstName AS first, p.lastName AS last
