SELECT count(*) FROM knows AS ab
  JOIN knows AS bc ON bc.a = ab.b
  JOIN knows AS ca ON ca.a = bc.b AND ca.b = ab.a
  JOIN person_city AS pa ON pa.person = ab.a JOIN city_country AS cca ON cca.city = pa.city
  JOIN person_city AS pb ON pb.person = bc.a JOIN city_country AS ccb ON ccb.city = pb.city AND ccb.country = cca.country
  JOIN person_city AS pc ON pc.person = ca.a JOIN city_country AS ccc ON ccc.city = pc.city AND ccc.country = cca.country
