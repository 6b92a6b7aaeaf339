SELECT count(*) FROM message_tag
  JOIN creator ON creator.message = message_tag.message
  JOIN likes ON likes.message = message_tag.message
  JOIN reply ON reply.message = message_tag.message
