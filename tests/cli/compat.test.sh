# tests/cli/compat.test.sh: databases of every released storage format open, check and hold the graph they were made with.
source "$(dirname "${BASH_SOURCE[0]}")/checks.bash"

for format in "${KITH_SOURCE:?names the source tree}"/tests/compat/format_*; do
  cp -r "$format/database" db
  check_code 0 check db
  check_code 0 export db -o exported.jsonl
  check_same "$format/expected.jsonl" exported.jsonl
  check_code 1 query db "CREATE (:Person {id: 7})"
  check_contains err 'person_id'
  check_code 0 query db "CREATE (:Person {id: 1000})"
  check_code 0 query db --format csv "MATCH (p:Person) RETURN count(p) AS n"
  check_text out 301
  check_code 0 check db
  check_code 0 stats db
  check_contains out "storage format  ${format##*_}"
  check_code 0 compact db
  check_code 0 stats db
  check_contains out "storage format  2"
  check_code 0 check db
  rm -rf db
done
finish
