MATCH (person:Person)-[:KNOWS]-(:Person)-[:KNOWS]-(other:Person)-[:HAS_INTEREST]->(:Tag)
WHERE person.id <> other.id AND NOT EXISTS { MATCH (person)-[:KNOWS]-(other) }
RETURN count(*) AS count
