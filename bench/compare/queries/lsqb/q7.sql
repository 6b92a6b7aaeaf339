SELECT count(*) FROM message_tag
  JOIN creator ON creator.message = message_tag.message
  LEFT JOIN likes ON likes.message = message_tag.message
  LEFT JOIN reply ON reply.message = message_tag.message
