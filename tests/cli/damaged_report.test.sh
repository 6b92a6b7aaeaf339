# tests/cli/damaged_report.test.sh: report files that are no reports end in an error with a place, or in a report.
source "$(dirname "${BASH_SOURCE[0]}")/checks.bash"

check_code 0 query db 'CREATE (:A {n: 1})'
cat >whole.md <<'EOF'
---
title: Of {{who}}
lang: en
params:
  who: everybody
---
# {{who}}

```cypher caption="All" show-query
MATCH (a:A) RETURN a.n AS n, $who AS who
```

| a | b |
|---|---|
| 1 | 2 |
EOF
# ends_well FILE: 0, 1 or 2, never a signal, and what is wrong is said in one message that names the file.
ends_well() {
  local code
  for format in md html; do
    "$KITH" report db "$1" -o results --format $format >out 2>err </dev/null
    code=$?
    [ "$code" -le 2 ] || fail "$1: exit code $code: $(head -c 300 err)"
    [ "$code" = 0 ] || check_contains err "$(basename "$1" .md)"
  done
}
ends_well whole.md
check_contains results/whole.html 'everybody'

size=$(wc -c <whole.md)
for cut in $(seq 0 7 "$size"); do
  head -c "$cut" whole.md >cut.md
  ends_well cut.md
done
printf 'a\xff\xfe\n```cypher\nRETURN 1\n```\n' >bytes.md && ends_well bytes.md
printf -- '---\ntitle: [unclosed\n---\n' >front.md && ends_well front.md
printf -- '---\nparams:\n  a: {b: [1, }\n---\n' >params.md && ends_well params.md
printf '```cypher caption="never closed\nRETURN 1\n```\n' >caption.md && ends_well caption.md
printf '```cypher\nRETURN 1\n' >fence.md && ends_well fence.md
printf '{{nobody}} and {{ and }}\n' >names.md && ends_well names.md
head -c 100000 /dev/urandom >noise.md && ends_well noise.md
{ for _ in $(seq 20000); do printf '> - '; done; echo; } >deep.md && ends_well deep.md
{ for _ in $(seq 50000); do printf '['; done; echo; } >brackets.md && ends_well brackets.md
mkdir folder.md && ends_well folder.md
: >empty.md && ends_well empty.md
finish
