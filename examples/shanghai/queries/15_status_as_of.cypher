// Which municipal major projects were under way at the end of 2021, and which at the end of 2022?
// 2021年底和2022年底分别有哪些市级科技重大专项在实施？
UNWIND [date('2021-12-31'), date('2022-12-31')] AS day
MATCH (p:Program)-[r:PART_OF]->(:Program {name: '市级科技重大专项'})
WHERE (r.valid_from IS NULL OR r.valid_from <= day)
  AND (r.valid_to IS NULL OR r.valid_to > day)
  AND any(e IN evidence(r) WHERE e.modality = 'fact')
WITH day, p.name AS project ORDER BY project
WITH day, collect(DISTINCT project) AS projects
RETURN toString(day) AS as_of, size(projects) AS number, projects
ORDER BY as_of
