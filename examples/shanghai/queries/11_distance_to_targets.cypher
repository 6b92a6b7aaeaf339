// How far is the last reported figure from each target?
// 距离各项目标还有多远？
MATCH (s)-[:HAS_OBSERVATION]->(t:Observation), (s)-[:HAS_OBSERVATION]->(o:Observation)
WHERE o.metric = t.metric
  AND any(e IN evidence(t) WHERE e.modality = 'planned')
  AND any(e IN evidence(o) WHERE e.modality = 'fact')
WITH s, t, o ORDER BY o.as_of DESC
WITH s, t, collect(o)[0] AS latest
RETURN s.name AS subject, t.metric AS metric, latest.as_of AS reported_as_of, latest.value AS reported,
       t.as_of AS target_as_of, t.value AS target, t.unit AS unit,
       round(1000.0 * latest.value / t.value) / 10 AS percent_of_target
ORDER BY subject, metric, target_as_of
