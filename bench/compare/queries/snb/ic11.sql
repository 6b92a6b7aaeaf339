WITH f AS (SELECT b AS id FROM knows WHERE a = $id UNION SELECT y.b FROM knows AS x JOIN knows AS y ON y.a = x.b WHERE x.a = $id AND y.b <> $id)
SELECT p.id AS id, p.firstName, p.lastName, c.name AS company, w.workFrom AS since
FROM f JOIN person AS p ON p.id = f.id JOIN work AS w ON w.person = f.id JOIN company AS c ON c.id = w.company JOIN company_country AS l ON l.company = c.id
WHERE l.country = $country AND w.workFrom < $year ORDER BY since, p.id, company DESC LIMIT 10
