// The star of a message: its tag, author, a liker and a reply.
MATCH (:Tag)<-[:HAS_TAG]-(message:Message)-[:HAS_CREATOR]->(:Person),
      (message)<-[:LIKES]-(:Person),
      (message)<-[:REPLY_OF]-(:Comment)
RETURN count(*) AS count
