// How is United Imaging connected with Zhongshan Hospital?
// 联影集团与复旦大学附属中山医院之间最短的联系是什么？
MATCH path = shortestPath((a:Institution {name: '联影集团'})-[:COLLABORATES_WITH|DEVELOPED|PARTICIPATES_IN|PART_OF|OPERATES|USES|SUPPORTS*..8]-(b:Institution {name: '复旦大学附属中山医院'}))
RETURN length(path) AS steps, [n IN nodes(path) | n.name] AS through, [r IN relationships(path) | type(r)] AS links
ORDER BY steps, through, links
