MATCH (p:Person {id: $id})-[:KNOWS* SHORTEST 1..2]-(f:Person) WHERE f.id <> $id
WITH DISTINCT f
MATCH (f)-[w:WORK_AT]->(c:Company)-[:IS_LOCATED_IN_Company_Country]->(:Country {id: $country}) WHERE w.workFrom < $year
RETURN f.id AS id, f.firstName AS first, f.lastName AS last, c.name AS company, w.workFrom AS since ORDER BY since, id, company DESC LIMIT 10
