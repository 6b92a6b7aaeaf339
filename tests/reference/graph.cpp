// tests/reference/graph.cpp: a graph as the statement that makes it.
#include "tests/reference/graph.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace kith::reference {

void Graph::remove_node(std::size_t node) {
  std::erase_if(relationships, [&](const GraphRelationship& one) { return one.start == node || one.end == node; });
  nodes.erase(nodes.begin() + static_cast<std::ptrdiff_t>(node));
  for (GraphRelationship& one : relationships) {
    if (one.start > node) --one.start;
    if (one.end > node) --one.end;
  }
}

std::string create_statement(const Graph& graph) {
  std::vector<std::string> patterns;
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    const GraphNode& node = graph.nodes[i];
    std::string labels;
    for (const std::string& label : node.labels) labels += ":" + label;
    patterns.push_back(fmt::format("(n{}{} {})", i, labels, to_cypher_string(Value(node.properties))));
  }
  for (const GraphRelationship& one : graph.relationships) {
    patterns.push_back(
        fmt::format("(n{})-[:{} {}]->(n{})", one.start, one.type, to_cypher_string(Value(one.properties)), one.end));
  }
  return patterns.empty() ? "" : fmt::format("CREATE {}", fmt::join(patterns, ",\n       "));
}

}  // namespace kith::reference
