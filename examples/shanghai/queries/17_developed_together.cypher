// Which institutions developed something together?
// 哪些机构共同研发了成果？
MATCH (a:Institution)-[:DEVELOPED]->(x:Achievement)<-[:DEVELOPED]-(b:Institution)
WHERE a.name < b.name
RETURN a.name AS one, b.name AS other, x.name AS achievement, x.year AS year
ORDER BY one, other, achievement, year
