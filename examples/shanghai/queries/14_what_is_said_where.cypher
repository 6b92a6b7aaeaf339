// What is said about the Shanghai Synchrotron Radiation Facility, and where?
// 关于上海光源，文献在何处说了什么？
MATCH (f:Facility {name: '上海光源'})-[r]-(x)
UNWIND evidence(r) AS e
RETURN type(r) AS relationship, coalesce(x.name, x.metric) AS about, x.value AS value, x.as_of AS as_of,
       e.document AS document, e.section AS section, e.line AS line, e.passage AS passage,
       e.modality AS modality, e.confidence AS confidence
ORDER BY relationship, about, as_of, document, line, passage
