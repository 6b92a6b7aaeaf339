// tests/engine/operators_write_test.cpp: writes behave as if row came after row, for every size of vector.
#include <functional>

#include <catch2/catch.hpp>

#include "tests/engine/operators_support.hpp"

namespace kith::engine::testing {
namespace {

void for_each_vector_size(const std::function<void(OwnDatabase&)>& test) {
  for (const std::uint32_t vector_size : {2048U, 3U, 1U}) {
    OwnDatabase database;
    set_execution_settings(database.database(), {.vector_size = vector_size});
    INFO("vector size " << vector_size);
    test(database);
  }
}

TEST_CASE("SET sees what the rows before it wrote") {
  for_each_vector_size([](OwnDatabase& database) {
    database.run("CREATE (:C {n: 0}), (:D {n: 1})");
    database.run("MATCH (c:C) UNWIND range(1, 10) AS i SET c.n = c.n + i");
    CHECK(database.number("MATCH (c:C) RETURN c.n") == 55);
    database.run("MATCH (c:C), (d:D) UNWIND [1, 2, 3] AS i SET c.n = d.n, d.n = c.n + i");
    CHECK(database.number("MATCH (c:C) RETURN c.n") == 4);
    CHECK(database.number("MATCH (d:D) RETURN d.n") == 7);
    database.run("MATCH (c:C) SET c += {n: null, m: 2}");
    CHECK(database.run("MATCH (c:C) RETURN c.n, c.m").at(0, 0).is_null());
    database.run("MATCH (c:C), (d:D) SET c = d");
    CHECK(database.number("MATCH (c:C) RETURN c.n") == 7);
    CHECK(database.run("MATCH (c:C) RETURN c.m").at(0, 0).is_null());
  });
}

TEST_CASE("MERGE finds what earlier rows created") {
  for_each_vector_size([](OwnDatabase& database) {
    const QueryResult result = database.run(
        "UNWIND range(0, 29) AS i MERGE (k:K {k: i % 4}) ON CREATE SET k.n = 1 ON MATCH SET k.n = k.n + 1 RETURN k");
    CHECK(result.num_rows() == 30);
    CHECK(result.counters().nodes_created == 4);
    CHECK(database.number("MATCH (k:K) RETURN sum(k.n)") == 30);
    database.run("MATCH (a:K), (b:K) WHERE a.k < b.k MERGE (a)-[:R]->(b)");
    const QueryResult again = database.run("MATCH (a:K), (b:K) WHERE a.k < b.k MERGE (a)-[r:R]->(b) RETURN r");
    CHECK(again.num_rows() == 6);
    CHECK(again.counters().relationships_created == 0);
    const Result<QueryResult> null = database.try_run("MERGE (:K {k: $none})", {{"none", Value()}});
    REQUIRE(!null.ok());
  });
}

TEST_CASE("FOREACH runs its clauses for each element in turn") {
  for_each_vector_size([](OwnDatabase& database) {
    database.run("CREATE (:F {a: 0, b: 0})");
    database.run("MATCH (f:F) FOREACH (x IN [1, 2, 3] | SET f.a = f.b SET f.b = x)");
    CHECK(database.number("MATCH (f:F) RETURN f.a") == 2);
    database.run("FOREACH (x IN range(1, 100) | CREATE (:G {x: x}))");
    CHECK(database.number("MATCH (g:G) RETURN sum(g.x)") == 5050);
  });
}

TEST_CASE("DELETE takes what is named once, and DETACH its relationships") {
  for_each_vector_size([](OwnDatabase& database) {
    database.run("CREATE (a:X)-[:R]->(b:X)-[:R]->(c:X), (a)-[:R]->(a)");
    const Result<QueryResult> attached = database.try_run("MATCH (x:X) DELETE x");
    REQUIRE(!attached.ok());
    CHECK(attached.error().detail == "DeleteConnectedNode");
    CHECK(database.number("MATCH (x:X) RETURN count(x)") == 3);
    const QueryResult result = database.run("MATCH (x:X), (y:X) DETACH DELETE x, y");
    CHECK(result.counters().nodes_deleted == 3);
    CHECK(result.counters().relationships_deleted == 3);
    database.run("CREATE (:X)-[:S]->(:X)");
    CHECK(database.run("MATCH (x)-[r]->(y) DELETE x, r, y RETURN type(r) AS t").at(0, 0).as_string() == "S");
  });
}

TEST_CASE("a failed statement leaves nothing") {
  OwnDatabase database;
  REQUIRE(!database.try_run("UNWIND [1, 2, 0] AS i CREATE (:E {i: 10 / i})").ok());
  CHECK(database.number("MATCH (e:E) RETURN count(e)") == 0);
  Transaction transaction = database.database().connect().begin();
  transaction.query("CREATE (:E)");
  REQUIRE(!transaction.try_query("RETURN 1 / 0").ok());
  CHECK(transaction.try_commit().error().kind == ErrorKind::kTransaction);
  transaction.rollback();
  CHECK(database.number("MATCH (e:E) RETURN count(e)") == 0);
}

}  // namespace
}  // namespace kith::engine::testing
