// tests/reference/graph.hpp: a property graph as two vectors. An element's id is its place in its vector.
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include <kith/value.hpp>

namespace kith::reference {

struct GraphNode {
  std::set<std::string> labels;
  Map properties;
};

struct GraphRelationship {
  std::string type;
  std::size_t start = 0;
  std::size_t end = 0;
  Map properties;
};

/// Every element has a property `uid` of its own, by which the answers of two systems are told to mean the same one.
struct Graph {
  std::vector<GraphNode> nodes;
  std::vector<GraphRelationship> relationships;
  std::vector<std::string> schema;  ///< CREATE INDEX and CREATE CONSTRAINT statements, run before the data.

  const GraphNode& node(const Node& node) const { return nodes[node.id.value]; }
  const GraphRelationship& relationship(const Relationship& one) const { return relationships[one.id.value]; }

  /// Without the node and its relationships.
  void remove_node(std::size_t node);
};

/// One CREATE that makes the graph; empty when there is nothing to make.
std::string create_statement(const Graph& graph);

}  // namespace kith::reference
