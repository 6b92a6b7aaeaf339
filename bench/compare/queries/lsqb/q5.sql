SELECT count(*) FROM message_tag AS own
  JOIN reply ON reply.message = own.message
  JOIN message_tag AS other ON other.message = reply.comment
WHERE own.tag <> other.tag
