// How did the service figures of each facility change from 2021 to 2022?
// 各大科学设施的服务数据从2021年到2022年有何变化？
MATCH (f:Facility)-[:HAS_OBSERVATION]->(a:Observation), (f)-[:HAS_OBSERVATION]->(b:Observation)
WHERE a.metric = b.metric AND a.as_of STARTS WITH '2021' AND b.as_of STARTS WITH '2022'
RETURN f.name AS facility, a.metric AS metric, a.unit AS unit, a.value AS in_2021, b.value AS in_2022,
       round(1000.0 * (b.value - a.value) / a.value) / 10 AS change_percent
ORDER BY facility, metric, unit, in_2021, in_2022
