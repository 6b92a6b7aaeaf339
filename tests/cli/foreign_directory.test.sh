# tests/cli/foreign_directory.test.sh: a directory that is not a database of Kith's is left as it is.
source "$(dirname "${BASH_SOURCE[0]}")/checks.bash"

listing() { find "$1" -type f -exec sha256sum {} + | sort; }

# check_refused DIRECTORY: by every subcommand, and nothing in it changes.
check_refused() {
  listing "$1" >before
  for arguments in "query $1 CREATE(:A)" "shell $1" "import $1 a.jsonl" "export $1" "compact $1" "check $1"; do
    # shellcheck disable=SC2086
    check_code 3 $arguments
    check_contains err 'is not a Kith database'
  done
  listing "$1" >after
  check_same before after
}

printf '{"type":"node","id":"1"}\n' >a.jsonl
mkdir -p other/data own/data notes
echo precious >other/data/000005.sst
echo user >other/lock
check_refused other
echo precious >own/data/000005.sst
printf 123 >own/lock
check_refused own
echo text >notes/readme.txt
check_refused notes

# A store whose CURRENT was lost is not begun anew over its files.
check_code 0 query db 'CREATE (:A)'
rm db/data/CURRENT
check_refused db

# An empty directory becomes a database, which is said.
mkdir empty
check_code 0 query empty 'CREATE (:A)'
check_contains err "created the database 'empty'"
check_code 0 query empty 'CREATE (:A)'
grep -q created.the.database err && fail 'created twice'

# So does one in which creation was cut short.
mkdir -p cut/data
: >cut/lock
echo started >cut/data/LOG
check_code 0 query cut 'CREATE (:A)'
check_code 0 check cut

# A copy without the lock file is a database.
rm empty/lock
check_code 0 query empty 'MATCH (n:A) RETURN count(n)'
finish
