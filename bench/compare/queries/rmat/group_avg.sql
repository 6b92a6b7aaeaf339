SELECT city, count(*) AS num, avg(age) AS mean FROM p GROUP BY city
