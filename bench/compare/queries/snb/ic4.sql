SELECT t.name AS name, CAST(sum(CASE WHEN m.creationDate >= $from THEN 1 ELSE 0 END) AS BIGINT) AS num
FROM knows AS k JOIN message AS m ON m.creator = k.b AND m.post = 1 JOIN message_tag AS mt ON mt.message = m.id JOIN tag AS t ON t.id = mt.tag
WHERE k.a = $id AND m.creationDate < $to
GROUP BY t.id, t.name
HAVING sum(CASE WHEN m.creationDate >= $from THEN 1 ELSE 0 END) > 0 AND sum(CASE WHEN m.creationDate < $from THEN 1 ELSE 0 END) = 0
ORDER BY num DESC, name LIMIT 10
