SELECT f.id AS id, f.firstName, f.lastName, max(l.creationDate) AS date, count(*) AS num
FROM message AS m JOIN likes AS l ON l.message = m.id JOIN person AS f ON f.id = l.person
WHERE m.creator = $id GROUP BY f.id, f.firstName, f.lastName ORDER BY date DESC, f.id LIMIT 20
