// Different tags of a message and of a reply to it.
MATCH (tag:Tag)<-[:HAS_TAG]-(:Message)<-[:REPLY_OF]-(:Comment)-[:HAS_TAG]->(other:Tag)
WHERE tag <> other
RETURN count(*) AS count
