# tests/cli/exit_codes.test.sh: 0 done, 1 wrong input, 2 wrong usage, 3 no database.
source "$(dirname "${BASH_SOURCE[0]}")/checks.bash"

check_code 0 --help
check_code 0 --version
check_code 0 query --help
check_code 2
check_code 2 query
check_code 2 query db
check_code 2 query db 'RETURN 1' --format xml
check_code 2 query db 'RETURN 1' --param nonsense
check_code 2 query db 'RETURN 1' --no-such-option
check_code 2 query db 'RETURN 1' --file q.cypher
check_contains err 'given twice'
check_code 2 query db ''
check_contains err 'there is nothing to run'
check_code 2 import db
check_code 2 import db --nodes=a.csv --delimiter '||'
check_code 2 export db --format csv
[ -e db ] && fail "wrong usage created a database"

check_code 3 stats none
check_code 3 schema none
check_code 3 check none
check_code 3 compact none
check_code 3 export none
check_code 3 query none 'RETURN 1' --read-only
check_contains err "cannot open 'none': there is no such database"
[ -e none ] && fail "a look at a missing database created it"

check_code 0 query db 'CREATE (:A {n: 1})'
check_contains err "created the database 'db'"
check_contains err 'created 1 node, set 1 property'
# What cannot be said to anybody is no failure.
"$KITH" query unheard 'RETURN 1' >out 2>/dev/full </dev/null || fail "standard error cannot be written: exit code $?"
check_code 1 query db 'MATCH (n RETURN n'
check_contains err 'SyntaxError'
check_code 1 query db 'RETURN 1 / 0'
check_code 1 query db 'RETURN $missing'
check_code 1 query db "CREATE (:A)" --read-only
check_code 1 query db --file none.cypher
check_contains err "cannot open 'none.cypher': No such file or directory"

# A word that is neither a subcommand nor a database creates nothing; a name in .kith, or `shell`, says that it may.
check_code 0 help
check_contains out 'Subcommands:'
check_code 0 help import
check_contains out '--nodes'
check_code 2 help nonsense
check_code 2 qurey db 'RETURN 1'
check_contains err 'did you mean `kith query`?'
check_code 2 stauts
check_contains err 'did you mean `kith stats`?'
check_code 2 somewhere
[ -e somewhere ] || [ -e stauts ] || [ -e qurey ] && fail 'a slip created a database'
check_code 0 science.kith
check_contains err "created the database 'science.kith'"
check_code 0 science.kith
check_code 0 shell somewhere
[ -d somewhere ] || fail 'kith shell creates'

# Two at a time.
mkfifo held
"$KITH" shell db <held &
exec 5>held
for ((i = 0; i < 50; ++i)); do [ -s db/lock ] && break; sleep 0.1; done
check_code 3 query db 'RETURN 1'
check_contains err "it is in use by process $!"
check_contains err 'one process at a time writes'
exec 5>&-
wait
[ -s db/lock ] && fail 'the lock file still names a process that ended'

touch file
check_code 3 query file 'RETURN 1'
mkdir -p damaged && echo garbage >damaged/CURRENT
check_code 3 stats damaged
check_code 0 check db
check_contains out 'sound: 1 node'
finish
