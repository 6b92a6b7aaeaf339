# tests/cli/damaged_log.test.sh: a log that lost commits is refused by name; --salvage opens what is left.
source "$(dirname "${BASH_SOURCE[0]}")/checks.bash"

check_code 0 query db 'CREATE (:A {n: 1})'
for n in 2 3 4 5; do check_code 0 query db "CREATE (:A {n: $n})"; done
log=$(find db/data -name '*.log' -size +0 | sort | tail -1)
[ -n "$log" ] || fail 'there is no log'
printf '\x5a' | dd of="$log" bs=1 seek=40 conv=notrunc 2>/dev/null
refused() {
  check_code 3 "$@"
  check_contains err "'$log' is damaged at byte 0; commit 5 was acknowledged, only 4 can be read"
  check_contains err 'check --salvage'
}
refused check db
refused stats db
refused query db --read-only 'RETURN 1'
refused query db 'RETURN 1'
refused query db 'RETURN 1'
check_code 0 check db --salvage
check_contains out 'sound: 4 nodes'
check_code 0 check db
check_code 0 query db 'CREATE (:A {n: 6})'

check_code 0 query emptied 'CREATE (:A {n: 1})'
for log in emptied/data/*.log; do : >"$log"; done
check_code 3 check emptied
check_contains err 'a log file was cut or removed; commit 1 was acknowledged, only 0 can be read'
finish
