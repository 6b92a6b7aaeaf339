WITH f AS (SELECT b AS id FROM knows WHERE a = $id UNION SELECT y.b FROM knows AS x JOIN knows AS y ON y.a = x.b WHERE x.a = $id AND y.b <> $id)
SELECT p.id AS friend, p.firstName, p.lastName, m.id AS id, coalesce(m.imageFile, m.content) AS content, m.creationDate AS date
FROM f JOIN person AS p ON p.id = f.id JOIN message AS m ON m.creator = f.id
WHERE m.creationDate < $before ORDER BY date DESC, m.id LIMIT 20
