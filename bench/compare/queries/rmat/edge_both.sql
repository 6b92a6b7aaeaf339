SELECT count(*) FROM p AS x JOIN r ON r.a = x.id JOIN p AS y ON y.id = r.b WHERE x.age > 80 AND y.age > 80
