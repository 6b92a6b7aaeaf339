WITH RECURSIVE reached(node, depth) AS (SELECT $a, 0 UNION SELECT k.b, depth + 1 FROM reached JOIN knows AS k ON k.a = node WHERE depth < 5),
  level AS MATERIALIZED (SELECT node, min(depth) AS depth FROM reached GROUP BY node),
  useful(node, depth) AS (SELECT node, depth FROM level WHERE node = $b
    UNION SELECT l.node, l.depth FROM useful JOIN knows AS k ON k.a = useful.node JOIN level AS l ON l.node = k.b AND l.depth = useful.depth - 1),
  pair AS MATERIALIZED (SELECT x.node AS node, y.node AS last FROM useful AS x JOIN knows AS k ON k.a = x.node JOIN useful AS y ON y.node = k.b AND y.depth = x.depth + 1),
  reply AS (SELECT pair.node AS node, pair.last AS last, CASE WHEN m.post = 1 THEN 2 ELSE 1 END AS weight
      FROM pair JOIN message AS c ON c.creator = pair.node JOIN message AS m ON m.id = c.parent WHERE m.creator = pair.last
    UNION ALL SELECT pair.node, pair.last, CASE WHEN m.post = 1 THEN 2 ELSE 1 END
      FROM pair JOIN message AS c ON c.creator = pair.last JOIN message AS m ON m.id = c.parent WHERE m.creator = pair.node
    UNION ALL SELECT node, last, 0 FROM pair),
  talk AS MATERIALIZED (SELECT node, last, CAST(sum(weight) AS BIGINT) AS weight FROM reply GROUP BY node, last),
  back(node, weight, depth) AS (SELECT node, CAST(0 AS BIGINT), depth FROM level WHERE node = $b
    UNION ALL SELECT talk.node, back.weight + talk.weight, back.depth - 1 FROM back JOIN talk ON talk.last = back.node)
SELECT weight, count(*) AS paths FROM back WHERE depth = 0 GROUP BY weight ORDER BY weight DESC
