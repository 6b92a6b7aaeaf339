SELECT count(*) FROM r AS ab JOIN r AS bc ON bc.a = ab.b JOIN r AS ac ON ac.a = ab.a AND ac.b = bc.b
