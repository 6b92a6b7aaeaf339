MATCH (author:Person)<-[:HAS_CREATOR_Comment_Person]-(:Comment)-[:REPLY_OF_Comment_Post]->(:Post)-[:HAS_CREATOR_Post_Person]->(poster:Person),
      (author)-[:KNOWS]-(poster)
RETURN count(*) AS count
