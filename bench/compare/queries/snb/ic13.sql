WITH RECURSIVE reached(node, depth) AS (SELECT $a, 0 UNION SELECT k.b, depth + 1 FROM reached JOIN knows AS k ON k.a = node WHERE depth < 6)
SELECT min(depth) AS length FROM reached WHERE node = $b AND depth > 0 HAVING min(depth) IS NOT NULL
