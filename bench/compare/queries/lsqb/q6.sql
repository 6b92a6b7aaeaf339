SELECT count(*) FROM knows AS ab
  JOIN knows AS bc ON bc.a = ab.b AND bc.b <> ab.a
  JOIN interest ON interest.person = bc.b
