# tests/cli/import_export.test.sh: tables in, tables out, and that nothing is lost on the way.
source "$(dirname "${BASH_SOURCE[0]}")/checks.bash"

cat >people.csv <<'EOF'
id:ID(Person),name,born:date,tags:string[],score:float,:LABEL
p1,沈括,1031-01-01,a;b,1.0,Person;Scholar
p2,"Ada, ""A""",,"",NaN,Person
p3,"two
lines",1815-12-10,,,Person
EOF
cat >passages.csv <<'EOF'
id:ID(Passage),line:int,:LABEL
q1,7,Passage
q2,9,Passage
EOF
cat >knows.csv <<'EOF'
:START_ID(Person),:END_ID(Person),:TYPE,since:int,:VALID,:EVIDENCE(Passage),:MODALITY,:CONFIDENCE
p1,p2,KNOWS,2020,2021-06,q1;q2,fact;planned,0.9
p1,p2,KNOWS,2020,,,,
p3,p3,LIKES,,,q1,negated,
EOF
check_code 0 import db --nodes=people.csv --nodes=passages.csv --relationships=knows.csv
check_contains err 'imported 5 nodes and 3 relationships with 3 assertions'
check_code 0 check db
check_code 0 query db --format jsonl \
  'MATCH (a {id: "p1"})-[r:KNOWS]->(b) WHERE r.valid_from IS NOT NULL RETURN a.name AS a, a.tags AS t, b.name AS b, r.since AS s, r.valid_to AS v'
check_text out '{"a":"沈括","t":["a","b"],"b":"Ada, \"A\"","s":2020,"v":"2021-07-01"}'
check_code 0 query db --format jsonl 'MATCH (p:Person {id: "p2"}) RETURN p.tags AS t, p.born AS b, p.score = p.score AS nan'
check_text out '{"t":[],"b":null,"nan":false}'

# The same bytes again, through each form that is read back.
check_code 0 export db -o first.jsonl
check_contains first.jsonl '"types":{"born":"date"}'
check_contains first.jsonl '"modality":"negated"'
check_code 0 import db2 first.jsonl
check_code 0 export db2 -o second.jsonl
check_same first.jsonl second.jsonl
check_code 0 check db2
check_code 0 export db --format jsonl
check_same first.jsonl out
tac first.jsonl >backwards.jsonl
check_code 0 import db3 backwards.jsonl
check_contains err 'imported 5 nodes and 3 relationships with 3 assertions'
check_code 0 check db3

check_code 0 export db --format csv -o tables
check_code 0 import db4 tables/nodes_*.csv tables/relationships_*.csv
check_contains err 'imported 5 nodes and 3 relationships with 3 assertions'
check_code 0 export db4 --format csv -o tables4
check_code 0 export db4 -o fourth.jsonl
for property in '"name":"Ada, \"A\""' '"score":"NaN"' '"tags":[]' '"name":"two\nlines"' '"since":2020'; do
  check_contains fourth.jsonl "$property"
done
[ "$(grep -c '"assertions"' fourth.jsonl)" = "$(grep -c '"assertions"' first.jsonl)" ] || fail 'CSV lost assertions'

check_code 0 export db --format cypher -o graph.cypher
check_code 0 query db5 --file graph.cypher
check_code 0 query db5 --format jsonl 'MATCH (n) OPTIONAL MATCH (n)-[r]->() RETURN count(DISTINCT n) AS n, count(r) AS r, count(n.born) AS b'
check_text out '{"n":5,"r":3,"b":3}'
check_code 0 query db5 --format jsonl 'MATCH (n) UNWIND keys(n) + labels(n) AS word WITH word WHERE word CONTAINS "import" RETURN count(*) AS left'
check_text out '{"left":0}'
check_code 0 export db --format graphml
check_contains out '<data key="labels">:Person:Scholar</data>'

# One letter of every kind of mistake.
reject() {
  check_code 1 import "fresh$RANDOM$RANDOM" "${@:2}"
  check_contains err "$1"
}
sed 's/1031-01-01/19x4/' people.csv >bad.csv
reject "bad.csv:2: column 3 \`born:date\`: '19x4' is not a DATE (1 row rejected so far; see --max-errors)" --nodes=bad.csv
printf 'id:ID,n:int\n1,x\n2,3\n3,y,z\n4,5' >bad.csv
reject "bad.csv:2: column 2 \`n:int\`: 'x' is not an INTEGER" --nodes=A=bad.csv
check_code 0 import some --nodes=A=bad.csv --max-errors 2
check_contains err 'bad.csv:4: 3 columns, but the header has 2'
check_contains err 'imported 2 nodes and 0 relationships; 2 rows left out'
printf ':START_ID(Person),:END_ID(Person)\np1,p9\n' >bad.csv
reject "bad.csv:2: column 2 \`:END_ID(Person)\`: no node of the id space Person has the id 'p9'" --nodes=people.csv --relationships=KNOWS=bad.csv
printf 'id:ID\n1\n1\n' >bad.csv
reject "bad.csv:3: column 1 \`id:ID\`: a second node with the id '1'" --nodes=bad.csv
printf 'id:ID\n1\n\0\n' >bad.csv
reject 'bad.csv:3:1: a NUL byte' --nodes=bad.csv
printf 'id:ID\n"1\n' >bad.csv
reject 'bad.csv:2:1: a quoted field that is never closed' --nodes=bad.csv
printf '{"type":"node","id":"1"}\n{"type":"node"' >bad.jsonl
reject 'bad.jsonl:2: not a JSON value' bad.jsonl
printf '{"type":"relationship","id":"1","label":"R","start":{"id":"1"},"end":{"id":"2"}}' >bad.jsonl
reject "bad.jsonl:1: no node has the id '1'" bad.jsonl
reject "cannot open 'none.csv': No such file or directory" --nodes=people.csv,none.csv

# A failed import leaves the database as it was.
check_code 1 import db --nodes=people.csv --relationships=KNOWS=bad.csv
check_code 0 export db -o again.jsonl
check_same first.jsonl again.jsonl

# The delimiter and labels of other tools; later files of a group with and without a header.
printf 'id:ID(Tag)|name\n1|x\n' >a.csv
printf 'id:ID(Tag)|name\n2|y\n' >b.csv
printf '3|z\n' >c.csv
printf ':START_ID(Tag)|:END_ID(Tag)\n1|2\n2|3\n3|1' >r.csv
check_code 0 import tags --delimiter '|' --id-type integer --nodes=Tag:Word=a.csv,b.csv,c.csv --relationships=NEXT=r.csv
check_code 0 query tags --format csv 'MATCH (a:Tag:Word)-[:NEXT]->(b) RETURN a.id AS a, b.name AS b ORDER BY a'
printf 'a,b\n1,y\n2,z\n3,x\n' >expected
check_same expected out
finish
