WITH RECURSIVE m AS (SELECT * FROM message WHERE creator = $id ORDER BY creationDate DESC, id DESC LIMIT 10),
  up(start, id, parent) AS (SELECT id, id, parent FROM m UNION ALL SELECT up.start, message.id, message.parent FROM up CROSS JOIN message WHERE message.id = up.parent)
SELECT m.id AS id, coalesce(m.imageFile, m.content) AS content, m.creationDate AS date, root.id AS post, a.id AS author, a.firstName, a.lastName
FROM m JOIN up ON up.start = m.id AND up.parent IS NULL JOIN message AS root ON root.id = up.id JOIN person AS a ON a.id = root.creator
ORDER BY date DESC, m.id DESC
