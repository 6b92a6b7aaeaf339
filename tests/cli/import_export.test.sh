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
check_code 2 export db --format csv -o tables
check_contains err 'of another export'
check_code 0 import db4 tables
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
# Rules, constraints and indexes come along, and the script that is loaded says one thing in the end.
check_code 0 query ruled "CREATE (:P {n: 1, m: 2})-[:R]->(:Q), (:Passage {id: 'p'}), (:Q {n: 3})"
check_code 0 query ruled "MATCH (a:P), (p:Passage) CALL kith.assert(a, 'n', p, 0.5, 'planned', 'pattern 7')"
check_code 0 query ruled "MATCH ()-[r:R]->(), (p:Passage) CALL kith.assert(r, null, p, 1, 'fact')"
check_code 0 query ruled 'CREATE CONSTRAINT one FOR (n:P) REQUIRE (n.n, n.m) IS UNIQUE; CREATE CONSTRAINT there FOR (n:P) REQUIRE n.n IS NOT NULL;
  CREATE INDEX `a b` FOR (n:Q) ON (n.n); CREATE INDEX between FOR ()-[r:R]-() ON (r.since)'
check_code 0 export ruled -o ruled.jsonl
check_contains err 'left out: 2 constraints and 2 indexes, which only --format cypher writes'
check_code 0 export ruled --format cypher -o ruled.cypher
check_code 0 query again --file ruled.cypher
[ "$(wc -l <err)" = 2 ] || fail "a script prints more than its sum: $(cat err)"
check_contains err 'statements'
check_code 0 export again -o again.jsonl
check_same ruled.jsonl again.jsonl
for database in ruled again; do
  check_code 0 query $database --format csv 'SHOW CONSTRAINTS'
  cp out $database.constraints
  check_code 0 query $database --format csv 'SHOW INDEXES'
  cp out $database.indexes
done
check_same ruled.constraints again.constraints
check_same ruled.indexes again.indexes

# Evidence that a bulk import took from nodes of any label, for a property that is gone, survives the script as well.
printf 'id:ID,:EVIDENCE,:EVIDENCE_KEY\n1,1,gone\n' >odd.csv
check_code 0 import odd --nodes=odd.csv
check_code 0 export odd --format cypher -o odd.cypher
check_code 0 query odd2 --file odd.cypher
check_code 0 export odd -o odd.jsonl
check_code 0 export odd2 -o odd2.jsonl
check_same odd.jsonl odd2.jsonl

# One program's output is the other's input.
"$KITH" export db 2>/dev/null | "$KITH" import piped - 2>err || fail "import from a pipe: $(cat err)"
check_code 0 export piped -o piped.jsonl
check_same first.jsonl piped.jsonl

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

printf 'id:ID\n\262\342\n' >bad.csv
reject 'if it is GBK: iconv -f GBK -t UTF-8' --nodes=bad.csv
printf '[\n{"type":"node","id":"1"}\n]\n' >bad.json
reject "bad.json:1: not a JSON value" bad.json
check_contains err 'an array is not JSON lines'
printf '[{"type":"node","id":"1"}]' >bad.json
reject 'an array is not JSON lines' bad.json

# What is missing from a header is said where it shows.
printf 'id,name\n1,x\n' >n.csv
printf ':START_ID,:END_ID\n1,1\n' >e.csv
reject "no node has the id '1'; n.csv has no :ID column" --nodes=N=n.csv --relationships=R=e.csv
printf 'name:ID(A)\n1\n' >a.csv
reject "no node has the id '1'; one of the id space A has: write :START_ID(A)" --nodes=N=a.csv --relationships=R=e.csv
printf 'source,target\n1,1\n' >e.csv
reject 'call the columns of the two ends :START_ID and :END_ID' --nodes=N=a.csv --relationships=R=e.csv

# Files of other kinds are not taken for CSV.
for name in graph.graphml script.cypher graph.csv.gz; do
  cp graph.cypher $name
  check_code 2 import other $name
  check_contains err 'neither CSV nor JSON lines, by its ending'
done
mkdir nothing
check_code 2 import other nothing
check_code 2 import other --format parquet n.csv
[ -e other ] && fail 'wrong usage created a database'

# A failed import takes back the database that it created, and leaves an older one as it was.
printf 'id:ID\n1\n1\n' >bad.csv
check_code 1 import fresh --nodes=bad.csv
check_contains err "removed the new database 'fresh' again"
[ -e fresh ] && fail 'the empty database stayed'
mkdir fresh
check_code 1 import fresh --nodes=bad.csv
[ -d fresh ] && [ -z "$(ls fresh)" ] || fail "the directory is not as it was: $(ls fresh)"
printf ':START_ID(Person),:END_ID(Person)\np1,p9\n' >bad.csv
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
