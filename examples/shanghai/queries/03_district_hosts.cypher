// What does Pudong New Area host, directly or inside one of its parks?
// 浦东新区（含区内园区）集聚了哪些机构、平台和园区？
MATCH path = (x)-[:LOCATED_IN*1..3]->(d:District {name: '浦东新区'})
WITH x, [n IN nodes(path) | n.name] AS way, relationships(path) AS steps
RETURN x.name AS hosted, x.name_en AS hosted_en, way[1] AS inside,
       reduce(least = 1.0, s IN steps |
              reduce(inner = least, e IN evidence(s) |
                     CASE WHEN e.confidence < inner THEN e.confidence ELSE inner END)) AS confidence
ORDER BY inside, hosted
