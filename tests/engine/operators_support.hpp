// tests/engine/operators_support.hpp: small random graphs, in a database and as plain vectors to compare with.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <unistd.h>

#include <kith/kith.hpp>
#include <kith/testing.hpp>

#include "tests/engine/expressions_support.hpp"

namespace kith::engine::testing {

/// A database in a folder of its own, gone with the object.
class OwnDatabase {
 public:
  OwnDatabase()
      : folder_(std::filesystem::temp_directory_path() /
                ("kith_operators_" + std::to_string(getpid()) + "_" + std::to_string(next_++))),
        database_(Database::open(folder_)) {}
  ~OwnDatabase() {
    database_.reset();
    std::filesystem::remove_all(folder_);
  }
  OwnDatabase(const OwnDatabase&) = delete;
  OwnDatabase& operator=(const OwnDatabase&) = delete;

  QueryResult run(std::string_view text, const Parameters& parameters = {}) {
    return database_->connect().query(text, parameters);
  }
  Result<QueryResult> try_run(std::string_view text, const Parameters& parameters = {}) {
    return database_->connect().try_query(text, parameters);
  }
  std::int64_t number(std::string_view text, const Parameters& parameters = {}) {
    return run(text, parameters).at(0, 0).as_integer();
  }
  const Database& database() const { return *database_; }

 private:
  static inline int next_ = 0;
  std::filesystem::path folder_;
  std::optional<Database> database_;
};

/// Nodes 0 to size - 1 with property `i`, and relationships of types A and B, some of them loops and some parallel.
struct RandomGraph {
  struct Edge {
    std::size_t start, end;
    char type;
  };
  std::size_t size;
  std::vector<Edge> edges;

  RandomGraph(std::uint64_t seed, std::size_t num_nodes, std::size_t num_edges) : size(num_nodes) {
    RandomVectors random(seed);
    for (std::size_t e = 0; e < num_edges; ++e) {
      const std::size_t start = random.below(size);
      edges.push_back({start, random.below(6) == 0 ? start : random.below(size), random.below(2) == 0 ? 'A' : 'B'});
    }
  }

  void store(OwnDatabase& database) const {
    List rows;
    for (const Edge& edge : edges) {
      rows.emplace_back(Map{{"s", Value(static_cast<std::int64_t>(edge.start))},
                            {"e", Value(static_cast<std::int64_t>(edge.end))},
                            {"t", Value(std::string(1, edge.type))}});
    }
    database.run("UNWIND range(0, $n - 1) AS i CREATE (:N {i: i})", {{"n", Value(static_cast<std::int64_t>(size))}});
    for (const char* type : {"A", "B"}) {
      database.run(std::string("UNWIND $rows AS row WITH row WHERE row.t = '") + type +
                       "' MATCH (s:N {i: row.s}), (e:N {i: row.e}) CREATE (s)-[:" + type + "]->(e)",
                   {{"rows", Value(rows)}});
    }
  }

  /// Ways from `node` along one relationship: its number and the other end. direction: '>', '<' or '-'; a loop once for
  /// '-'.
  std::vector<std::pair<std::size_t, std::size_t>> steps(std::size_t node, char direction,
                                                         const std::string& types) const {
    std::vector<std::pair<std::size_t, std::size_t>> found;
    for (std::size_t e = 0; e < edges.size(); ++e) {
      if (types.find(edges[e].type) == std::string::npos) continue;
      if (direction != '<' && edges[e].start == node) found.emplace_back(e, edges[e].end);
      if (direction != '>' && edges[e].end == node && !(direction == '-' && edges[e].start == node))
        found.emplace_back(e, edges[e].start);
    }
    return found;
  }
};

}  // namespace kith::engine::testing
