// bench/query_benchmarks.cpp: loading and reading through the public API, beside plain vectors.
#include <unordered_map>

#include <fmt/format.h>

#include <kith/bulk_loader.hpp>
#include <kith/kith.hpp>

#include "bench/benchmarks.hpp"

namespace kith::bench {
namespace {

Database open(const std::filesystem::path& path, Durability durability) {
  return Database::open(path, {.memory_limit = std::size_t{8} << 30, .durability = durability});
}

void measure_load(const Workload& workload, Reporter& reporter) {
  if (!reporter.wants("bulk load, public API")) return;
  const RmatGraph& graph = workload.graph;
  const std::filesystem::path path = workload.directory / "bulk.kith";
  std::filesystem::remove_all(path);
  const Database database = open(path, Durability::kRelaxed);
  database.connect().query("CREATE CONSTRAINT p_id FOR (n:P) REQUIRE n.id IS UNIQUE");
  BulkLoader loader = require(BulkLoader::try_begin(database));
  const std::string label = "P";
  const BulkLoader::LabelSet labels = require(loader.label_set(std::span(&label, 1)));
  const RelationshipTypeId type = require(loader.relationship_type("R"));
  std::vector<BulkLoader::Property> properties(3);
  properties[0].first = require(loader.property_key("id"));
  properties[1].first = require(loader.property_key("age"));
  properties[2].first = require(loader.property_key("city"));
  std::vector<NodeId> ids;
  const double node_seconds = seconds_of([&] {
    for (std::uint32_t v = 0; v < graph.num_nodes; ++v) {
      properties[0].second = graph.unique_ids[v];
      properties[1].second = graph.ages[v];
      properties[2].second = graph.city_names[graph.cities[v]];
      ids.push_back(require(loader.add_node(labels, properties)));
    }
  });
  const double relationship_seconds = seconds_of([&] {
    for (std::size_t i = 0; i < graph.starts.size(); ++i) {
      require(loader.add_relationship(type, ids[graph.starts[i]], ids[graph.ends[i]], {}));
    }
    require(loader.finish());
  });
  std::vector<std::int64_t> plain_ages;
  const double plain_node_seconds = seconds_of([&] {
    std::unordered_map<std::int64_t, std::uint32_t> index;
    std::vector<std::string> cities;
    for (std::uint32_t v = 0; v < graph.num_nodes; ++v) {
      index.emplace(graph.unique_ids[v], v);
      plain_ages.push_back(graph.ages[v]);
      cities.push_back(graph.city_names[graph.cities[v]]);
    }
  });
  const double plain_relationship_seconds = seconds_of([&] {
    adjacency_of(graph.num_nodes, graph.starts, graph.ends);
    adjacency_of(graph.num_nodes, graph.ends, graph.starts);
  });
  reporter.compare_once({.name = "bulk load, public API: nodes", .unit = "nodes", .amount = graph.num_nodes},
                        plain_node_seconds, node_seconds);
  reporter.compare_once({.name = "bulk load, public API: relationships one by one",
                         .unit = "relationships",
                         .amount = graph.starts.size()},
                        plain_relationship_seconds, relationship_seconds);
}

/// One row with one integer.
std::uint64_t number(const QueryResult& result) { return static_cast<std::uint64_t>(result.at(0, 0).as_integer()); }

class Queries {
 public:
  Queries(const Workload& workload, Reporter& reporter, const Database& database)
      : workload_(workload), graph_(workload.graph), reporter_(reporter), connection_(database.connect()) {
    for (std::uint32_t v = 0; v < graph_.num_nodes; ++v) index_.emplace(graph_.unique_ids[v], v);
  }

  void run() {
    const Work two_hops = [&] {
      std::uint64_t paths = 0;
      for (std::uint32_t a = 0; a < graph_.num_nodes; ++a) {
        // A relationship is not used twice: a self-loop does not follow itself.
        for (const std::uint32_t b : workload_.outgoing.of(a)) paths += workload_.outgoing.degree(b) - (a == b ? 1 : 0);
      }
      return paths;
    };
    whole("2-hop count, query: MATCH (a)-[:R]->(b)-[:R]->(c)", "MATCH (a)-[:R]->(b)-[:R]->(c) RETURN count(*)",
          "relationships", graph_.starts.size(), 0.5, two_hops);
    // A label keeps the first hop from being counted: its relationships are visited one by one, as the plain loop does.
    whole("2-hop count, query: MATCH (a:P)-[:R]->(b)-[:R]->(c)", "MATCH (a:P)-[:R]->(b)-[:R]->(c) RETURN count(*)",
          "relationships", graph_.starts.size(), 0.5, two_hops);
    whole("1-hop sum, query: sum(b.age)", "MATCH (a:P)-[:R]->(b) RETURN sum(b.age)", "relationships",
          graph_.starts.size(), 0, [&] {
            std::int64_t sum = 0;
            for (std::uint32_t a = 0; a < graph_.num_nodes; ++a) {
              for (const std::uint32_t b : workload_.outgoing.of(a)) sum += graph_.ages[b];
            }
            return static_cast<std::uint64_t>(sum);
          });
    whole("scan, query: WHERE n.age > 50", "MATCH (n:P) WHERE n.age > 50 RETURN count(n)", "nodes", graph_.num_nodes,
          0.5, [&] {
            std::uint64_t count = 0;
            for (const std::int64_t age : graph_.ages) count += age > 50 ? 1 : 0;
            return count;
          });
    whole("scan, query: WHERE n.city = 'city 7'", "MATCH (n:P) WHERE n.city = 'city 7' RETURN count(n)", "nodes",
          graph_.num_nodes, 0, [&] {
            std::uint64_t count = 0;
            for (const std::uint8_t city : graph_.cities) count += graph_.city_names[city] == "city 7" ? 1 : 0;
            return count;
          });
    whole("scan, query: sum(n.age)", "MATCH (n:P) RETURN sum(n.age)", "nodes", graph_.num_nodes, 0, [&] {
      std::int64_t sum = 0;
      for (const std::int64_t age : graph_.ages) sum += age;
      return static_cast<std::uint64_t>(sum);
    });
    per_node("look-up, query: MATCH (n:P {id: $id}) RETURN n.age", "MATCH (n:P {id: $id}) RETURN n.age", 20'000,
             [&](std::uint32_t v) { return static_cast<std::uint64_t>(graph_.ages[v]); });
    per_node("1-hop, query: from $id, sum(b.age)", "MATCH (a:P {id: $id})-[:R]->(b) RETURN sum(b.age)", 10'000,
             [&](std::uint32_t v) {
               std::int64_t sum = 0;
               for (const std::uint32_t b : workload_.outgoing.of(v)) sum += graph_.ages[b];
               return static_cast<std::uint64_t>(sum);
             });
    many_starts();
  }

