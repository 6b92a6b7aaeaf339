// Which facilities and platforms serve which laboratories, institutions, fields and programmes?
// 哪些设施和平台服务于哪些实验室、机构、领域和计划？
MATCH (f)-[r:SERVES]->(t)
WHERE (f:Facility OR f:Platform) AND (t:Laboratory OR t:Institution OR t:Field OR t:Program)
RETURN f.name AS provider, f.name_en AS provider_en,
       CASE WHEN t:Laboratory THEN 'laboratory' WHEN t:Institution THEN 'institution'
            WHEN t:Field THEN 'field' ELSE 'programme' END AS kind,
       t.name AS served,
       CASE WHEN any(e IN evidence(r) WHERE e.modality = 'fact') THEN 'fact' ELSE 'planned' END AS said_as
ORDER BY provider, kind, served
