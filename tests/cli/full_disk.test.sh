# tests/cli/full_disk.test.sh: a full disk fails the commit, not the process, and takes nothing that was there.
source "$(dirname "${BASH_SOURCE[0]}")/checks.bash"

mkdir disk
if ! mount -t tmpfs -o size=1m tmpfs disk 2>/dev/null; then
  echo 'SKIPPED: mounting a small file system needs root' >&2
  exit 77
fi
trap 'umount disk; rm -rf "$scratch"' EXIT

# Whatever little space is left, a commit is done or refused, and counted.
check_code 0 query disk/db 'CREATE (:A {i: 1})'
present=1
refused=0
for size in 700k 800k 850k 900k 925k 950k 960k 970k 980k 990k 1000k 2000k; do
  head -c "$size" /dev/zero >disk/fill 2>/dev/null
  for _ in 1 2; do
    "$KITH" query disk/db 'CREATE (:A {i: 2})' >out 2>err
    code=$?
    case $code in
      0) present=$((present + 1)) ;;
      3) refused=$((refused + 1)) && check_contains err 'No space left on device' ;;
      *) fail "$size taken: exit code $code; $(tail -c 300 err)" ;;
    esac
  done
  rm disk/fill
done
[ "$refused" -gt 0 ] || fail 'the disk was never full'
check_code 0 query disk/db 'CREATE (:A {i: 3})'
present=$((present + 1))
check_code 0 check disk/db
check_contains out "sound: $present nodes"

# The disk fills up in the middle of the work: what was acknowledged is there afterwards.
check_code 0 query disk/long 'CREATE (:A {i: 0})'
statements=$(for i in $(seq 2000); do echo "CREATE (:A {i: $i, t: '$(printf '%01000d' "$i")'});"; done)
printf '%s\n' "$statements" >long.cypher
"$KITH" query disk/long --file long.cypher >out 2>err
code=$?
[ "$code" = 3 ] || [ "$code" = 1 ] || fail "a disk that fills up: exit code $code; $(tail -c 300 err)"
acknowledged=$(sed -n 's/^\([0-9]*\) of .* ran before the failure.*/\1/p' err)
[ "${acknowledged:-0}" -gt 5 ] || fail "only $acknowledged statements were run"
[ "$acknowledged" -lt 2000 ] || fail 'the disk was not full'
mkdir copy && cp -r disk/long copy/long
check_code 0 check copy/long
check_code 0 query copy/long --read-only --format csv 'MATCH (a:A) RETURN count(*) AS n'
[ "$(tail -1 out)" -gt "$acknowledged" ] || fail "$acknowledged commits were acknowledged, $(tail -1 out) nodes are there"
finish
