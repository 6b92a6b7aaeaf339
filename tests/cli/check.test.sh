# tests/cli/check.test.sh: a check goes on behind what it cannot read.
source "$(dirname "${BASH_SOURCE[0]}")/checks.bash"

check_code 0 query db "UNWIND range(1, 40000) AS i CREATE (:P {a: randomUUID(), b: randomUUID(), c: randomUUID(), d: i})"
check_code 0 compact db
check_code 0 check db
check_contains out 'sound: 40,000 nodes'

file=$(ls -S db/data/*.sst | head -1)
size=$(stat -c %s "$file")
for part in 4 2; do
  printf 'XXXXXXXX' | dd of="$file" bs=1 seek=$((size / part)) conv=notrunc status=none
done
check_code 3 check db
[ "$(grep -c '`blocks` behind' out)" -ge 2 ] || fail "both places are found: $(cat out err)"
grep -qE '^[0-9]+ problems: [0-9,]+ nodes' out || fail "the sum is printed: $(tail -1 out) $(cat err)"
finish
