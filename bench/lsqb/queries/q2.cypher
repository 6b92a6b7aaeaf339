// The cycle: a comment on a post, whose two authors know each other.
MATCH (author:Person)<-[:HAS_CREATOR]-(:Comment)-[:REPLY_OF]->(:Post)-[:HAS_CREATOR]->(poster:Person),
      (author)-[:KNOWS]-(poster)
RETURN count(*) AS count
