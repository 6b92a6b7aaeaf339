# tests/cli/options.test.sh: what options take, and what they refuse in a sentence.
source "$(dirname "${BASH_SOURCE[0]}")/checks.bash"

for seconds in -1 abc inf nan 1e300 '' 5s; do
  check_code 2 query db 'RETURN 1' --timeout "$seconds"
  check_contains err "'$seconds' is not a number of seconds from 0 to 4000000"
done
check_code 0 query db 'RETURN 1' --timeout 2.5
check_code 0 query db 'RETURN 1' --timeout 0
check_code 2 report db r.md -o . --timeout nan

for bytes in 0 -5 lots 12XB 99999999999GB 1.5GB; do
  check_code 2 query db 'RETURN 1' --memory-limit "$bytes"
  check_contains err "'$bytes' is not an amount of memory, such as 512MB or 2GiB"
done
for bytes in 50000000 50MB '50 mb' 48MiB 1g; do check_code 0 query db 'RETURN 1' --memory-limit "$bytes"; done
check_code 1 query db --memory-limit 1MB 'UNWIND range(1, 1000000) AS x RETURN collect(x)'
check_contains err 'MemoryLimitError'
check_code 0 query db --memory-limit 1GB --format csv 'UNWIND range(1, 1000000) AS x RETURN size(collect(x)) AS n'
check_text out 1000000

printf ':ID,n\na,1\n' >a.csv
for count in -1 1.5 x 18446744073709551616; do
  check_code 2 import db --nodes=A=a.csv --max-errors "$count"
  check_contains err "'$count' is not a whole number from 0 on"
done
check_code 2 import db --nodes=A=a.csv --delimiter ''
check_contains err "--delimiter '': not one ASCII character"
check_code 2 import db --nodes=A=a.csv --quote ''
check_code 2 export db --format csv -o out_folder --delimiter ''
for group in =a.csv :::=a.csv A:=a.csv; do
  check_code 2 import db "--nodes=$group"
  check_contains err "a name is missing in '$group'"
done
check_code 2 import db --nodes=A=
check_code 0 import db --nodes=A=a.csv --max-errors 0

# A property that cannot be stored is a bad row like any other.
printf '{"type":"node","id":"1","properties":{"a":[1,2]}}\n{"type":"node","id":"2","properties":{"a":[[1],[2]]}}\n' >nested.jsonl
printf '{"type":"node","id":"3","properties":{"b":[1,null]}}\n{"type":"node","id":"4","properties":{"c":{"d":1}}}\n' >>nested.jsonl
check_code 1 import lists nested.jsonl
check_contains err 'nested.jsonl:2: property `a`: a list with a list in it, which cannot be a property'
check_code 0 import lists nested.jsonl --max-errors 3
check_contains err 'nested.jsonl:3: property `b`: a list with null in it, which cannot be a property'
check_contains err 'nested.jsonl:4: property `c`: an object, which cannot be a property'
check_contains err 'imported 1 node and 0 relationships; 3 rows left out'
finish
