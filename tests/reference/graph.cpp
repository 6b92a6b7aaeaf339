// tests/reference/graph.cpp: a graph as the statement that makes it.
#include "tests/reference/graph.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "tests/reference/evaluator.hpp"

namespace kith::reference {

void Graph::remove_node(std::size_t node) {
  std::erase_if(relationships, [&](const GraphRelationship& one) { return one.start == node || one.end == node; });
  nodes.erase(nodes.begin() + static_cast<std::ptrdiff_t>(node));
  for (GraphRelationship& one : relationships) {
    if (one.start > node) --one.start;
    if (one.end > node) --one.end;
  }
}

namespace {

std::string properties_text(const Map& properties) {
  std::vector<std::string> entries;
  for (const auto& [key, value] : properties) {
    const std::string text = value.is(ValueKind::kDate) ? fmt::format("date('{}')", text_of_date(value.get<Date>()))
                                                        : to_cypher_string(value);
    entries.push_back(fmt::format("{}: {}", key, text));
  }
  return fmt::format("{{{}}}", fmt::join(entries, ", "));
}

}  // namespace

std::string create_statement(const Graph& graph) {
  std::vector<std::string> patterns;
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    const GraphNode& node = graph.nodes[i];
    std::string labels;
    for (const std::string& label : node.labels) labels += ":" + label;
    patterns.push_back(fmt::format("(n{}{} {})", i, labels, properties_text(node.properties)));
  }
  for (const GraphRelationship& one : graph.relationships) {
    patterns.push_back(
        fmt::format("(n{})-[:{} {}]->(n{})", one.start, one.type, properties_text(one.properties), one.end));
  }
  return patterns.empty() ? "" : fmt::format("CREATE {}", fmt::join(patterns, ",\n       "));
}

}  // namespace kith::reference
