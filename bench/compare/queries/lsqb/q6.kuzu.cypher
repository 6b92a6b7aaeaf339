MATCH (person:Person)-[:KNOWS]-(:Person)-[:KNOWS]-(other:Person)-[:HAS_INTEREST]->(:Tag)
WHERE person.id <> other.id
RETURN count(*) AS count
