// tests/engine/limits_test.cpp: whole queries that are long, deep or large: each ends, with an answer or with an error
// that names its limit, and gives its memory back.
#include <chrono>

#include <catch2/catch.hpp>
#include <kith/bulk_loader.hpp>

#include "tests/engine/operators_support.hpp"

namespace kith::engine::testing {
namespace {

constexpr std::uint32_t kTimeoutMs = 60'000;  // far more than any of them takes: an end all the same

std::string repeated(std::string_view text, std::size_t times) {
  std::string out;
  for (std::size_t i = 0; i < times; ++i) out += text;
  return out;
}

/// (a0)-->(a1)-->...
std::string hops(std::size_t count) {
  std::string pattern = "(a0)";
  for (std::size_t i = 1; i <= count; ++i) pattern += "-->(a" + std::to_string(i) + ")";
  return pattern;
}

Result<QueryResult> run(OwnDatabase& database, const std::string& text, QueryOptions options = {}) {
  if (options.timeout_ms == 0) options.timeout_ms = kTimeoutMs;
  return database.database().connect().try_query(text, {}, options);
}

TEST_CASE("chains of clauses run up to the limit, and end with an error beyond it") {
  OwnDatabase database;
  for (const char* explain : {"", "EXPLAIN "}) {
    const std::string longest = explain + repeated("WITH 1 AS x ", 600) + "RETURN x";
    const Result<QueryResult> answer = run(database, longest);
    INFO(explain);
    REQUIRE(answer.ok());
    CHECK(answer->num_rows() == (*explain == '\0' ? 1 : 0));
    for (const std::string& text : {
             repeated("WITH 1 AS x ", 20'000) + "RETURN x",
             repeated("CREATE () ", 40'000),
             repeated("UNWIND [1] AS x WITH 1 AS y ", 5'000) + "RETURN y",
             repeated("OPTIONAL MATCH () ", 20'000) + "RETURN 1",
             "RETURN EXISTS { " + repeated("MATCH () ", 20'000) + "RETURN 1 }",
             "MATCH " + hops(5'000) + " RETURN a0",
             "MATCH ANY SHORTEST " + hops(5'000) + " RETURN a0",
             repeated("RETURN 1 AS x EXCEPT ", 5'000) + "RETURN 1 AS x",
         }) {
      const Result<QueryResult> refused = run(database, explain + text);
      INFO(text.substr(0, 40));
      REQUIRE(!refused.ok());
      CHECK(refused.error().kind == ErrorKind::kUnsupported);
      CHECK(refused.error().phase == Phase::kCompileTime);
    }
  }
  CHECK(database.number("MATCH (n) RETURN count(n)") == 0);
}

TEST_CASE("a pattern of many relationships is planned in time, and planning can be stopped") {
  OwnDatabase database;
  database.run("CREATE (a:P)-[:R]->(:P)-[:R]->(:Q), (a)-[:S]->(:Q)");
  const std::string text = "MATCH " + hops(250) + " RETURN count(*)";
  const Result<QueryResult> answer = run(database, text);
  REQUIRE(answer.ok());
  CHECK(answer->at(0, 0).as_integer() == 0);

  const Result<QueryResult> late = run(database, "EXPLAIN MATCH " + hops(400) + " RETURN a0", {.timeout_ms = 1});
  REQUIRE(!late.ok());
  CHECK(late.error().kind == ErrorKind::kTimeout);
  CancelToken cancel;
  cancel.cancel();
  const Result<QueryResult> cancelled = run(database, "EXPLAIN MATCH " + hops(20) + " RETURN a0", {.cancel = &cancel});
  REQUIRE(!cancelled.ok());
  CHECK(cancelled.error().kind == ErrorKind::kCancelled);
}

TEST_CASE("a shortest path may be as long as the graph") {
  OwnDatabase database;
  constexpr std::int64_t kNodes = 400'000;
  {
    BulkLoader loader = BulkLoader::try_begin(database.database()).value_or_throw();
    const auto labels = loader.label_set(std::vector<std::string>{"S"}).value_or_throw();
    const auto type = loader.relationship_type("R").value_or_throw();
    std::vector<NodeId> nodes;
    for (std::int64_t i = 0; i < kNodes; ++i) nodes.push_back(loader.add_node(labels, {}).value_or_throw());
    for (std::size_t i = 0; i + 1 < nodes.size(); ++i)
      static_cast<void>(loader.add_relationship(type, nodes[i], nodes[i + 1], {}).value_or_throw());
    static_cast<void>(loader.finish().value_or_throw());
  }
  const std::string text =
      "MATCH (a:S) WITH min(id(a)) AS first, max(id(a)) AS last MATCH (a), (b) WHERE id(a) = first AND id(b) = last "
      "MATCH p = shortestPath((a)-[:R*]->(b)) RETURN length(p)";
  const Result<QueryResult> answer = run(database, text);
  REQUIRE(answer.ok());
  CHECK(answer->at(0, 0).as_integer() == kNodes - 1);
}

TEST_CASE("what expressions and paths hold is counted against the memory limit") {
  OwnDatabase database;
  // Forty steps, each over either of two relationships.
  database.run("UNWIND range(0, 40) AS i CREATE (:D {i: i})");
  database.run("UNWIND [1, 2] AS twice MATCH (a:D), (b:D) WHERE b.i = a.i + 1 CREATE (a)-[:R]->(b)");
  const QueryOptions options{.timeout_ms = kTimeoutMs, .memory_limit = std::size_t{64} << 20};
  for (const char* text : {
           "RETURN size([x IN range(1, 300000) | range(x, x + 1000)]) AS n",
           "RETURN size(COLLECT { UNWIND range(1, 300000) AS x RETURN range(x, x + 1000) }) AS n",
           "MATCH p = allShortestPaths((a:D {i: 0})-[:R*]->(b:D {i: 40})) RETURN count(p) AS n",
           "MATCH ALL SHORTEST (a:D {i: 0})((x)-[:R]->(y))+(b:D {i: 40}) RETURN count(*) AS n",
           "UNWIND range(1, 100000) AS i RETURN range(i, i + 100) AS l",
           "UNWIND range(1, 2000) AS i RETURN reduce(s = 'x', j IN range(1, 16) | s + s) AS l",
       }) {
    const Result<QueryResult> answer = run(database, text, options);
    INFO(text);
    REQUIRE(!answer.ok());
    CHECK(answer.error().kind == ErrorKind::kMemoryLimit);
  }
  // Many long trails one after the other are no more than one chunk at a time.
  CHECK(run(database, "MATCH (a:D {i: 0})-[r:R*1..12]->(b) RETURN count(r)", options).ok());
}

TEST_CASE("operators that start over give back what they held") {
  OwnDatabase database;
  database.run("UNWIND range(1, 500) AS i CREATE (:A {i: i}), (:B {i: i % 250})");
  const QueryOptions options{.timeout_ms = kTimeoutMs, .memory_limit = std::size_t{2} << 20};
  for (const char* text : {
           // Sort, Distinct and Aggregate, once for each row.
           "UNWIND range(1, 300) AS k CALL { WITH k MATCH (a:A) RETURN a.i + k AS n ORDER BY n DESC SKIP 1 LIMIT 400 } "
           "RETURN count(n) AS c",
           "UNWIND range(1, 300) AS k CALL { WITH k MATCH (a:A) WITH a.i + k AS n ORDER BY n RETURN n } "
           "RETURN count(n) AS c",
           "UNWIND range(1, 300) AS k CALL { WITH k MATCH (a:A) WITH DISTINCT a.i + k AS n ORDER BY n LIMIT 1 RETURN n "
           "} "
           "RETURN count(n) AS c",
           "UNWIND range(1, 300) AS k CALL { WITH k MATCH (a:A) RETURN a.i % 50 + k AS g, collect(a.i) AS l } "
           "RETURN count(l) AS c",
           // HashJoin, once for each row.
           "UNWIND range(1, 300) AS k CALL { WITH k MATCH (a:A), (b:B) WHERE a.i = b.i RETURN count(*) AS n } "
           "RETURN count(n) AS c",
       }) {
    const Result<QueryResult> answer = run(database, text, options);
    INFO(text);
    INFO((answer.ok() ? std::string() : to_display_string(answer.error())));
    CHECK(answer.ok());
  }
}

TEST_CASE("a join in a subquery sees what the rows before it wrote") {
  OwnDatabase database;
  database.run("UNWIND range(1, 4) AS i CREATE (:A {i: i}), (:B {i: i})");
  CHECK(
      database.number("UNWIND range(1, 3) AS k CALL { WITH k MATCH (a:A), (b:B) WHERE a.i = b.i WITH k, count(*) AS n "
                      "CREATE (:A {i: 4}), (:B {i: 4}) RETURN n } RETURN sum(n)") == 4 + 7 + 12);
  // Each row adds one A and one B with i = 4: 3 + 1, 3 + 4, 3 + 9 pairs.
}

TEST_CASE("a cached plan is not used for a schema that was made after a rollback") {
  OwnDatabase database;
  database.run("UNWIND range(1, 100) AS i CREATE (:X {k: i}), (:Y {k: i})");
  Connection connection = database.database().connect();
  const std::string text = "MATCH (x:X {k: 5}) RETURN count(x)";
  {
    Transaction transaction = connection.begin();
    transaction.query("CREATE INDEX by_k FOR (x:X) ON (x.k)");
    CHECK(transaction.query(text).at(0, 0).as_integer() == 1);
    transaction.rollback();
  }
  connection.query("CREATE INDEX by_k FOR (y:Y) ON (y.k)");
  CHECK(connection.query(text).at(0, 0).as_integer() == 1);
  CHECK(connection.query("MATCH (y:Y {k: 5}) RETURN count(y)").at(0, 0).as_integer() == 1);
}

}  // namespace
}  // namespace kith::engine::testing
