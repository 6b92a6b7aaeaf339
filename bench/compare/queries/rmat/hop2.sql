SELECT count(*) AS walks, count(DISTINCT y.b) AS reached FROM r AS x JOIN r AS y ON y.a = x.b WHERE x.a = $id
