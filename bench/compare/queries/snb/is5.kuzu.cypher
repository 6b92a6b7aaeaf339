MATCH (:Post:Comment {id: $id})-[:HAS_CREATOR_Post_Person|HAS_CREATOR_Comment_Person]->(p:Person) RETURN p.id AS id, p.firstName AS first, p.lastName AS last
