SELECT count(*) FROM p WHERE age > 87
