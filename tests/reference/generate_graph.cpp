// tests/reference/generate_graph.cpp: small random graphs.
#include "tests/reference/generate_graph.hpp"

namespace kith::reference {
namespace {

Value any_value(Random& random) {
  switch (random.below(6)) {
    case 0:
      return Value(random.between(-2, 3));
    case 1:
      return Value(static_cast<double>(random.between(-4, 4)) / 2);
    case 2:
      return Value(random.word({"a", "b", "1", ""}));
    case 3:
      return Value(random.chance(0.5));
    case 4:
      return Value(List{Value(random.between(0, 2)), Value(random.between(0, 2))});
    default:
      return Value(List{Value(random.word({"a", "b"}))});
  }
}

GraphNode generate_node(Random& random, std::int64_t uid) {
  GraphNode node;
  for (const char* label : {"A", "B", "C"}) {
    if (random.chance(label[0] == 'A' ? 0.6 : 0.4)) node.labels.insert(label);
  }
  const auto set = [&](const char* key, double probability, auto make) {
    if (random.chance(probability)) node.properties[key] = make();
  };
  node.properties["uid"] = Value(uid);
  set("i", 0.8, [&] { return Value(random.between(-2, 4)); });
  set("f", 0.6, [&] { return Value(static_cast<double>(random.between(-3, 5)) / 2); });
  set("s", 0.7, [&] { return Value(random.word({"a", "b", "ab", "B", "", "中a"})); });
  set("b", 0.6, [&] { return Value(random.chance(0.6)); });
  set("l", 0.5, [&] {
    List list;
    for (std::size_t n = random.below(4); n > 0; --n) list.emplace_back(random.between(0, 3));
    return Value(std::move(list));
  });
  set("x", 0.6, [&] { return any_value(random); });
  set("d", 0.4, [&] { return Value(Date{random.pick(std::vector<std::int64_t>{-1, 14370, 18320, 18321, 18788})}); });
  return node;
}

}  // namespace

Graph generate_graph(Random& random) {
  Graph graph;
  const std::size_t num_nodes = random.chance(0.08) ? random.below(3) : 3 + random.below(6);
  for (std::size_t i = 0; i < num_nodes; ++i) {
    graph.nodes.push_back(generate_node(random, static_cast<std::int64_t>(i) + 1));
  }
  const std::size_t num_relationships = num_nodes == 0 ? 0 : num_nodes / 2 + random.below(num_nodes + 3);
  for (std::size_t i = 0; i < num_relationships && i < 12; ++i) {
    GraphRelationship one;
    one.type = random.word({"R", "R", "S", "T"});
    one.start = random.below(num_nodes);
    one.end = random.chance(0.1) ? one.start : random.below(num_nodes);
    if (i > 0 && random.chance(0.15)) {  // parallel
      one.start = graph.relationships.back().start;
      one.end = graph.relationships.back().end;
    }
    one.properties["uid"] = Value(static_cast<std::int64_t>(101 + i));
    if (random.chance(0.7)) one.properties["w"] = Value(random.between(-1, 3));
    if (random.chance(0.5)) one.properties["s"] = Value(random.word({"a", "b", "ab"}));
    if (random.chance(0.4)) one.properties["x"] = any_value(random);
    graph.relationships.push_back(std::move(one));
  }
  if (random.chance(0.25)) graph.schema.emplace_back("CREATE INDEX FOR (n:A) ON (n.i)");
  if (random.chance(0.2)) graph.schema.emplace_back("CREATE INDEX FOR (n:B) ON (n.x)");
  if (random.chance(0.2)) graph.schema.emplace_back("CREATE INDEX FOR (n:A) ON (n.s)");
  if (random.chance(0.1)) graph.schema.emplace_back("CREATE INDEX FOR (n:A) ON (n.d)");
  if (random.chance(0.15)) graph.schema.emplace_back("CREATE INDEX FOR ()-[r:R]-() ON (r.w)");
  if (random.chance(0.25)) graph.schema.emplace_back("CREATE CONSTRAINT FOR (n:A) REQUIRE n.uid IS UNIQUE");
  return graph;
}

}  // namespace kith::reference
