// tests/engine/operators_expand_test.cpp: expansions against loops over plain vectors, with every size of vector.
#include <functional>
#include <queue>
#include <set>

#include <catch2/catch.hpp>

#include "tests/engine/operators_support.hpp"

namespace kith::engine::testing {
namespace {

/// Trails of minimum to maximum relationships from any node.
std::int64_t num_trails(const RandomGraph& graph, char direction, const std::string& types, std::size_t minimum,
                        std::size_t maximum) {
  std::int64_t count = 0;
  std::set<std::size_t> used;
  const std::function<void(std::size_t)> walk = [&](std::size_t node) {
    if (used.size() >= minimum) ++count;
    if (used.size() == maximum) return;
    for (const auto& [edge, other] : graph.steps(node, direction, types)) {
      if (!used.insert(edge).second) continue;
      walk(other);
      used.erase(edge);
    }
  };
  for (std::size_t node = 0; node < graph.size; ++node) walk(node);
  return count;
}

std::vector<int> distances(const RandomGraph& graph, std::size_t from, char direction) {
  std::vector<int> distance(graph.size, -1);
  std::queue<std::size_t> waiting({from});
  distance[from] = 0;
  while (!waiting.empty()) {
    const std::size_t node = waiting.front();
    waiting.pop();
    for (const auto& [edge, other] : graph.steps(node, direction, "AB")) {
      if (distance[other] >= 0) continue;
      distance[other] = distance[node] + 1;
      waiting.push(other);
    }
  }
  return distance;
}

TEST_CASE("expansions count what loops over the edges count") {
  const RandomGraph graph(test_seed(), 12, 30);
  OwnDatabase database;
  graph.store(database);
  for (const ExecutionSettings& settings :
       {ExecutionSettings{}, ExecutionSettings{.vector_size = 1}, ExecutionSettings{.vector_size = 3},
        ExecutionSettings{.optimize = false}, ExecutionSettings{.vector_size = 3, .optimize = false}}) {
    set_execution_settings(database.database(), settings);
    CAPTURE(test_seed(), settings.vector_size, settings.optimize);
    const auto count = [&](const std::string& pattern) {
      return database.number("MATCH " + pattern + " RETURN count(*)");
    };
    CHECK(count("(:N)-->(:N)") == num_trails(graph, '>', "AB", 1, 1));
    CHECK(count("(:N)--(:N)") == num_trails(graph, '-', "AB", 1, 1));
    CHECK(count("(:N)-[:A]->(:N)-[:A]->(:N)") == num_trails(graph, '>', "A", 2, 2));
    CHECK(count("(:N)-[:A]-(:N)-[:A]-(:N)") == num_trails(graph, '-', "A", 2, 2));
    CHECK(count("(:N)-[:A|B]-(:N)-[:A|B]-(:N)-[:A|B]-(:N)") == num_trails(graph, '-', "AB", 3, 3));
    CHECK(count("(:N)-[:A|B]->()-[:A|B]->()-[:A|B]->()") == num_trails(graph, '>', "AB", 3, 3));
    CHECK(count("(:N)-[:B*1..3]->(:N)") == num_trails(graph, '>', "B", 1, 3));
    CHECK(count("(:N)-[*0..2]-(:N)") == num_trails(graph, '-', "AB", 0, 2));
    CHECK(count("(:N)<-[:A*2..3]-(:N)") == num_trails(graph, '<', "A", 2, 3));

    std::int64_t triangles = 0, into_loops = 0;
    for (std::size_t a = 0; a < graph.size; ++a) {
      for (const auto& [e1, b] : graph.steps(a, '>', "AB")) {
        for (const auto& [e2, c] : graph.steps(b, '>', "AB")) {
          for (const auto& [e3, d] : graph.steps(c, '>', "AB")) triangles += d == a && e1 != e2 && e2 != e3 && e1 != e3;
        }
        into_loops += b == a;
      }
    }
    CHECK(count("(a:N)-->(b)-->(c)-->(a)") == triangles);
    CHECK(count("(a:N)-[r]->(a)") == into_loops);
    CHECK(count("(a:N)--(a)") == into_loops);
  }
}

TEST_CASE("shortest paths are as long as breadth-first search says") {
  const RandomGraph graph(test_seed() + 1, 10, 14);
  OwnDatabase database;
  graph.store(database);
  for (const char direction : {'>', '-'}) {
    const std::string arrow = direction == '>' ? "-[*..20]->" : "-[*..20]-";
    const QueryResult rows = database.run("MATCH (a:N), (b:N) WHERE a.i <> b.i MATCH p = shortestPath((a)" + arrow +
                                          "(b)) RETURN a.i AS a, b.i AS b, length(p) AS n");
    std::size_t num_reachable = 0;
    for (std::size_t from = 0; from < graph.size; ++from) {
      for (const int distance : distances(graph, from, direction)) num_reachable += distance > 0;
    }
    CAPTURE(test_seed());
    CHECK(rows.num_rows() == num_reachable);
    for (const Row row : rows) {
      CHECK(distances(graph, static_cast<std::size_t>(row["a"].as_integer()),
                      direction)[static_cast<std::size_t>(row["b"].as_integer())] == row["n"].as_integer());
    }
  }
}

TEST_CASE("all shortest paths are as many as the products of steps") {
  OwnDatabase database;
  database.run(
      "CREATE (a:S {i: 0}), (b:S {i: 1}), (c:S {i: 2}), (d:S {i: 3}) "
      "CREATE (a)-[:R]->(b), (a)-[:R]->(b), (a)-[:R]->(c), (b)-[:R]->(d), (c)-[:R]->(d), (c)-[:R]->(d), (a)-[:R]->(a)");
  CHECK(database.run("MATCH p = allShortestPaths((a:S {i: 0})-[:R*]->(d:S {i: 3})) RETURN p").num_rows() == 4);
  CHECK(database.run("MATCH p = shortestPath((a:S {i: 0})-[:R*]->(d:S {i: 3})) RETURN p").num_rows() == 1);
  CHECK(database.run("MATCH p = shortestPath((a:S {i: 3})-[:R*]->(d:S {i: 0})) RETURN p").empty());
}

TEST_CASE("an expansion goes on in the middle of a long list") {
  OwnDatabase database;
  database.run("CREATE (h:Hub) WITH h UNWIND range(1, 5000) AS i CREATE (h)-[:R {k: i}]->(:Leaf {i: i})");
  CHECK(database.number("MATCH (:Hub)-[r:R]->(l) RETURN sum(l.i)") == 5000 * 5001 / 2);
  CHECK(database.number("MATCH (:Hub)-[r:R]-(l) WHERE r.k = l.i RETURN count(DISTINCT l)") == 5000);
  CHECK(database.number("MATCH (l:Leaf)--(:Hub)--(m:Leaf) RETURN count(*)") == 5000 * 4999);
}

}  // namespace
}  // namespace kith::engine::testing
