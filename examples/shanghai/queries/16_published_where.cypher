// Who published what in Nature, Science and Cell?
// 哪些机构在《自然》《科学》《细胞》上发表了哪些成果？
MATCH (who)-[:DEVELOPED]->(a:Achievement)-[p:PUBLISHED_IN]->(v:Venue)
WHERE v.name_en IN ['Nature', 'Science', 'Cell']
RETURN v.name_en AS venue, toString(p.valid_from) AS published, a.name AS achievement, a.name_en AS achievement_en,
       who.name AS developed_by
ORDER BY venue, published, achievement, developed_by
