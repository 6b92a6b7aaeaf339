# tests/cli/permissions.test.sh: files that may not be read or written are named, and why.
source "$(dirname "${BASH_SOURCE[0]}")/checks.bash"

# Root may do everything: then somebody else does the work.
if [ "$(id -u)" = 0 ]; then
  command -v setpriv >/dev/null || { echo 'SKIPPED: root, and no setpriv' >&2; exit 77; }
  chmod 777 "$scratch"
  as() { setpriv --reuid=65534 --regid=65534 --clear-groups env XDG_STATE_HOME="$scratch" "$@"; }
  as "$KITH" --version >/dev/null 2>&1 || { echo 'SKIPPED: nobody else may run the program' >&2; exit 77; }
else
  as() { "$@"; }
fi
# refused EXPECTED_CODE TEXT ARGUMENTS...
refused() {
  local expected=$1 text=$2
  shift 2
  as "$KITH" "$@" >out 2>err </dev/null
  local code=$?
  [ "$code" = "$expected" ] || fail "kith $*: exit code $code, not $expected; $(head -c 400 err)"
  check_contains err "$text"
  check_contains err 'ermission denied'
}

as "$KITH" query db 'CREATE (:A)' >out 2>err || fail "$(cat err)"
as chmod 555 db db/data
as chmod 444 db/lock
refused 3 'db/lock' query db 'CREATE (:B)'
as "$KITH" query db --read-only 'MATCH (a) RETURN a' >out 2>err || fail "reading what may be read: $(cat err)"
as chmod 755 db db/data
as chmod 644 db/lock
as bash -c 'chmod 000 db/data/*.log'
refused 3 '.log' query db 'RETURN 1'
refused 3 '.log' check db
as bash -c 'chmod 644 db/data/*.log; chmod 000 db/data'
refused 3 'db/data' stats db
as chmod 755 db/data
as "$KITH" check db >out 2>err || fail "after all of that: $(cat err)"

as touch hidden.csv hidden.md hidden.cypher
as chmod 000 hidden.csv hidden.md hidden.cypher
refused 1 "hidden.csv" import db --nodes=A=hidden.csv
refused 1 "hidden.md" report db hidden.md -o .
refused 1 "hidden.cypher" query db --file hidden.cypher
as mkdir closed
as chmod 555 closed
refused 3 "closed" query closed/db 'RETURN 1'
refused 1 "closed" export db -o closed/graph.jsonl
refused 1 "closed" export db --format csv -o closed/tables
finish
