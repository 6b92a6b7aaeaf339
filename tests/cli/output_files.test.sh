# tests/cli/output_files.test.sh: what `-o` does to what is there already.
source "$(dirname "${BASH_SOURCE[0]}")/checks.bash"

check_code 0 query db "CREATE (:A {n: 1})-[:R]->(:B {m: 2})"
check_code 0 export db -o whole.jsonl

# A pipe is written into, and stays a pipe.
mkfifo pipe
cat pipe >through &
check_code 0 export db -o pipe
wait
check_same whole.jsonl through
[ -p pipe ] || fail 'the pipe was replaced'

# A link stays a link, and its target is what is replaced; also one that leads nowhere yet.
mkdir other
echo old >other/target.jsonl
ln -s other/target.jsonl link.jsonl
ln -s other/new.jsonl dangling.jsonl
for name in link dangling; do
  check_code 0 export db -o $name.jsonl
  [ -L $name.jsonl ] || fail "$name.jsonl is no link any more"
  check_same whole.jsonl $name.jsonl
done
ln -s circle circle
check_code 1 export db -o circle

# Who may read it does not change.
echo old >private.jsonl
chmod 600 private.jsonl
check_code 0 export db -o private.jsonl
check_same whole.jsonl private.jsonl
[ "$(stat -c %a private.jsonl)" = 600 ] || fail "the mode became $(stat -c %a private.jsonl)"

check_code 1 export db -o other
check_contains err 'Is a directory'
[ "$(find . -name '*.partial')" = '' ] || fail 'a partial file was left behind'
finish
