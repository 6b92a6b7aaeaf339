WITH f AS (SELECT b AS id FROM knows WHERE a = $id UNION SELECT y.b FROM knows AS x JOIN knows AS y ON y.a = x.b WHERE x.a = $id AND y.b <> $id)
SELECT forum.title AS title, forum.id AS id, count(m.id) AS num
FROM f JOIN member AS j ON j.person = f.id JOIN forum ON forum.id = j.forum LEFT JOIN message AS m ON m.forum = j.forum AND m.creator = f.id
WHERE j.joinDate > $after GROUP BY forum.id, forum.title ORDER BY num DESC, forum.id LIMIT 20
