MATCH (:Country)<-[:IS_PART_OF_City_Country]-(:City)<-[:IS_LOCATED_IN_Person_City]-(:Person)<-[:HAS_MEMBER]-(:Forum)
      -[:CONTAINER_OF]->(:Post)<-[:REPLY_OF_Comment_Post]-(:Comment)-[:HAS_TAG_Comment_Tag]->(:Tag)-[:HAS_TYPE]->(:TagClass)
RETURN count(*) AS count
