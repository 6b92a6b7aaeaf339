// kith/boost_graph.hpp: a GraphView as a Boost.Graph: models VertexListGraph, EdgeListGraph, IncidenceGraph,
// BidirectionalGraph, AdjacencyGraph and AdjacencyMatrix, so that every read-only algorithm of Boost.Graph runs on it.
// The only public header that includes Boost (1.74 or later).
#pragma once

#include <algorithm>
#include <cstddef>
#include <functional>
#include <utility>

#include <boost/graph/graph_traits.hpp>
#include <boost/graph/properties.hpp>
#include <boost/iterator/counting_iterator.hpp>
#include <boost/iterator/iterator_facade.hpp>
#include <boost/property_map/property_map.hpp>

#include <kith/graph_view.hpp>

namespace kith {

/// A handle over a GraphView; cheap to copy. Vertices are 0..num_vertices-1, so vertex_index is the identity;
/// edge_index is the edge's number in the view. Threads: any number of readers.
class BoostView {
 public:
  using vertex_descriptor = GraphView::Vertex;
  /// Equality and order by number: parallel edges differ.
  struct Edge {
    vertex_descriptor source = 0;
    vertex_descriptor target = 0;
    GraphView::Edge index = 0;
    friend bool operator==(const Edge& a, const Edge& b) { return a.index == b.index; }
    friend bool operator!=(const Edge& a, const Edge& b) { return a.index != b.index; }
    friend bool operator<(const Edge& a, const Edge& b) { return a.index < b.index; }
  };
  using edge_descriptor = Edge;
  using directed_category = boost::bidirectional_tag;
  using edge_parallel_category = boost::allow_parallel_edge_tag;
  struct traversal_category : boost::bidirectional_graph_tag,
                              boost::adjacency_graph_tag,
                              boost::vertex_list_graph_tag,
                              boost::edge_list_graph_tag,
                              boost::adjacency_matrix_tag {};
  using vertices_size_type = std::size_t;
  using edges_size_type = std::size_t;
  using degree_size_type = std::size_t;
  using vertex_iterator = boost::counting_iterator<vertex_descriptor>;
  using adjacency_iterator = const vertex_descriptor*;

  // Some algorithms copy graphs or read bundled properties; a view has none.
  using vertex_property_type = boost::no_property;
  using edge_property_type = boost::no_property;
  using graph_property_type = boost::no_property;

  explicit BoostView(GraphView view) : view_(std::move(view)) {}
  const GraphView& view() const { return view_; }
  static vertex_descriptor null_vertex() { return static_cast<vertex_descriptor>(-1); }

  /// Edges of one vertex, outgoing or incoming, by position in the view's arrays.
  class out_edge_iterator : public boost::iterator_facade<out_edge_iterator, Edge, boost::random_access_traversal_tag,
                                                          Edge, std::ptrdiff_t> {
   public:
    out_edge_iterator() = default;
    out_edge_iterator(const GraphView::Arrays* arrays, vertex_descriptor source, std::size_t at)
        : arrays_(arrays), source_(source), at_(at) {}

   private:
    friend class boost::iterator_core_access;
    Edge dereference() const { return {source_, arrays_->targets[at_], at_}; }
    bool equal(const out_edge_iterator& other) const { return at_ == other.at_; }
    void increment() { ++at_; }
    void decrement() { --at_; }
    void advance(std::ptrdiff_t n) { at_ += static_cast<std::size_t>(n); }
    std::ptrdiff_t distance_to(const out_edge_iterator& other) const {
      return static_cast<std::ptrdiff_t>(other.at_ - at_);
    }
    const GraphView::Arrays* arrays_ = nullptr;
    vertex_descriptor source_ = 0;
    std::size_t at_ = 0;
  };

  class in_edge_iterator : public boost::iterator_facade<in_edge_iterator, Edge, boost::random_access_traversal_tag,
                                                         Edge, std::ptrdiff_t> {
   public:
    in_edge_iterator() = default;
    in_edge_iterator(const GraphView::Arrays* arrays, vertex_descriptor target, std::size_t at)
        : arrays_(arrays), target_(target), at_(at) {}

   private:
    friend class boost::iterator_core_access;
    Edge dereference() const { return {arrays_->sources[at_], target_, arrays_->in_edges[at_]}; }
    bool equal(const in_edge_iterator& other) const { return at_ == other.at_; }
    void increment() { ++at_; }
    void decrement() { --at_; }
    void advance(std::ptrdiff_t n) { at_ += static_cast<std::size_t>(n); }
    std::ptrdiff_t distance_to(const in_edge_iterator& other) const {
      return static_cast<std::ptrdiff_t>(other.at_ - at_);
    }
    const GraphView::Arrays* arrays_ = nullptr;
    vertex_descriptor target_ = 0;
    std::size_t at_ = 0;
  };

