// Which targets for 2025 have not been reported on yet?
// 哪些2025年目标尚无已公布的实际数据？
MATCH (s)-[:HAS_OBSERVATION]->(t:Observation {as_of: '2025'})
WHERE any(e IN evidence(t) WHERE e.modality = 'planned')
OPTIONAL MATCH (s)-[:HAS_OBSERVATION]->(o:Observation)
WHERE o.metric = t.metric AND o.as_of >= '2021' AND any(e IN evidence(o) WHERE e.modality = 'fact')
WITH s, t, count(o) AS reported
WHERE reported = 0
RETURN s.name AS subject, t.metric AS metric, t.value AS target_2025, t.unit AS unit, t.note AS note
ORDER BY subject, metric, target_2025
