// The builder's first minute: open, write, ask, and walk a stored graph with an algorithm of Boost.Graph.
#include <cstddef>
#include <iostream>
#include <limits>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include <boost/graph/breadth_first_search.hpp>
#include <boost/graph/visitors.hpp>
#include <kith/boost_graph.hpp>
#include <kith/kith.hpp>

namespace {

void write_graph(kith::Connection& connection) {
  connection.query(
      "CREATE (:Facility {name: '蛋白质设施'})-[:SERVES]->(:Laboratory {name: '结构生物学实验室'})"
      "-[:PART_OF]->(:Institution {name: '高等研究院'})");
  auto transaction = connection.begin();  // Rolls back when dropped without commit().
  transaction.query("CREATE (:Facility {name: $name})", {{"name", "上海光源"}});
  transaction.query("MATCH (f:Facility {name: $name}), (l:Laboratory) CREATE (f)-[:SERVES]->(l)",
                    {{"name", "上海光源"}});
  transaction.commit();
}

void ask(kith::Connection& connection) {
  const auto rows =
      connection.query("MATCH (f:Facility)-[:SERVES]->(l) WHERE f.name CONTAINS $word RETURN f.name AS f, l.name AS l",
                       {{"word", "蛋白质"}});
  for (const auto& row : rows) std::cout << row["f"].as_string() << " -> " << row["l"].as_string() << '\n';

  auto prepared = connection.prepare("MATCH (f:Facility {name: $name}) RETURN count(f) AS n");
  for (const char* name : {"上海光源", "硬X射线装置"}) {
    std::cout << name << ": " << prepared.execute({{"name", name}}).at(0, 0).as_integer() << '\n';
  }
  try {
    connection.query("MATCH (f:Facility) RETURN g.name");
  } catch (const kith::Error& error) {
    std::cout << "line " << error.line << ", column " << error.column << ": " << error.detail << '\n';
  }
}

/// The longest of the names of a group.
class LongestName final : public kith::Aggregation {
 public:
  kith::Status add(std::span<const kith::Value> arguments) override {
    if (arguments[0].as_string().size() > longest_.size()) longest_ = arguments[0].as_string();
    return kith::Status::success();
  }
  kith::Result<kith::Value> finish() override { return kith::Value(longest_); }

 private:
  std::string longest_;
};

/// Functions of this program, in a namespace of its own.
void extend(const kith::Database& database, kith::Connection& connection) {
  const auto shout = [](std::span<const kith::Value> arguments) -> kith::Result<kith::Value> {
    return kith::Value(arguments[0].as_string() + "！");
  };
  kith::Status status = register_function(database, kith::ScalarFunction{.name = "app.shout",
                                                                         .parameters = {{"text", "STRING"}},
                                                                         .result = "STRING",
                                                                         .help = "The text with an exclamation mark.",
                                                                         .callback = shout});
  if (status.ok()) {
    status =
        register_function(database, kith::AggregateFunction{.name = "app.longest",
                                                            .parameters = {{"text", "STRING"}},
                                                            .result = "STRING",
                                                            .help = "The longest text of the group.",
                                                            .start = [] { return std::make_unique<LongestName>(); }});
  }
  if (!status.ok()) throw described(status.error());
  const auto rows = connection.query("MATCH (n) RETURN app.shout(app.longest(n.name)) AS name");
  std::cout << rows.at(0, 0).as_string() << '\n';
}

/// How far every node is from one, along SERVES and PART_OF, by Boost.Graph's breadth-first search.
void walk(kith::Connection& connection) {
  const kith::GraphView view = connection.graph_view({.types = {"SERVES", "PART_OF"}});
  const kith::BoostView graph(view);
  const auto start = connection.query("MATCH (f:Facility {name: '上海光源'}) RETURN f");
  constexpr std::size_t kUnreached = std::numeric_limits<std::size_t>::max();
  std::vector<std::size_t> distances(view.num_vertices(), kUnreached);
  const auto source = view.vertex(start.at(0, 0).as_node().id);
  distances[source] = 0;
  boost::breadth_first_search(
      graph, source,
      boost::visitor(boost::make_bfs_visitor(boost::record_distances(distances.data(), boost::on_tree_edge()))));

  const auto nodes = connection.query("MATCH (n) RETURN n, n.name AS name ORDER BY name");
  for (const auto& row : nodes) {
    const std::size_t distance = distances[view.vertex(row["n"].as_node().id)];
    std::cout << row["name"].as_string() << ": ";
    if (distance == kUnreached) {
      std::cout << "not reached\n";
    } else {
      std::cout << distance << '\n';
    }
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: first_minute DB\n";
    return 2;
  }
  try {
    const auto database = kith::Database::open(argv[1]);  // Creates it.
    auto connection = database.connect();                 // Cheap; one per thread.
    write_graph(connection);
    ask(connection);
    extend(database, connection);
    walk(connection);
  } catch (const kith::Error& error) {
    std::cerr << to_display_string(error) << '\n';
    return 1;
  }
}
