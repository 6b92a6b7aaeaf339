MATCH (a:P)-[:R]->(:P) RETURN a.id AS id, count(*) AS degree ORDER BY degree DESC, id LIMIT 10
