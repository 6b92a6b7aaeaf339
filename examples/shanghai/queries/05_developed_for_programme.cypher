// Who develops what for which programme?
// 哪些计划产出了哪些成果，由谁参与？
MATCH (p:Program)-[:DEVELOPED]->(a:Achievement)
OPTIONAL MATCH (who:Institution)-[:PARTICIPATES_IN]->(p)
WITH p, a, who ORDER BY who.name
RETURN p.name AS programme, p.level AS level, a.name AS achievement, a.kind AS kind,
       collect(DISTINCT who.name) AS institutions_taking_part
ORDER BY programme, achievement
