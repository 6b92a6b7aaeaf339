MATCH (a:Person {id: $a}), (b:Person {id: $b}) MATCH path = allShortestPaths((a)-[:KNOWS*1..10]-(b))
WITH [n IN nodes(path) | n.id] AS ids, nodes(path) AS people
UNWIND range(1, size(people) - 1) AS i
WITH ids, people[i - 1] AS x, people[i] AS y
WITH ids, 2 * COUNT { (x)<-[:HAS_CREATOR]-(:Comment)-[:REPLY_OF]->(:Post)-[:HAS_CREATOR]->(y) }
        + 2 * COUNT { (y)<-[:HAS_CREATOR]-(:Comment)-[:REPLY_OF]->(:Post)-[:HAS_CREATOR]->(x) }
        + COUNT { (x)<-[:HAS_CREATOR]-(:Comment)-[:REPLY_OF]->(:Comment)-[:HAS_CREATOR]->(y) }
        + COUNT { (y)<-[:HAS_CREATOR]-(:Comment)-[:REPLY_OF]->(:Comment)-[:HAS_CREATOR]->(x) } AS talk
WITH ids, sum(talk) AS weight
RETURN weight, count(*) AS paths ORDER BY weight DESC
