// Which facts rest on the weakest evidence and deserve a second look?
// 哪些事实的依据最弱、需要复核？
MATCH (a)-[r]->(b)
UNWIND evidence(r) AS e
WITH a, r, b, e
WHERE e.confidence < 0.8
RETURN a.name AS subject, type(r) AS relationship, coalesce(b.name, b.metric) AS object,
       e.confidence AS confidence, e.document AS document, e.section AS section, e.line AS line, r.note AS note
ORDER BY confidence, subject, relationship, object, document, line
