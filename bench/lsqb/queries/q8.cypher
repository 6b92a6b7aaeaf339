// Different tags of a message and of a reply to it that does not have the message's tag.
MATCH (tag:Tag)<-[:HAS_TAG]-(:Message)<-[:REPLY_OF]-(reply:Comment)-[:HAS_TAG]->(other:Tag)
WHERE tag <> other AND NOT (reply)-[:HAS_TAG]->(tag)
RETURN count(*) AS count
