# tests/cli/query.test.sh: where statements come from, what parameters mean, how rows are written.
source "$(dirname "${BASH_SOURCE[0]}")/checks.bash"

check_code 0 query db "CREATE (:Facility {name: '上海光源', opened: 2009})-[:SERVES {since: 2010}]->(:Laboratory {name: 'SSRF lab'});"
check_code 0 query db 'MATCH (f:Facility) RETURN f.name AS name, f.opened AS opened'
printf ' name     | opened\n----------+--------\n 上海光源 |   2009\n' >expected
check_same expected out
check_contains err '1 row, '

check_code 0 query db --format csv 'MATCH (f:Facility) RETURN f.name AS name, null AS x, "" AS y'
printf 'name,x,y\n上海光源,,""\n' >expected
check_same expected out
check_code 0 query db --format json 'RETURN 1 AS a, [1.5, null] AS b'
printf '[\n {"a":1,"b":[1.5,null]}\n]\n' >expected
check_same expected out
check_code 0 query db --format markdown 'RETURN "a|b" AS x'
check_text out '| a\|b |'
check_code 0 query db --format dot 'MATCH p = ()-[:SERVES]->() RETURN p'
check_contains out '[label="SERVES"]'
check_code 0 query db --format graphml 'MATCH (a)-[r]->(b) RETURN a, r, b'
check_contains out '<data key="label">SERVES</data>'
check_code 1 query db --format dot 'RETURN 1'

check_code 0 query db --format tsv 'RETURN $a + 1 AS a, $b AS b, $c[0] AS c' --param a=41 --param b=浦东 --param 'c=["x"]'
printf 'a\tb\tc\n42\t浦东\tx\n' >expected
check_same expected out

# Parameters that cannot be meant.
check_code 2 query db 'RETURN $n' -p n=99999999999999999999
check_contains err 'beyond the integers'
check_code 2 query db 'RETURN $n' -p "n='open"
check_code 2 query db 'RETURN $n' -p n=1 -p n=2
check_contains err 'given twice'
check_code 0 query db 'RETURN 1 AS one' -p n=1
check_contains err 'no statement uses the parameter `$n`'

printf '// a script\nCREATE (:T {v: ";"});\nMATCH (t:T) RETURN t.v AS v;\n' >script.cypher
check_code 0 query db --file script.cypher --format jsonl
check_text out '{"v":";"}'
check_contains err '2 statements, 1 row, created 1 node, set 1 property, added 1 label'
[ "$(wc -l <err)" = 1 ] || fail "a script prints one sum: $(cat err)"
check_code 0 query db --file script.cypher --quiet
[ -s err ] && fail "--quiet: $(cat err)"
check_code 0 query db 'MATCH (t:T) DELETE t; CREATE (:T {v: ";"})'
"$KITH" query db - --format jsonl <script.cypher >out 2>err || fail "a script on standard input"
[ "$(wc -l <out)" = 2 ] || fail "two T nodes were created: $(cat out)"

printf 'RETURN 1 AS one;\nRETURN nonsense;\nCREATE (:Never);\n' >script.cypher
check_code 1 query db --file script.cypher
check_contains err '2 | RETURN nonsense;'
check_contains err '1 of 3 statements ran before the failure'
check_code 0 query db --format jsonl 'MATCH (n:Never) RETURN count(n) AS n'
check_text out '{"n":0}'

check_code 0 query db 'EXPLAIN MATCH (n:Facility) RETURN n'
[ -s out ] || fail 'EXPLAIN printed no plan'
# A plan in a form that has only rows is rows; with rows it goes to the other stream.
check_code 0 query db --format json 'EXPLAIN MATCH (n:Facility) RETURN n.name AS name'
check_contains out ' {"plan":"'
check_code 0 query db --format csv 'PROFILE MATCH (n:Facility) RETURN n.name AS name'
printf 'name\n上海光源\n' >expected
check_same expected out
[ "$(wc -l <err)" -gt 1 ] || fail "PROFILE printed no plan: $(cat err)"
check_code 0 query db --format json 'CREATE (:Gone)'
[ -s out ] && fail 'nothing is no row'
check_contains err 'created 1 node'
check_code 0 query db 'MATCH (n:Gone) DELETE n'

check_code 0 query db --format csv 'UNWIND range(1, 100000) AS x RETURN x'
[ "$(wc -l <out)" = 100001 ] || fail 'not all rows were written'
"$KITH" query db --format csv 'UNWIND range(1, 1000000) AS x RETURN x' 2>err | head -2 >out
[ "${PIPESTATUS[0]}" = 0 ] || fail 'a reader that leaves early is not an error'
[ -s err ] && fail "a reader that leaves early: $(cat err)"
# Rows go out as they come: the first of so many is there at once.
"$KITH" query db --format jsonl 'UNWIND range(1, 10000000) AS x UNWIND range(1, 100000) AS y RETURN x, y' 2>err | head -1 >out
check_text out '{"x":1,"y":1}'
check_code 1 query db --timeout 0.2 'UNWIND range(1, 100000000) AS x UNWIND range(1, 1000) AS y RETURN count(*)'
check_contains err 'TimeoutError'

printf ':param who => 上海光源\nMATCH (f:Facility {name: $who})\nRETURN f.opened AS opened;\n:params\n' |
  "$KITH" db >out 2>err || fail "a shell script: $(cat err)"
check_contains out '2009'
check_contains out "\$who => '上海光源'"
printf ':begin\nCREATE (:Rolled);\n:rollback\nMATCH (n:Rolled) RETURN count(n) AS n;\n' | "$KITH" shell db >out 2>err ||
  fail "a transaction in the shell: $(cat err)"
check_contains out ' 0'
printf ':nonsense\n' | "$KITH" db >out 2>err && fail 'an unknown command is an error'
check_contains err 'there is no command :nonsense'

check_code 0 stats db
check_contains out 'relationships   1'
check_code 0 schema db
check_contains out ':Facility  1'
check_code 0 compact db
check_code 0 schema db
check_contains out ':Facility  1  {name, opened}'
check_contains out '(:Facility)-[:SERVES]->(:Laboratory)'
check_contains out 'SERVES'
finish
