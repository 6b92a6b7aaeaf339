MATCH (:Tag)<-[:HAS_TAG_Post_Tag|HAS_TAG_Comment_Tag]-(message:Post:Comment)-[:HAS_CREATOR_Post_Person|HAS_CREATOR_Comment_Person]->(:Person),
      (message)<-[:LIKES_Person_Post|LIKES_Person_Comment]-(:Person),
      (message)<-[:REPLY_OF_Comment_Post|REPLY_OF_Comment_Comment]-(:Comment)
RETURN count(*) AS count
