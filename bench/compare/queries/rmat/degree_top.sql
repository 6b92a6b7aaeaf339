SELECT a AS id, count(*) AS degree FROM r GROUP BY a ORDER BY degree DESC, id LIMIT 10
