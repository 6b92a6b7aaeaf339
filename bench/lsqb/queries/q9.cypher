// Interests of the acquaintances of acquaintances who are no acquaintances.
MATCH (person:Person)-[:KNOWS]-(:Person)-[:KNOWS]-(other:Person)-[:HAS_INTEREST]->(:Tag)
WHERE person <> other AND NOT (person)-[:KNOWS]-(other)
RETURN count(*) AS count
