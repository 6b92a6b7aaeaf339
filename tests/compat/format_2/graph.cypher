// The graph in database/, as it was made with storage format 2: this, `kith compact`, and the last
// two statements again.
CREATE CONSTRAINT person_id FOR (p:Person) REQUIRE p.id IS UNIQUE;
CREATE INDEX person_name FOR (p:Person) ON (p.name);
UNWIND range(1, 300) AS i CREATE (:Person {id: i, name: 'person ' + toString(i), score: i / 8.0, even: i % 2 = 0});
MATCH (a:Person), (b:Person) WHERE b.id = a.id * 2 CREATE (a)-[:KNOWS {since: date('2020-01-01') + duration({days: a.id})}]->(b);
MATCH (a:Person {id: 1}) SET a:设施:Admin, a.name = '上海光源', a.tags = ['a', '', '中文'], a.big = 9223372036854775807, a.small = -9223372036854775808;
MATCH (a:Person {id: 2}) SET a.name = 2, a.score = 'not a number', a.limit = 0.0 / 0.0;
MATCH (a:Person {id: 3}) CREATE (a)-[:KNOWS]->(a), (a)-[:KNOWS]->(a);
MATCH (a:Person {id: 4}) DETACH DELETE a;
CREATE (:Person {id: 4, name: '', at: datetime('2021-06-01T12:00:00.5+08:00'), span: duration('P1Y2M3DT4.5S')});
CREATE (:Passage {id: 'page 1'});
MATCH (a:Person {id: 5}), (p:Passage) CALL kith.assert(a, 'name', p, 0.75, 'planned') RETURN 1;
MATCH (a:Person {id: 6}) SET a.score = 0.5;
MATCH (a:Person {id: 7})-[k:KNOWS]->() SET k.since = date('2021-12-31');
