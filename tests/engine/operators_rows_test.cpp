// tests/engine/operators_rows_test.cpp: grouping, sorting, joins of rows, against plain containers.
#include <algorithm>
#include <array>
#include <map>

#include <catch2/catch.hpp>

#include "engine/execution/operators/key_table.hpp"
#include "tests/engine/operators_support.hpp"
#include "values/compare.hpp"

namespace kith::engine::testing {
namespace {

TEST_CASE("a scan for each of several rows reads the properties of every node, whatever the nodes' numbers") {
  OwnDatabase database;
  // Label sets have ids far apart: for some number of rows, last - first + 1 is the number of pairs of row and node.
  database.run("CREATE (:A {i: 0}), (:A {i: 1}), (:B {i: 0}), (:A:B {i: 2}), (:C {i: 0})");
  for (std::int64_t num_rows = 1; num_rows <= 100; ++num_rows) {
    CAPTURE(num_rows);
    CHECK(database.number("UNWIND range(1, $n) AS x MATCH (n {i: 0}) RETURN count(*)", {{"n", Value(num_rows)}}) ==
          3 * num_rows);
    CHECK(database.number("UNWIND range(1, $n) AS x MATCH (n:A {i: 2}) RETURN count(*)", {{"n", Value(num_rows)}}) ==
          num_rows);
  }
}

TEST_CASE("a key table numbers rows as equivalence does, whatever the vectors' kinds") {
  RandomVectors random(test_seed());
  for (int round = 0; round < 40; ++round) {
    const std::size_t num_keys = 1 + random.below(3);
    KeyTable table(num_keys);
    std::vector<std::vector<Value>> groups;
    for (int chunk = 0; chunk < 4; ++chunk) {
      const auto size = static_cast<std::uint32_t>(1 + random.below(50));
      std::vector<Vector> keys;
      for (std::size_t k = 0; k < num_keys; ++k)
        keys.push_back(random.vector(static_cast<VectorKind>(random.below(9)), size));
      std::vector<std::uint32_t> numbers;
      std::vector<std::uint8_t> is_new;
      table.find_or_add(keys, size, numbers, &is_new);
      for (std::uint32_t row = 0; row < size; ++row) {
        std::vector<Value> values;
        for (const Vector& key : keys) values.push_back(key.value(row));
        const auto same = [&](const std::vector<Value>& group) {
          return std::equal(group.begin(), group.end(), values.begin(), EquivalentValues{});
        };
        const auto found = std::find_if(groups.begin(), groups.end(), same);
        CAPTURE(test_seed(), round, row);
        CHECK((is_new[row] != 0) == (found == groups.end()));
        CHECK(numbers[row] == static_cast<std::uint32_t>(found - groups.begin()));
        if (found == groups.end()) groups.push_back(values);
      }
      std::vector<std::uint32_t> again;
      table.find(keys, size, again);
      CHECK(again == numbers);
    }
    REQUIRE(table.size() == groups.size());
    for (std::size_t k = 0; k < num_keys; ++k) {
      const Vector column = table.column(k, 0, table.size());
      for (std::uint32_t group = 0; group < table.size(); ++group)
        CHECK(equivalent(column.value(group), groups[group][k]));
    }
  }
}

TEST_CASE("grouping and ordering give the same rows for every size of vector") {
  OwnDatabase database;
  database.run(
      "UNWIND range(0, 4999) AS i CREATE (:V {i: i, k: i % 7, s: toString(i % 13), f: CASE i % 5 WHEN 0 THEN null ELSE "
      "i / 2.0 END})");
  for (const std::uint32_t vector_size : {2048U, 1000U, 3U}) {
    set_execution_settings(database.database(), {.vector_size = vector_size});
    const QueryResult groups = database.run(
        "MATCH (v:V) RETURN v.k AS k, v.s AS s, count(*) AS n, sum(v.i) AS sum, count(v.f) AS f ORDER BY k, s");
    REQUIRE(groups.num_rows() == 7 * 13);
    std::map<std::pair<std::int64_t, std::string>, std::array<std::int64_t, 3>> expected;
    for (std::int64_t i = 0; i < 5000; ++i) {
      auto& group = expected[{i % 7, std::to_string(i % 13)}];
      ++group[0];
      group[1] += i;
      group[2] += i % 5 != 0;
    }
    auto at = expected.begin();
    for (const Row row : groups) {
      CHECK(row["k"].as_integer() == at->first.first);
      CHECK(row["s"].as_string() == at->first.second);
      CHECK(row["n"].as_integer() == at->second[0]);
      CHECK(row["sum"].as_integer() == at->second[1]);
      CHECK(row["f"].as_integer() == at->second[2]);
      ++at;
    }
    const QueryResult top = database.run("MATCH (v:V) RETURN v.i AS i ORDER BY v.k DESC, v.i DESC SKIP 3 LIMIT 4");
    REQUIRE(top.num_rows() == 4);
    for (std::size_t row = 0; row < 4; ++row)
      CHECK(top.at(row, 0).as_integer() == 4997 - 7 * (3 + static_cast<std::int64_t>(row)));
    CHECK(database.number("MATCH (v:V) WITH DISTINCT v.k AS k, v.s AS s RETURN count(*)") == 7 * 13);
    CHECK(database.number("MATCH (v:V) RETURN count(DISTINCT v.s)") == 13);
  }
}

TEST_CASE("optional matches keep the order of their rows") {
  OwnDatabase database;
  database.run("UNWIND range(0, 99) AS i CREATE (a:P {i: i}) WITH a, i WHERE i % 3 = 0 CREATE (a)-[:R]->(:Q {i: i})");
  for (const std::uint32_t vector_size : {2048U, 3U, 1U}) {
    set_execution_settings(database.database(), {.vector_size = vector_size});
    const QueryResult rows =
        database.run("MATCH (p:P) WITH p ORDER BY p.i OPTIONAL MATCH (p)-[:R]->(q) RETURN p.i AS p, q.i AS q");
    REQUIRE(rows.num_rows() == 100);
    for (std::int64_t i = 0; i < 100; ++i) {
      CHECK(rows.at(static_cast<std::size_t>(i), 0).as_integer() == i);
      CHECK(rows.at(static_cast<std::size_t>(i), 1).is_null() == (i % 3 != 0));
    }
  }
}

TEST_CASE("LIMIT 0 still writes") {
  OwnDatabase database;
  database.run("UNWIND range(1, 10) AS i CREATE (n:L) RETURN n LIMIT 0");
  CHECK(database.number("MATCH (n:L) RETURN count(n)") == 10);
}

TEST_CASE("a query that holds too much says so") {
  OwnDatabase database;
  Connection connection = database.database().connect();
  const Result<QueryResult> result = connection.try_query(
      "UNWIND range(1, 1000000) AS i WITH i ORDER BY -i RETURN count(i)", {}, {.memory_limit = 1 << 20});
  REQUIRE(!result.ok());
  CHECK(result.error().kind == ErrorKind::kMemoryLimit);
  const Result<QueryResult> slow = connection.try_query(
      "UNWIND range(1, 100000) AS i UNWIND range(1, 100000) AS j RETURN count(j)", {}, {.timeout_ms = 50});
  REQUIRE(!slow.ok());
  CHECK(slow.error().kind == ErrorKind::kTimeout);
}

}  // namespace
}  // namespace kith::engine::testing
