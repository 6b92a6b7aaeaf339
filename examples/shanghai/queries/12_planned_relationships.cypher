// What is planned and not stated as a fact anywhere?
// 哪些事项仅为规划、尚未见成事实？
MATCH (a)-[r]->(b)
WHERE any(e IN evidence(r) WHERE e.modality = 'planned') AND NOT b:Observation
OPTIONAL MATCH (a)-[q]->(b)
WHERE type(q) = type(r) AND any(e IN evidence(q) WHERE e.modality = 'fact')
WITH a, r, b, count(q) AS facts
WHERE facts = 0
UNWIND evidence(r) AS e
RETURN DISTINCT a.name AS subject, type(r) AS relationship, b.name AS object, toString(r.valid_to) AS due,
       e.document AS document, e.line AS line
ORDER BY subject, relationship, object, due, document, line
