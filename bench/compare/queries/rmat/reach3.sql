WITH one AS (SELECT DISTINCT b AS node FROM r WHERE a = $id),
  two AS (SELECT DISTINCT r.b AS node FROM one JOIN r ON r.a = node),
  three AS (SELECT DISTINCT r.b AS node FROM two JOIN r ON r.a = node)
SELECT count(DISTINCT node) AS num FROM (SELECT * FROM one UNION ALL SELECT * FROM two UNION ALL SELECT * FROM three) WHERE node <> $id
