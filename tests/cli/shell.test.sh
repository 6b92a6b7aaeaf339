# tests/cli/shell.test.sh: the shell at a terminal, which tests/cli/terminal.py is.
source "$(dirname "${BASH_SOURCE[0]}")/checks.bash"
terminal=${KITH_SOURCE:?names the source tree}/tests/cli/terminal.py

check_code 0 query db "CREATE (:Facility {name: '上海光源', opened: 2009})-[:SERVES]->(:Laboratory {name: 'lab'})"

# session LINE...: what the terminal shows when these lines are typed.
session() {
  COLUMNS=100 python3 "$terminal" "$KITH" shell db -- "$@" >out 2>err || fail "the shell at a terminal: $(cat out err)"
}

session 'MATCH (f:Facility)' 'RETURN f.opened AS year;' ':quit'
check_contains out '2009'
check_contains out '(a statement ends with `;`)'

# A forgotten semicolon swallows no command; the statement goes on behind it.
session 'MATCH (f:Facility) RETURN f.opened + 1 AS next' ':help' ';' 'exit'
check_contains out ':schema'
check_contains out 'the statement goes on'
check_contains out '2010'
session 'RETURN 1' ':quit'

# But a label may begin a line.
session 'MATCH (f' ':Facility) RETURN f.opened + 2 AS later;' 'quit;'
check_contains out '2011'

session 'help' 'QUIT'
check_contains out ':source FILE'

session ':format json' 'RETURN 7 AS seven;' ':format nonsense' ':quit'
check_contains out '{"seven":7}'
check_contains out 'there is no format `nonsense`'

session "RETURN reduce(s = '', i IN range(1, 30) | s + 'wide_') AS w;" ':quit'
check_contains out '…'
session ':width 0' "RETURN reduce(s = '', i IN range(1, 30) | s + 'wide_') + 'end' AS w;" ':quit'
check_contains out 'wide_end'
session ':rows 2' 'UNWIND range(1, 900) AS x RETURN x;' ':quit'
check_contains out '900 rows (the first 2 shown; :rows changes that)'

# Tab: keywords in any case, labels, keys, commands.
session $'mat\t (f:Fac\t) retu\t f.ope\t + 3 AS done;' $':qui\t'
check_contains out '2012'

# Ctrl-C drops what is typed, Ctrl-D leaves.
session $'RETURN nonsense\x03' 'RETURN 8 AS eight;' $'\x04'
check_contains out 'eight'
grep -q 'not defined' out && fail 'the dropped line ran'
finish
