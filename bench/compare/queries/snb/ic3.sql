WITH f AS (SELECT b AS id FROM knows WHERE a = $id UNION SELECT y.b FROM knows AS x JOIN knows AS y ON y.a = x.b WHERE x.a = $id AND y.b <> $id),
  away AS (SELECT f.id AS id FROM f JOIN person_city AS pc ON pc.person = f.id JOIN city_country AS cc ON cc.city = pc.city
           WHERE cc.country <> $x AND cc.country <> $y),
  counted AS (SELECT away.id AS id, CAST(sum(CASE WHEN m.country = $x THEN 1 ELSE 0 END) AS BIGINT) AS xs,
                     CAST(sum(CASE WHEN m.country = $y THEN 1 ELSE 0 END) AS BIGINT) AS ys
              FROM away JOIN message AS m ON m.creator = away.id
              WHERE (m.country = $x OR m.country = $y) AND m.creationDate >= $from AND m.creationDate < $to GROUP BY away.id)
SELECT id, xs, ys, xs + ys AS total FROM counted WHERE xs > 0 AND ys > 0 ORDER BY total DESC, id LIMIT 20
