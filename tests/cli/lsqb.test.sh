# tests/cli/lsqb.test.sh: the nine queries of the Labelled Subgraph Query Benchmark on its example graph have the official counts.
# KITH_LSQB_DIR: where the data are; default ../shared/data/lsqb.
source "$(dirname "${BASH_SOURCE[0]}")/checks.bash"

data=${KITH_LSQB_DIR:-$KITH_SOURCE/../shared/data/lsqb}
if [ ! -f "$data/expected-counts.csv" ]; then
  echo "skipped: no LSQB data in $data (set KITH_LSQB_DIR)"
  exit 77
fi

# load FOLDER DB: Post and Comment are messages too; a file's middle word says which type it is.
load() {
  local folder=$1 database=$2 file name arguments=()
  for file in "$folder"/*.csv; do
    name=$(basename "$file" .csv)
    case $name in
      *_*)
        name=${name#*_}
        name=$(sed 's/[A-Z]/_&/g; s/.*/\U&/' <<<"${name%_*}")
        arguments+=("--relationships=$name=$file")
        ;;
      Post | Comment) arguments+=("--nodes=$name:Message=$file") ;;
      *) arguments+=("--nodes=$name=$file") ;;
    esac
  done
  check_code 0 import "$database" --delimiter '|' --id-type integer "${arguments[@]}"
}

# count DB NUMBER: the answer of a query.
count() {
  check_code 0 query "$1" --file "$KITH_SOURCE/bench/lsqb/queries/q$2.cypher" --format tsv
  tail -n 1 out
}

load "$data/social-network-sfexample-projected-fk" example
check_contains err '28 nodes and 72 relationships'
for number in 1 2 3 4 5 6 7 8 9; do
  expected=$(awk -F '\t' -v q="$number" '$3 == "example" && $4 == q { print $6 }' "$data/expected-counts.csv")
  got=$(count example "$number")
  [ "$got" = "$expected" ] || fail "LSQB q$number on the example graph: $got, not $expected"
done
finish
