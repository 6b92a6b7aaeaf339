WITH RECURSIVE up(id, parent, forum) AS (SELECT id, parent, forum FROM message WHERE id = $id
  UNION ALL SELECT message.id, message.parent, message.forum FROM up CROSS JOIN message WHERE message.id = up.parent)
SELECT f.id AS forum, f.title, p.id AS id, p.firstName, p.lastName
FROM up CROSS JOIN forum AS f CROSS JOIN moderator AS o CROSS JOIN person AS p
WHERE up.parent IS NULL AND f.id = up.forum AND o.forum = f.id AND p.id = o.person
