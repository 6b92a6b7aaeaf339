SELECT (SELECT count(*) FROM r WHERE a = $id) + (SELECT count(*) FROM r AS x JOIN r AS y ON y.a = x.b WHERE x.a = $id) +
  (SELECT count(*) FROM r AS x JOIN r AS y ON y.a = x.b JOIN r AS z ON z.a = y.b WHERE x.a = $id AND NOT (z.a = x.a AND z.b = x.b)) AS num
