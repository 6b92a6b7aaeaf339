// cli/output/result_graph.hpp: the nodes and relationships of a result, each once.
#pragma once

#include <cstdint>
#include <map>

#include <kith/query_result.hpp>

namespace kith::cli {

struct ResultGraph {
  std::map<std::uint64_t, Node> nodes;  ///< By id.
  std::map<std::uint64_t, Relationship>
      relationships;  ///< By id. Their ends are in `nodes`, bare if not in the result.
};

/// From cells that are nodes, relationships or paths, or lists and maps of them.
ResultGraph result_graph(const QueryResult& result);

/// Graphviz's language: a node's name, title or id and its labels; a relationship's type.
std::string to_dot(const ResultGraph& graph);

std::string to_graphml(const ResultGraph& graph);

}  // namespace kith::cli
