# tests/cli/streams.test.sh: standard streams that are closed, full or gone change neither the database nor how the
# program ends.
source "$(dirname "${BASH_SOURCE[0]}")/checks.bash"

# ends_with EXPECTED CODE WHAT
ends_with() { [ "$2" = "$1" ] || fail "$3: exit code $2, not $1"; }

"$KITH" query db 'CREATE (:A {name: "one"})' >&- 2>err
ends_with 0 $? 'standard output closed'
"$KITH" query db 'MATCH (a:A) RETURN a.name AS name' >&- 2>err
ends_with 0 $? 'rows to a closed standard output'
"$KITH" query db --format jsonl 'UNWIND range(1, 100000) AS x RETURN x' >&- 2>&- <&-
ends_with 0 $? 'all streams closed'
"$KITH" export db >&- 2>&-
ends_with 0 $? 'an export to a closed standard output'
check_code 0 check db
check_contains out 'sound: 1 node'
grep -rlF '"labels"' db && fail 'an export was written into the database'

"$KITH" query db 'RETURN 1 / 0' >out 2>/dev/full
ends_with 1 $? 'an error to a full standard error'
"$KITH" query db 'RETURN 1 / 0' >out 2>&-
ends_with 1 $? 'an error to a closed standard error'
"$KITH" query db 'MATCH (n RETURN n' >out 2>/dev/full
ends_with 1 $? 'a syntax error to a full standard error'
"$KITH" query db --no-such-option >out 2>/dev/full
ends_with 2 $? 'wrong usage to a full standard error'
"$KITH" query db 'RETURN 1 AS one' >/dev/full 2>err
ends_with 1 $? 'rows to a full standard output'
check_contains err 'cannot write to standard output: No space left on device'

printf ':ID,n:int\n' >bad.csv
for i in $(seq 200); do printf '%s,x\n' "$i"; done >>bad.csv
"$KITH" import other --max-errors 1000 --nodes=Bad=bad.csv 2>&1 >out | head -1 >first
ends_with 0 "${PIPESTATUS[0]}" 'an import whose complaints nobody reads'
check_contains first "created the database 'other'"
finish
