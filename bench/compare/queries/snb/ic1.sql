WITH one AS (SELECT DISTINCT b AS id FROM knows WHERE a = $id), two AS (SELECT DISTINCT k.b AS id FROM one JOIN knows AS k ON k.a = one.id),
  three AS (SELECT DISTINCT k.b AS id FROM two JOIN knows AS k ON k.a = two.id),
  nearest AS (SELECT id, min(distance) AS distance FROM (SELECT id, 1 AS distance FROM one UNION ALL SELECT id, 2 FROM two UNION ALL SELECT id, 3 FROM three)
              AS every GROUP BY id)
SELECT f.id AS id, f.lastName AS last, n.distance AS distance FROM nearest AS n JOIN person AS f ON f.id = n.id
WHERE f.firstName = $name AND f.id <> $id ORDER BY distance, last, f.id LIMIT 20
