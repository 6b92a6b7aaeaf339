MATCH (tag:Tag)<-[:HAS_TAG_Post_Tag|HAS_TAG_Comment_Tag]-(:Post:Comment)<-[:REPLY_OF_Comment_Post|REPLY_OF_Comment_Comment]-(:Comment)
      -[:HAS_TAG_Comment_Tag]->(other:Tag)
WHERE tag.id <> other.id
RETURN count(*) AS count
