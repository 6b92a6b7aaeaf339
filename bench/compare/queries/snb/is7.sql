SELECT c.id AS id, c.content, c.creationDate AS date, a.id AS author, a.firstName, a.lastName, CASE WHEN k.a IS NULL THEN 0 ELSE 1 END AS known
FROM message AS m JOIN message AS c ON c.parent = m.id JOIN person AS a ON a.id = c.creator LEFT JOIN knows AS k ON k.a = c.creator AND k.b = m.creator
WHERE m.id = $id ORDER BY date DESC, author, c.id
