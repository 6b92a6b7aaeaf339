SELECT count(*) FROM message_tag
  JOIN message_creator ON message_creator.message = message_tag.message
  JOIN likes ON likes.message = message_tag.message
  JOIN message_reply ON message_reply.message = message_tag.message
