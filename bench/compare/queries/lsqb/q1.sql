SELECT count(*) FROM city_country
  JOIN person_city ON person_city.city = city_country.city
  JOIN member ON member.person = person_city.person
  JOIN message_container ON message_container.forum = member.forum
  JOIN reply_post ON reply_post.post = message_container.post
  JOIN message_tag ON message_tag.message = reply_post.comment
  JOIN tag_class ON tag_class.tag = message_tag.tag
