SELECT a.id AS author, a.firstName, a.lastName, c.creationDate AS date, c.id AS id, c.content
FROM message AS m JOIN message AS c ON c.parent = m.id JOIN person AS a ON a.id = c.creator
WHERE m.creator = $id ORDER BY date DESC, c.id LIMIT 20
