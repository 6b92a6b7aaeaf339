// kith/graph_view.hpp: a snapshot's nodes and relationships as a dense graph in memory (compressed sparse rows), for
// algorithms. kith/boost_graph.hpp makes it a Boost.Graph.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include <kith/error.hpp>
#include <kith/ids.hpp>

namespace kith {

struct GraphViewOptions {
  std::vector<std::string> labels;  ///< Nodes with any of them; empty: all nodes.
  std::vector<std::string> types;   ///< Relationships of any of them; empty: all. Both ends must be in the view.
};

/// Immutable; copies share it. Vertices are 0..num_vertices()-1 in order of node id; edges 0..num_edges()-1 in order of
/// (source, target, relationship id). Memory: 12 bytes a vertex and 28 bytes an edge, about.
class GraphView {
 public:
  using Vertex = std::uint32_t;
  using Edge = std::uint64_t;
  struct Arrays {
    std::vector<NodeId> nodes;                           ///< By vertex.
    std::vector<std::uint64_t> out_offsets, in_offsets;  ///< num_vertices + 1 entries each.
    std::vector<Vertex> targets;                         ///< By edge.
    std::vector<RelationshipId> relationships;           ///< By edge.
    std::vector<Vertex> sources;                         ///< By incoming slot: the source of that edge.
    std::vector<Edge> in_edges;                          ///< By incoming slot: the edge.
  };
  explicit GraphView(std::shared_ptr<const Arrays> arrays) : arrays_(std::move(arrays)) {}

  std::size_t num_vertices() const { return arrays_->nodes.size(); }
  std::size_t num_edges() const { return arrays_->targets.size(); }
  NodeId node(Vertex vertex) const { return arrays_->nodes[vertex]; }
  RelationshipId relationship(Edge edge) const { return arrays_->relationships[edge]; }
  /// The vertex of a node, or num_vertices() when it is not in the view. Cost: a binary search.
  Vertex vertex(NodeId node) const;
  std::span<const Vertex> out_neighbours(Vertex v) const {
    return std::span(arrays_->targets)
        .subspan(arrays_->out_offsets[v], arrays_->out_offsets[v + 1] - arrays_->out_offsets[v]);
  }
  std::span<const Vertex> in_neighbours(Vertex v) const {
    return std::span(arrays_->sources)
        .subspan(arrays_->in_offsets[v], arrays_->in_offsets[v + 1] - arrays_->in_offsets[v]);
  }
  const Arrays& arrays() const { return *arrays_; }

 private:
  std::shared_ptr<const Arrays> arrays_;
};

}  // namespace kith
