// How have the city's main figures moved from 2020 to 2022, and what is the aim for 2025?
// 上海主要科创指标2020—2022年的变化及2025年目标是什么？
MATCH (:City {name: '上海'})-[:HAS_OBSERVATION]->(o:Observation)
WITH o.metric AS metric, o.unit AS unit, substring(o.as_of, 0, 4) AS year, o.value AS value
WITH metric, unit,
     max(CASE WHEN year = '2020' THEN value END) AS in_2020,
     max(CASE WHEN year = '2021' THEN value END) AS in_2021,
     max(CASE WHEN year = '2022' THEN value END) AS in_2022,
     max(CASE WHEN year = '2025' THEN value END) AS aim_2025,
     count(DISTINCT year) AS years
WHERE years > 1
RETURN metric, unit, in_2020, in_2021, in_2022, aim_2025
ORDER BY metric, unit
