WITH one AS (SELECT b AS id FROM knows WHERE a = $id),
  two AS (SELECT DISTINCT k.b AS id FROM one JOIN knows AS k ON k.a = one.id WHERE k.b <> $id AND k.b NOT IN (SELECT id FROM one)),
  born AS (SELECT p.id AS id, p.firstName AS first, p.lastName AS last, p.gender AS gender FROM two JOIN person AS p ON p.id = two.id
           WHERE p.birthday % 31536000000 >= $from AND p.birthday % 31536000000 < $to),
  common AS (SELECT DISTINCT m.id AS id FROM born JOIN message AS m ON m.creator = born.id AND m.post = 1 JOIN message_tag AS mt ON mt.message = m.id
             JOIN interest AS i ON i.tag = mt.tag WHERE i.person = $id)
SELECT born.id AS id, first, last, CAST(sum(CASE WHEN m.id IS NULL THEN 0 WHEN common.id IS NULL THEN -1 ELSE 1 END) AS BIGINT) AS score, gender, c.name AS city
FROM born JOIN person_city AS pc ON pc.person = born.id JOIN city AS c ON c.id = pc.city LEFT JOIN message AS m ON m.creator = born.id AND m.post = 1
  LEFT JOIN common ON common.id = m.id
GROUP BY born.id, first, last, gender, c.name ORDER BY score DESC, born.id LIMIT 10
