// Interests of the acquaintances of acquaintances.
MATCH (person:Person)-[:KNOWS]-(:Person)-[:KNOWS]-(other:Person)-[:HAS_INTEREST]->(:Tag)
WHERE person <> other
RETURN count(*) AS count
