SELECT f.id AS friend, f.firstName, f.lastName, m.id AS id, coalesce(m.imageFile, m.content) AS content, m.creationDate AS date
FROM knows AS k JOIN person AS f ON f.id = k.b JOIN message AS m ON m.creator = k.b
WHERE k.a = $id AND m.creationDate <= $before ORDER BY date DESC, m.id LIMIT 20
