SELECT count(*) FROM message_tag AS own
  JOIN message_reply ON message_reply.message = own.message
  JOIN message_tag AS other ON other.message = message_reply.comment
WHERE own.tag <> other.tag
  AND NOT EXISTS (SELECT 1 FROM message_tag AS same WHERE same.message = message_reply.comment AND same.tag = own.tag)
