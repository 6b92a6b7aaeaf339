MATCH (n:P) RETURN n.city AS city, count(*) AS num, avg(n.age) AS mean
