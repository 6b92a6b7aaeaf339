SELECT count(*) FROM knows AS ab
  JOIN knows AS bc ON bc.a = ab.b AND bc.b <> ab.a
  JOIN interest ON interest.person = bc.b
WHERE NOT EXISTS (SELECT 1 FROM knows AS direct WHERE direct.a = ab.a AND direct.b = bc.b)
