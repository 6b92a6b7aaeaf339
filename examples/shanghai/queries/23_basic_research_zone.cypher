// Who is supported by the Basic Research Special Zone programme, and since when?
// “基础研究特区”支持哪些单位，自何时起？
MATCH (p:Program {name: '基础研究特区计划'})-[r:SUPPORTS]->(i:Institution)
OPTIONAL MATCH (policy:Policy)-[:SUPPORTS]->(p)
UNWIND evidence(r) AS e
WITH policy, i, r, e.document AS document ORDER BY document
RETURN i.name AS institution, i.name_en AS institution_en, toString(r.valid_from) AS since,
       policy.name AS under_policy, collect(DISTINCT document) AS said_in
ORDER BY since, institution, under_policy
