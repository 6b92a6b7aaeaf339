// Who takes part in the international big-science programmes?
// 哪些国家和机构参与了国际大科学计划？
MATCH (p:Program {level: 'international'})<-[r:PARTICIPATES_IN]-(who)
WHERE who.name <> '上海' AND any(e IN evidence(r) WHERE e.modality = 'fact')
RETURN p.name AS programme, who.name AS participant, who.name_en AS participant_en,
       CASE WHEN who:Place THEN 'country' ELSE 'institution' END AS kind,
       toString(r.valid_from) AS valid_from, toString(r.valid_to) AS valid_to
ORDER BY programme, kind, participant, valid_from
