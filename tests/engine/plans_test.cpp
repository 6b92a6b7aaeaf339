// tests/engine/plans_test.cpp: what EXPLAIN says of plans whose form matters.
#include <catch2/catch.hpp>

#include "tests/engine/operators_support.hpp"

namespace kith::engine::testing {
namespace {

std::string plan_of(OwnDatabase& database, const std::string& text) { return database.run("EXPLAIN " + text).plan(); }

std::size_t count_of(const std::string& text, std::string_view part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + part.size())) ++count;
  return count;
}

TEST_CASE("an index seek takes both bounds, and is not repeated by a filter") {
  OwnDatabase database;
  database.run("UNWIND range(1, 1000) AS i CREATE (:A {i: i, k: i % 10})");
  database.run("CREATE INDEX a_i FOR (a:A) ON (a.i)");
  database.run("CREATE INDEX a_ki FOR (a:A) ON (a.k, a.i)");
  const std::string equal = plan_of(database, "MATCH (a:A {i: 5}) RETURN a");
  INFO(equal);
  CHECK(count_of(equal, "NodeIndexSeek") == 1);
  CHECK(count_of(equal, "Filter") == 0);
  const std::string range = plan_of(database, "MATCH (a:A) WHERE a.i >= 10 AND a.i < 20 RETURN a");
  INFO(range);
  CHECK(count_of(range, ">= 10 < 20") == 1);
  const std::string composite = plan_of(database, "MATCH (a:A) WHERE a.k = 1 AND a.i > 10 RETURN a");
  INFO(composite);
  CHECK(count_of(composite, "k, i = 1 > 10") == 1);
  const std::string prefix = plan_of(database, "MATCH (a:A) WHERE a.k = 1 RETURN a");
  INFO(prefix);
  CHECK(count_of(prefix, "NodeIndexSeek") == 0);  // nodes without `i` are not in that index
}

TEST_CASE("a label in WHERE is planned as one in the pattern, and one said twice as one") {
  OwnDatabase database;
  database.run("UNWIND range(1, 1000) AS i CREATE (:A {i: i})-[:R]->(:B {i: i})");
  database.run("CREATE INDEX a_i FOR (a:A) ON (a.i)");
  const std::string drawn = plan_of(database, "MATCH (a:A {i: 5})-[:R]->(b:B) RETURN b.i");
  INFO(drawn);
  CHECK(count_of(drawn, "NodeIndexSeek") == 1);
  CHECK(plan_of(database, "MATCH (a)-[:R]->(b) WHERE b:B AND a:A AND a.i = 5 RETURN b.i") == drawn);
  CHECK(plan_of(database, "MATCH (a:A)-[:R]->(b:B) MATCH (a:A {i: 5}) WHERE b:B RETURN b.i") == drawn);
}

TEST_CASE("a limit comes before what it keeps is computed") {
  OwnDatabase database;
  const std::string plan = plan_of(database, "MATCH (a) RETURN a.i + 1 AS x SKIP 1 LIMIT 2");
  INFO(plan);
  CHECK(plan.find("a.i") < plan.find("Limit"));
  const std::string top = plan_of(database, "MATCH (a) RETURN a.i AS x ORDER BY x SKIP 1 LIMIT 2");
  INFO(top);
  CHECK(count_of(top, "SKIP 1 LIMIT 2") == 1);
}

}  // namespace
}  // namespace kith::engine::testing
