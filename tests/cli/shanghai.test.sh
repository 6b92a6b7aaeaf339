# tests/cli/shanghai.test.sh: the example data set, in and out; its questions and reports.
source "$(dirname "${BASH_SOURCE[0]}")/checks.bash"
example=${KITH_SOURCE:?names the source tree}/examples/shanghai

KITH=$KITH "$example/load" db >out 2>err || fail "the data set does not load: $(tail -3 err)"
check_code 0 check db
check_code 0 export db -o first.jsonl
check_code 0 import db2 first.jsonl
check_code 0 export db2 -o second.jsonl
# Relationship ids follow the order in which types are first met, and are not part of the graph.
for file in first second; do
  sed -E 's/^(\{"type":"relationship",)"id":"[0-9]+",/\1/' $file.jsonl | sort >$file.graph
done
check_same first.graph second.graph
check_code 0 check db2
check_code 0 export db --format csv -o tables
check_code 0 import db3 tables
check_code 0 export db --format cypher -o graph.cypher
check_code 0 query db4 --file graph.cypher
counts='MATCH (n) OPTIONAL MATCH (n)-[r]->() RETURN count(DISTINCT n) AS n, count(r) AS r'
check_code 0 query db --format csv "$counts"
cp out expected
for copy in db3 db4; do
  check_code 0 query $copy --format csv "$counts"
  check_same expected out
done
for question in "$example"/queries/*.cypher; do
  check_code 0 query db --file "$question"
done
check_code 0 report db "$example"/reports/*.md -o made
cp -r made made_first
check_code 0 report db "$example"/reports/*.md -o made
diff -r made made_first >/dev/null || fail 'a report differs from run to run'
check_code 0 report db "$example"/reports/*.md -o made --format html
check_contains made_first/district_dossier.md '# District dossier: 浦东新区'
check_code 1 report db "$example/reports/district_dossier.md" -o made --param district=Pudong
check_contains err 'this query has no rows'
check_contains made/district_dossier.md 'There is no place called Pudong'
check_code 0 query db --format csv "MATCH (o:Observation) WHERE o.value < 1e15 AND toString(o.value) ENDS WITH '.0' RETURN count(o) AS n"
check_text out 0
finish
