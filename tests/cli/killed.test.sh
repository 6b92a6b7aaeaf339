# tests/cli/killed.test.sh: kill -9 in the middle of an import, a compaction, the making of an index: afterwards the
# database opens and is sound, and what was being done is there whole or not at all. KITH_ROUNDS sets how often.
source "$(dirname "${BASH_SOURCE[0]}")/checks.bash"
rounds=${KITH_ROUNDS:-4}
RANDOM=${KITH_SEED:-$$}
echo "KITH_SEED=${KITH_SEED:-$$}"

{ echo ':ID,n:int,name'; for i in $(seq 5000); do echo "a$i,$i,name $i"; done; } >first.csv
{ echo ':ID,n:int,name'; for i in $(seq 20000); do echo "b$i,$i,name $i"; done; } >second.csv
{ echo ':START_ID,:END_ID,since:int'; for i in $(seq 2 20000); do echo "b$i,b$((i / 2)),$i"; done; } >links.csv
check_code 0 import base --nodes=First=first.csv
check_code 0 query base 'MATCH (f:First) WHERE f.n % 3 = 0 SET f.third = true'

count() { "$KITH" query db --read-only --format tsv "$1" 2>err | tail -1; }

# killed_during WHAT CHECK ARGUMENTS...: CHECK runs afterwards.
killed_during() {
  local what=$1 afterwards=$2 begin span delay process
  shift 2
  rm -rf db && cp -r base db
  begin=$(date +%s%N)
  "$KITH" "$@" >out 2>err </dev/null || fail "$what, not killed: $(cat err)"
  span=$((($(date +%s%N) - begin) / 1000))
  for round in $(seq "$rounds"); do
    rm -rf db && cp -r base db
    delay=$((span * (RANDOM % 1000) / 1000))
    "$KITH" "$@" >out 2>err </dev/null &
    process=$!
    sleep "$(printf '%d.%06d' $((delay / 1000000)) $((delay % 1000000)))"
    { kill -9 "$process" && wait "$process"; } 2>/dev/null
    check_code 0 check db
    [ "$(count 'MATCH (f:First) RETURN count(f)')" = 5000 ] || fail "$what, killed after $delay us: nodes were lost"
    [ "$(count 'MATCH (f:First {third: true}) RETURN count(f)')" = 1666 ] || fail "$what, killed after $delay us: changes were lost"
    $afterwards || fail "$what, killed after $delay us (round $round): it is there by halves: $(cat out err)"
    check_code 0 query db 'CREATE (:After)'
    check_code 0 check db
  done
}

import_whole_or_not() {
  local found
  found="$(count 'MATCH (s:Second) RETURN count(s)') $(count 'MATCH ()-[r:UNDER]->() RETURN count(r)')"
  [ "$found" = '0 0' ] || [ "$found" = '20000 19999' ] || { echo "$found" >out; return 1; }
}
index_whole_or_not() {
  local indexes
  indexes=$("$KITH" query db --read-only --format tsv 'SHOW INDEXES' 2>err | grep -c first_n)
  [ "$indexes" -le 1 ] && [ "$(count 'MATCH (f:First {n: 77}) RETURN f.name')" = 'name 77' ]
}

killed_during 'an import' import_whole_or_not import db --nodes=Second=second.csv --relationships=UNDER=links.csv
killed_during 'CREATE INDEX' index_whole_or_not query db 'CREATE INDEX first_n FOR (f:First) ON (f.n)'
killed_during 'a compaction' true compact db
finish
