# tests/cli/report.test.sh: reports over a database.
source "$(dirname "${BASH_SOURCE[0]}")/checks.bash"

check_code 0 query db "CREATE (:Place {name: '浦东新区'}), (:Place {name: '徐汇区'})"
cat >places.md <<'EOF'
---
title: Places
params:
  name: 浦东新区
---
# {{name}}

```cypher caption="Found"
MATCH (p:Place {name: $name}) RETURN p.name AS place
```
EOF
check_code 0 report db places.md -o made
printf '# 浦东新区\n\n**Found**\n\n| place    |\n| -------- |\n| 浦东新区 |\n' >expected
check_same expected made/places.md
check_code 0 report db places.md -o made --format html --param name=徐汇区
check_contains made/places.html '<td>徐汇区</td>'
cp made/places.html first.html
check_code 0 report db places.md -o made --format html --param name=徐汇区
check_same first.html made/places.html

printf 'a\n\n```cypher\nMATCH (n RETURN n\n```\n\n```cypher\nRETURN 1 AS one\n```\n' >broken.md
check_code 1 report db broken.md places.md -o made
check_contains made/broken.md 'This query failed'
check_contains made/broken.md '|   1 |'
check_contains err 'broken.md:4: 42001 SyntaxError'
check_contains made/broken.md '4 | MATCH (n RETURN n'
check_same expected made/places.md
# A code span shows the value as it is; a table of a list item stays in it; a block that must have rows says so.
cat >forms.md <<'EOF'
---
params:
  name: a_b
---
`{{name}}` and {{name}}

- item

  ```Cypher
  RETURN 1 AS one
  ```
EOF
check_code 0 report db forms.md -o made
check_contains made/forms.md '`a_b` and a\_b'
check_text made/forms.md '  | one |'
printf '```cypher require-rows empty="There is none."\nMATCH (n:None) RETURN n\n```\n' >required.md
check_code 1 report db required.md -o made
check_text made/required.md 'There is none.'
check_contains err 'required.md:2: this query has no rows'
printf '```cypher\n```\n' >empty.md
check_code 1 report db empty.md -o made
check_contains err 'empty.md:1: the block is empty'
check_code 1 report db <(printf '```cypher\nCREATE (:Never)\n```\n') -o made
check_code 2 report db places.md -o made --param district=x
check_code 2 report db places.md -o .
check_code 1 report db none.md -o made
check_code 3 report none places.md -o made
finish
