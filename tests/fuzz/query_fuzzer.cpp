// tests/fuzz/query_fuzzer.cpp: whole queries on a small graph: parsed, bound, planned and run within a limit of time
// and memory. Each ends with rows, or with an error that has a code, a place inside the text, and is no defect of Kith.
#include <pthread.h>
#include <unistd.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include <kith/database.hpp>
#include <kith/gqlstatus.hpp>
#include <kith/testing.hpp>

namespace {

using namespace std::string_view_literals;

/// An input whose first byte is above 127 is a list of these: most inputs of random letters go no further than the
/// parser, and most of these do.
constexpr std::array kPieces = {
    "MATCH "sv,
    "OPTIONAL MATCH "sv,
    "RETURN "sv,
    "WITH "sv,
    "WHERE "sv,
    "UNWIND "sv,
    "CREATE "sv,
    "MERGE "sv,
    "SET "sv,
    "REMOVE "sv,
    "DELETE "sv,
    "DETACH DELETE "sv,
    "FOREACH (x IN [1, 2] | "sv,
    "CALL { "sv,
    "CALL (a) { "sv,
    " } "sv,
    "CALL db.labels() YIELD label "sv,
    "UNION "sv,
    "UNION ALL "sv,
    "EXCEPT "sv,
    "INTERSECT "sv,
    "NEXT "sv,
    "LET x = "sv,
    "FILTER "sv,
    "FOR x IN "sv,
    " WITH ORDINALITY i "sv,
    "FINISH "sv,
    "WHEN "sv,
    " THEN "sv,
    " ELSE "sv,
    "ORDER BY "sv,
    " DESC "sv,
    "SKIP "sv,
    "LIMIT "sv,
    "DISTINCT "sv,
    "EXPLAIN "sv,
    "PROFILE "sv,
    "ON CREATE SET "sv,
    "ON MATCH SET "sv,
    "(a)"sv,
    "(b)"sv,
    "(c)"sv,
    "()"sv,
    "(a:A)"sv,
    "(b:B)"sv,
    "(a:A|B)"sv,
    "(n:!A&%)"sv,
    "(a {k: 1})"sv,
    "(b WHERE b.k > 1)"sv,
    "(x)"sv,
    "-->"sv,
    "<--"sv,
    "--"sv,
    "-[:R]->"sv,
    "<-[:R]-"sv,
    "-[r:R|S]->"sv,
    "-[:S]-"sv,
    "-[r]-"sv,
    "-[:R*1..2]->"sv,
    "-[r:R*]-"sv,
    "-[:R]->+"sv,
    "-[:S]->{1,3}"sv,
    "-[:R]-*"sv,
    "-[s:S WHERE s.w > 1]->"sv,
    " ((x)-[q:R]->(y)){1,2} "sv,
    " ((x)-->(y) WHERE x.k < y.k)+ "sv,
    "p = "sv,
    "q = "sv,
    "ANY SHORTEST "sv,
    "ALL SHORTEST "sv,
    "SHORTEST 2 "sv,
    "SHORTEST 2 GROUPS "sv,
    "ANY "sv,
    "TRAIL "sv,
    "ACYCLIC "sv,
    "SIMPLE "sv,
    "WALK "sv,
    "REPEATABLE ELEMENTS "sv,
    "DIFFERENT RELATIONSHIPS "sv,
    "shortestPath((a)-[:R*]->(b))"sv,
    "allShortestPaths((a)-[*..3]-(b))"sv,
    "a"sv,
    "b"sv,
    "c"sv,
    "n"sv,
    "x"sv,
    "y"sv,
    "r"sv,
    "p"sv,
    "i"sv,
    "label"sv,
    "a.k"sv,
    "b.k"sv,
    "a.name"sv,
    "b.list"sv,
    "r.w"sv,
    "x.k"sv,
    "m.key"sv,
    ".k"sv,
    " AS a "sv,
    " AS b "sv,
    " AS x "sv,
    " AS y "sv,
    ", "sv,
    "; "sv,
    ":A "sv,
    ":B "sv,
    ":$(x) "sv,
    " = "sv,
    " <> "sv,
    " < "sv,
    " >= "sv,
    " + "sv,
    " - "sv,
    " * "sv,
    " / "sv,
    " % "sv,
    " ^ "sv,
    " || "sv,
    " += "sv,
    " AND "sv,
    " OR "sv,
    " XOR "sv,
    "NOT "sv,
    " IN "sv,
    " STARTS WITH "sv,
    " CONTAINS "sv,
    " =~ "sv,
    " IS NULL "sv,
    " IS NOT NULL "sv,
    " IS :: INTEGER "sv,
    " IS LABELED A "sv,
    "("sv,
    ")"sv,
    "["sv,
    "]"sv,
    "{"sv,
    "}"sv,
    "[0]"sv,
    "[1..]"sv,
    "[..-1]"sv,
    " | "sv,
    "$p"sv,
    "$list"sv,
    "null"sv,
    "true"sv,
    "false"sv,
    "0"sv,
    "1"sv,
    "-1"sv,
    "2"sv,
    "3.5"sv,
    "9223372036854775807"sv,
    "1e308"sv,
    "'a'"sv,
    "''"sv,
    "'上海'"sv,
    "'\\u0041'"sv,
    "[1, 2, 3]"sv,
    "[]"sv,
    "[null, 'a', 1.0]"sv,
    "{k: 1}"sv,
    "{}"sv,
    "{key: [1, {k: 2}]}"sv,
    "[x IN "sv,
    "[(a)-->(b) | b.k]"sv,
    "all(x IN "sv,
    "any(x IN "sv,
    "none(x IN "sv,
    "single(x IN "sv,
    "reduce(y = 0, x IN "sv,
    "EXISTS { "sv,
    "COUNT { "sv,
    "COLLECT { "sv,
    "CASE "sv,
    "CASE WHEN "sv,
    " END "sv,
    "count(*)"sv,
    "count("sv,
    "count(DISTINCT "sv,
    "sum("sv,
    "avg("sv,
    "min("sv,
    "max("sv,
    "collect("sv,
    "stDev("sv,
    "percentileCont("sv,
    "percentileDisc("sv,
    "id("sv,
    "labels("sv,
    "type("sv,
    "keys("sv,
    "properties("sv,
    "nodes("sv,
    "relationships("sv,
    "length("sv,
    "size("sv,
    "head("sv,
    "last("sv,
    "tail("sv,
    "reverse("sv,
    "range("sv,
    "range(0, 5)"sv,
    "coalesce("sv,
    "toInteger("sv,
    "toFloat("sv,
    "toString("sv,
    "toBoolean("sv,
    "abs("sv,
    "sqrt("sv,
    "round("sv,
    "substring("sv,
    "split("sv,
    "replace("sv,
    "toUpper("sv,
    "trim("sv,
    "left("sv,
    "normalize("sv,
    "date("sv,
    "datetime("sv,
    "duration("sv,
    "date('2024-02-29')"sv,
    "duration('P1M')"sv,
    "time("sv,
    "date.truncate("sv,
    "duration.between("sv,
    "startNode("sv,
    "endNode("sv,
    "valueType("sv,
    "elementId("sv,
    "exists("sv,
    "CREATE INDEX i FOR (a:A) ON (a.k) "sv,
    "DROP INDEX i "sv,
    "SHOW FUNCTIONS "sv,
    "SHOW INDEXES "sv,
    "CREATE CONSTRAINT c FOR (a:A) REQUIRE a.k IS UNIQUE "sv,
    " IN TRANSACTIONS OF 1 ROWS "sv,
    "LOAD CSV FROM 'file:///a.csv' AS x "sv,
    "\n"sv,
    " "sv,
};

std::string text_of(const std::uint8_t* data, std::size_t size) {
  if (size == 0 || data[0] < 0x80) return {reinterpret_cast<const char*>(data), size};
  std::string text;
  for (std::size_t i = 1; i < size; ++i) text += kPieces[data[i] % kPieces.size()];
  return text;
}

/// A database of its own, gone when the fuzzer ends.
class Graph {
 public:
  Graph() {
    std::string pattern = (std::filesystem::temp_directory_path() / "kith_query_fuzzer_XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) std::abort();
    directory_ = pattern;
    std::filesystem::create_directory(directory_ / "import");
    database_.emplace(kith::Database::open(directory_ / "graph", {.memory_limit = std::size_t{256} << 20,
                                                                  .threads = 2,
                                                                  .durability = kith::Durability::kRelaxed,
                                                                  .import_directory = directory_ / "import"}));
    kith::Connection connection = database_->connect();
    connection.query("CREATE INDEX a_k FOR (a:A) ON (a.k)");
    connection.query(
        "CREATE (a:A {k: 1, name: 'a', list: [1, 2]})-[:R {w: 1}]->(b:B {k: 2, name: '上海', day: "
        "date('2024-02-29')}), "
        "(b)-[:R {w: 2}]->(c:A:B {k: 3, name: 'c'}), (c)-[:R]->(a), (a)-[:S {w: 1.5}]->(c), (a)-[:S]->(c), "
        "(b)-[:S]->(b), (:C {list: ['x']}), (c)-[:S {w: 2}]->(:A {k: 4})");
  }
  ~Graph() {
    database_.reset();
    std::error_code ignored;
    std::filesystem::remove_all(directory_, ignored);
  }
  Graph(const Graph&) = delete;
  Graph& operator=(const Graph&) = delete;
  kith::Database& database() { return *database_; }

 private:
  std::filesystem::path directory_;
  std::optional<kith::Database> database_;
};

[[noreturn]] void fail(const std::string& text, const kith::Error& error) {
  std::fprintf(stderr, "%s\n--- of the query\n%s\n", to_display_string(error).c_str(), text.c_str());
  std::abort();
}

void check(const std::string& text, const kith::Error& error) {
  if (error.kind == kith::ErrorKind::kInternal || error.kind == kith::ErrorKind::kCorruption) fail(text, error);
  if (gqlstatus(error).code.size() != 5 || error.message.empty()) fail(text, error);
  if (!error.where) return;
  if (error.where->begin > error.where->end || error.where->end > text.size()) fail(text, error);
  if (error.line == 0 || error.column == 0) fail(text, error);
}

void run(const std::string& text) {
  static Graph graph;
  // Settings that follow from the text, so that an input always does the same.
  const std::size_t number = std::hash<std::string>()(text);
  constexpr std::array<std::uint32_t, 3> kSizes = {1, 3, 2048};
  kith::ExecutionSettings settings;
  settings.vector_size = kSizes[number % kSizes.size()];
  settings.morsel_size = number / 3 % 2 == 0 ? 0 : 2;
  settings.optimize = number / 6 % 4 != 0;
  set_execution_settings(graph.database(), settings);
  const kith::QueryOptions options{.timeout_ms = 500, .memory_limit = std::size_t{32} << 20};
  const kith::Parameters parameters{{"p", kith::Value(1)}, {"list", kith::Value(kith::List{1, "a", kith::Value()})}};
  kith::Connection connection = graph.database().connect();
  {
    kith::Transaction transaction = connection.begin();  // rolled back: the next input finds the same graph
    const kith::Result<kith::QueryResult> result = transaction.try_query(text, parameters, options);
    if (!result.ok()) check(text, result.error());
  }
  const kith::Result<kith::Cursor> cursor = connection.try_stream(text, parameters, options);
  if (!cursor.ok()) check(text, cursor.error());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text = text_of(data, size);
  // Plans of 2,000 levels run by recursion, and frames are many times larger with sanitizers.
  constexpr std::size_t kStack = std::size_t{512} << 20;
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, kStack);
  pthread_t thread;
  const auto body = [](void* argument) -> void* {
    run(*static_cast<const std::string*>(argument));
    return nullptr;
  };
  if (pthread_create(&thread, &attributes, body, const_cast<std::string*>(&text)) != 0) std::abort();
  pthread_join(thread, nullptr);
  pthread_attr_destroy(&attributes);
  return 0;
}
