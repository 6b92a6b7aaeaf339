// Who uses which facility or platform, and what came of it?
// 谁使用了哪些设施或平台，取得了什么成果？
MATCH (user)-[r:USES]->(f)
WHERE f:Facility OR f:Platform
OPTIONAL MATCH (user)-[:DEVELOPED]->(a:Achievement)-[:USES]->(f)
RETURN f.name AS facility, user.name AS user, a.name AS achievement,
       toString(r.valid_from) AS since
ORDER BY facility, user, achievement
