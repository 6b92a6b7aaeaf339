SELECT count(*) AS num, CAST(coalesce(sum(p.age), 0) AS BIGINT) AS ages FROM r JOIN p ON p.id = r.b WHERE r.a = $id
