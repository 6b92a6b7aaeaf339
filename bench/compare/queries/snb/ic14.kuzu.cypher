MATCH path = (a:Person {id: $a})-[:KNOWS* ALL SHORTEST 1..10]-(b:Person {id: $b})
WITH properties(nodes(path), 'id') AS ids
UNWIND range(1, size(ids) - 1) AS i
WITH ids, ids[i] AS left, ids[i + 1] AS right
MATCH (x:Person)-[:KNOWS]-(y:Person) WHERE x.id = left AND y.id = right
WITH ids, 2 * COUNT { MATCH (x)<-[:HAS_CREATOR_Comment_Person]-(:Comment)-[:REPLY_OF_Comment_Post]->(:Post)-[:HAS_CREATOR_Post_Person]->(y) }
        + 2 * COUNT { MATCH (y)<-[:HAS_CREATOR_Comment_Person]-(:Comment)-[:REPLY_OF_Comment_Post]->(:Post)-[:HAS_CREATOR_Post_Person]->(x) }
        + COUNT { MATCH (x)<-[:HAS_CREATOR_Comment_Person]-(:Comment)-[:REPLY_OF_Comment_Comment]->(:Comment)-[:HAS_CREATOR_Comment_Person]->(y) }
        + COUNT { MATCH (y)<-[:HAS_CREATOR_Comment_Person]-(:Comment)-[:REPLY_OF_Comment_Comment]->(:Comment)-[:HAS_CREATOR_Comment_Person]->(x) } AS talk
WITH ids, CAST(sum(talk) AS INT64) AS weight
RETURN weight, count(*) AS paths ORDER BY weight DESC
