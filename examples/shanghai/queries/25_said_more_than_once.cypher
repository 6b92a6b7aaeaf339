// Which facts are confirmed by more than one document?
// 哪些事实得到不止一份文献的印证？
MATCH (a)-[r]->(b)
UNWIND evidence(r) AS e
WITH a, r, b, e.document AS document ORDER BY document
WITH a, r, b, collect(DISTINCT document) AS documents
WHERE size(documents) > 1
RETURN a.name AS subject, type(r) AS relationship, coalesce(b.name, b.metric) AS object,
       b.value AS value, b.as_of AS as_of, documents
ORDER BY subject, relationship, object, as_of
