WITH f AS (SELECT b AS id FROM knows WHERE a = $id UNION SELECT y.b FROM knows AS x JOIN knows AS y ON y.a = x.b WHERE x.a = $id AND y.b <> $id)
SELECT t.name AS name, count(*) AS num
FROM message_tag AS mt JOIN message AS m ON m.id = mt.message AND m.post = 1 JOIN f ON f.id = m.creator
  JOIN message_tag AS other ON other.message = m.id AND other.tag <> $tag JOIN tag AS t ON t.id = other.tag
WHERE mt.tag = $tag GROUP BY t.id, t.name ORDER BY num DESC, name LIMIT 10
