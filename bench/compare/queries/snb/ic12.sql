SELECT f.id AS id, f.firstName, f.lastName, count(DISTINCT c.id) AS num
FROM knows AS k JOIN person AS f ON f.id = k.b JOIN message AS c ON c.creator = k.b AND c.post = 0 JOIN message AS p ON p.id = c.parent AND p.post = 1
  JOIN message_tag AS mt ON mt.message = p.id JOIN tag_class AS tc ON tc.tag = mt.tag
WHERE k.a = $id AND tc.class = $class GROUP BY f.id, f.firstName, f.lastName ORDER BY num DESC, f.id LIMIT 20