  /// Every edge, by source and then as out_edges has them.
  class edge_iterator
      : public boost::iterator_facade<edge_iterator, Edge, boost::forward_traversal_tag, Edge, std::ptrdiff_t> {
   public:
    edge_iterator() = default;
    edge_iterator(const GraphView::Arrays* arrays, std::size_t at) : arrays_(arrays), at_(at) { skip_sources(); }

   private:
    friend class boost::iterator_core_access;
    Edge dereference() const { return {source_, arrays_->targets[at_], at_}; }
    bool equal(const edge_iterator& other) const { return at_ == other.at_; }
    void increment() {
      ++at_;
      skip_sources();
    }
    void skip_sources() {
      while (at_ < arrays_->targets.size() && at_ >= arrays_->out_offsets[source_ + 1]) ++source_;
    }
    const GraphView::Arrays* arrays_ = nullptr;
    vertex_descriptor source_ = 0;
    std::size_t at_ = 0;
  };

  friend std::pair<vertex_iterator, vertex_iterator> vertices(const BoostView& g) {
    return {vertex_iterator(0), vertex_iterator(static_cast<vertex_descriptor>(g.view_.num_vertices()))};
  }
  friend vertices_size_type num_vertices(const BoostView& g) { return g.view_.num_vertices(); }
  friend std::pair<edge_iterator, edge_iterator> edges(const BoostView& g) {
    return {edge_iterator(&g.view_.arrays(), 0), edge_iterator(&g.view_.arrays(), g.view_.num_edges())};
  }
  friend edges_size_type num_edges(const BoostView& g) { return g.view_.num_edges(); }
  friend std::pair<out_edge_iterator, out_edge_iterator> out_edges(vertex_descriptor v, const BoostView& g) {
    const auto& arrays = g.view_.arrays();
    return {out_edge_iterator(&arrays, v, arrays.out_offsets[v]),
            out_edge_iterator(&arrays, v, arrays.out_offsets[v + 1])};
  }
  friend std::pair<in_edge_iterator, in_edge_iterator> in_edges(vertex_descriptor v, const BoostView& g) {
    const auto& arrays = g.view_.arrays();
    return {in_edge_iterator(&arrays, v, arrays.in_offsets[v]), in_edge_iterator(&arrays, v, arrays.in_offsets[v + 1])};
  }
  friend degree_size_type out_degree(vertex_descriptor v, const BoostView& g) {
    return g.view_.out_neighbours(v).size();
  }
  friend degree_size_type in_degree(vertex_descriptor v, const BoostView& g) { return g.view_.in_neighbours(v).size(); }
  friend degree_size_type degree(vertex_descriptor v, const BoostView& g) { return out_degree(v, g) + in_degree(v, g); }
  friend std::pair<adjacency_iterator, adjacency_iterator> adjacent_vertices(vertex_descriptor v, const BoostView& g) {
    const auto neighbours = g.view_.out_neighbours(v);
    return {neighbours.data(), neighbours.data() + neighbours.size()};
  }
  friend vertex_descriptor source(const Edge& edge, const BoostView&) { return edge.source; }
  friend vertex_descriptor target(const Edge& edge, const BoostView&) { return edge.target; }
  friend vertex_descriptor vertex(vertices_size_type n, const BoostView&) { return static_cast<vertex_descriptor>(n); }
  /// The first of the edges from u to v. Cost: a binary search.
  friend std::pair<Edge, bool> edge(vertex_descriptor u, vertex_descriptor v, const BoostView& g) {
    const auto neighbours = g.view_.out_neighbours(u);
    const auto found = std::lower_bound(neighbours.begin(), neighbours.end(), v);
    const auto at = g.view_.arrays().out_offsets[u] + static_cast<std::size_t>(found - neighbours.begin());
    return {Edge{u, v, at}, found != neighbours.end() && *found == v};
  }

  /// The number of an edge, as a property map.
  struct EdgeIndexMap {
    using key_type = Edge;
    using value_type = GraphView::Edge;
    using reference = GraphView::Edge;
    using category = boost::readable_property_map_tag;
    friend reference get(const EdgeIndexMap&, const Edge& edge) { return edge.index; }
    reference operator[](const Edge& edge) const { return edge.index; }
  };
  using VertexIndexMap = boost::typed_identity_property_map<vertex_descriptor>;
  friend VertexIndexMap get(boost::vertex_index_t, const BoostView&) { return {}; }
  friend vertex_descriptor get(boost::vertex_index_t, const BoostView&, vertex_descriptor v) { return v; }
  friend EdgeIndexMap get(boost::edge_index_t, const BoostView&) { return {}; }
  friend GraphView::Edge get(boost::edge_index_t, const BoostView&, const Edge& edge) { return edge.index; }

 private:
  GraphView view_;
};

}  // namespace kith

template <>
struct std::hash<kith::BoostView::Edge> {
  std::size_t operator()(const kith::BoostView::Edge& edge) const noexcept {
    return std::hash<std::size_t>{}(edge.index);
  }
};

namespace boost {
template <>
struct property_map<kith::BoostView, vertex_index_t> {
  using type = kith::BoostView::VertexIndexMap;
  using const_type = type;
};
template <>
struct property_map<kith::BoostView, edge_index_t> {
  using type = kith::BoostView::EdgeIndexMap;
  using const_type = type;
};
// `property_map<const G, Tag>` is asked for by some algorithms (Kruskal's).
template <>
struct property_map<const kith::BoostView, vertex_index_t> : property_map<kith::BoostView, vertex_index_t> {};
template <>
struct property_map<const kith::BoostView, edge_index_t> : property_map<kith::BoostView, edge_index_t> {};
}  // namespace boost
