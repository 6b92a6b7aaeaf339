SELECT count(*) FROM r AS x JOIN r AS y ON y.a = x.b
