// How have the talent programmes grown since 2020?
// 各类人才计划自2020年以来规模如何变化？
MATCH (p:Program)-[:HAS_OBSERVATION]->(b:Observation {metric: 'selected_cumulative', as_of: '2022'})
OPTIONAL MATCH (p)-[:HAS_OBSERVATION]->(a:Observation {metric: 'selected_cumulative', as_of: '2020'})
RETURN p.name AS programme, p.name_en AS programme_en, a.value AS up_to_2020, b.value AS up_to_2022,
       b.value - a.value AS added
ORDER BY up_to_2022 DESC, programme