 private:
  void whole(const std::string& name, const std::string& text, const std::string& unit, std::uint64_t amount,
             double goal, const Work& plain) {
    if (!reporter_.wants(name)) return;
    PreparedQuery query = connection_.prepare(text);
    reporter_.compare({.name = name, .unit = unit, .amount = amount, .goal = goal}, plain,
                      [&] { return number(query.execute()); });
  }

  /// A prepared query per random node, which a hash table finds for the plain vectors.
  void per_node(const std::string& name, const std::string& text, std::size_t amount,
                const std::function<std::uint64_t(std::uint32_t)>& plain) {
    if (!reporter_.wants(name)) return;
    PreparedQuery query = connection_.prepare(text);
    reporter_.compare(
        {.name = name, .unit = "queries", .amount = amount},
        [&] {
          std::uint64_t sum = 0;
          for (std::size_t i = 0; i < amount; ++i) sum += plain(index_.find(id(i))->second);
          return sum;
        },
        [&] {
          std::uint64_t sum = 0;
          for (std::size_t i = 0; i < amount; ++i) sum += number(query.execute({{"id", id(i)}}));
          return sum;
        });
  }

  void many_starts() {
    const std::string name = "1-hop, query: from 10,000 ids in one query";
    if (!reporter_.wants(name)) return;
    constexpr std::size_t kStarts = 10'000;
    List ids;
    for (std::size_t i = 0; i < kStarts; ++i) ids.emplace_back(id(i));
    const Parameters parameters{{"ids", Value(std::move(ids))}};
    PreparedQuery query = connection_.prepare("UNWIND $ids AS id MATCH (a:P {id: id})-[:R]->(b) RETURN sum(b.age)");
    reporter_.compare(
        {.name = name, .unit = "nodes", .amount = kStarts},
        [&] {
          std::int64_t sum = 0;
          for (std::size_t i = 0; i < kStarts; ++i) {
            for (const std::uint32_t b : workload_.outgoing.of(index_.find(id(i))->second)) sum += graph_.ages[b];
          }
          return static_cast<std::uint64_t>(sum);
        },
        [&] { return number(query.execute(parameters)); });
  }

  std::int64_t id(std::size_t i) const { return graph_.unique_ids[workload_.random_nodes[i]]; }

  const Workload& workload_;
  const RmatGraph& graph_;
  Reporter& reporter_;
  Connection connection_;
  std::unordered_map<std::int64_t, std::uint32_t> index_;
};

}  // namespace

void run_query_benchmarks(const Workload& workload, Reporter& reporter) {
  reporter.heading("By the public API");
  try {
    measure_load(workload, reporter);
    const Database database = open(workload.directory / "loaded.kith", Durability::kFull);
    Queries(workload, reporter, database).run();
  } catch (const Error& error) {
    stop(error);
  }
}

void run_query_inserts(const Workload& workload, Reporter& reporter) {
  if (!reporter.wants("insert, query")) return;
  reporter.heading("Single relationships, a query each; plain: an append to a file");
  try {
    for (const Durability durability : {Durability::kFull, Durability::kRelaxed}) {
      const bool full = durability == Durability::kFull;
      const std::size_t amount = full ? 1000 : 5000;
      const Database database = open(workload.directory / "loaded.kith", durability);
      Connection connection = database.connect();
      PreparedQuery query = connection.prepare("MATCH (a:P {id: $a}), (b:P {id: $b}) CREATE (a)-[:R]->(b)");
      SyncedFile file(workload.directory / "synced.bin");
      std::size_t next = 0;
      const auto id = [&] {
        return workload.graph.unique_ids[workload.random_nodes[next++ % workload.random_nodes.size()]];
      };
      reporter.compare(
          {.name = full ? "insert, query: with a sync" : "insert, query: relaxed", .unit = "commits", .amount = amount},
          [&] {
            for (std::size_t i = 0; i < amount; ++i) file.append(full);
            return amount;
          },
          [&] {
            for (std::size_t i = 0; i < amount; ++i) query.execute({{"a", id()}, {"b", id()}});
            return amount;
          });
    }
  } catch (const Error& error) {
    stop(error);
  }
}

}  // namespace kith::bench
