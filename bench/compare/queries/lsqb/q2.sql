SELECT count(*) FROM reply_post
  JOIN message_creator AS author ON author.message = reply_post.comment
  JOIN message_creator AS poster ON poster.message = reply_post.post
  JOIN knows ON knows.a = author.person AND knows.b = poster.person
