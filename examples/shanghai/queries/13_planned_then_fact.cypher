// What was planned in one report and a fact in the next?
// 哪些事项在前一份报告中是计划，在后一份中已成事实？
MATCH (a)-[p]->(b), (a)-[f]->(b)
WHERE type(p) = type(f) AND NOT b:Observation
UNWIND evidence(p) AS was
UNWIND evidence(f) AS became
WITH a, b, p, was, became
WHERE was.modality = 'planned' AND became.modality = 'fact' AND was.year < became.year
RETURN a.name AS subject, type(p) AS relationship, b.name AS object,
       was.document AS planned_in, min(was.line) AS planned_line,
       became.document AS fact_in, min(became.line) AS fact_line
ORDER BY subject, relationship, object, planned_in, fact_in
