# tests/cli/checks.bash: what the script tests share. KITH names the program.
set -uo pipefail
: "${KITH:?names the kith program}"

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch" || exit 1
export XDG_STATE_HOME=$scratch/state
failures=0

fail() {
  echo "FAILED: $1" >&2
  failures=$((failures + 1))
}

# check_code EXPECTED ARGUMENTS...: runs kith; out and err have what it wrote.
check_code() {
  local expected=$1
  shift
  "$KITH" "$@" >out 2>err </dev/null
  local code=$?
  [ "$code" = "$expected" ] || fail "kith $*: exit code $code, not $expected; $(head -c 400 err)"
}

# check_text FILE EXPECTED: the file holds that line.
check_text() {
  grep -qxF -- "$2" "$1" || fail "no line '$2' in $1: $(head -c 600 "$1")"
}

# check_contains FILE EXPECTED: some line of the file contains that.
check_contains() {
  grep -qF -- "$2" "$1" || fail "no '$2' in $1: $(head -c 600 "$1")"
}

check_same() {
  cmp -s "$1" "$2" || fail "$1 and $2 differ: $(diff "$1" "$2" | head -5)"
}

finish() {
  [ "$failures" = 0 ] && exit 0
  echo "$failures checks failed" >&2
  exit 1
}
