// tests/engine/boost_graph_test.cpp: a GraphView models Boost.Graph's concepts, and its algorithms run on it.
#include <kith/boost_graph.hpp>

#include <boost/graph/breadth_first_search.hpp>
#include <boost/graph/dijkstra_shortest_paths.hpp>
#include <boost/graph/graph_concepts.hpp>
#include <boost/graph/strong_components.hpp>
#include <catch2/catch.hpp>

namespace kith {
namespace {

BOOST_CONCEPT_ASSERT((boost::VertexListGraphConcept<BoostView>));
BOOST_CONCEPT_ASSERT((boost::EdgeListGraphConcept<BoostView>));
BOOST_CONCEPT_ASSERT((boost::BidirectionalGraphConcept<BoostView>));
BOOST_CONCEPT_ASSERT((boost::AdjacencyGraphConcept<BoostView>));
BOOST_CONCEPT_ASSERT((boost::AdjacencyMatrixConcept<BoostView>));

/// 0 -> 1 -> 2 -> 0 is a cycle, 2 -> 3 leaves it, 3 -> 3 is a loop, 0 -> 1 is there twice; 4 stands alone.
BoostView example() {
  auto arrays = std::make_shared<GraphView::Arrays>();
  for (std::uint64_t id : {10, 11, 12, 13, 14}) arrays->nodes.push_back(NodeId{id});
  arrays->out_offsets = {0, 2, 3, 5, 6, 6};
  arrays->targets = {1, 1, 2, 0, 3, 3};
  for (std::uint64_t id = 0; id < 6; ++id) arrays->relationships.push_back(RelationshipId{id + 100});
  arrays->in_offsets = {0, 1, 3, 4, 6, 6};
  arrays->sources = {2, 0, 0, 1, 2, 3};
  arrays->in_edges = {3, 0, 1, 2, 4, 5};
  return BoostView(GraphView(std::move(arrays)));
}

TEST_CASE("breadth-first search gives distances over a view") {
  const BoostView graph = example();
  std::vector<int> distance(num_vertices(graph), -1);
  distance[0] = 0;
  boost::breadth_first_search(
      graph, GraphView::Vertex{0},
      boost::visitor(boost::make_bfs_visitor(boost::record_distances(distance.data(), boost::on_tree_edge()))));
  CHECK(distance == std::vector<int>{0, 1, 2, 3, -1});
}

TEST_CASE("Dijkstra's shortest paths take weights by edge number, parallel edges apart") {
  const BoostView graph = example();
  const std::vector<double> weights{5, 2, 1, 1, 7, 1};
  std::vector<double> distance(num_vertices(graph));
  boost::dijkstra_shortest_paths(
      graph, GraphView::Vertex{0},
      boost::weight_map(boost::make_iterator_property_map(weights.begin(), get(boost::edge_index, graph)))
          .distance_map(boost::make_iterator_property_map(distance.begin(), get(boost::vertex_index, graph))));
  CHECK(distance[1] == 2);
  CHECK(distance[2] == 3);
  CHECK(distance[3] == 10);
}

TEST_CASE("strong components of a view") {
  const BoostView graph = example();
  std::vector<int> component(num_vertices(graph));
  const int count = boost::strong_components(
      graph, boost::make_iterator_property_map(component.begin(), get(boost::vertex_index, graph)));
  CHECK(count == 3);
  CHECK(component[0] == component[1]);
  CHECK(component[0] == component[2]);
  CHECK(component[3] != component[0]);
  CHECK(component[4] != component[3]);
}

TEST_CASE("edges come by source, and edge(u, v) finds the first of parallel ones") {
  const BoostView graph = example();
  std::vector<std::pair<GraphView::Vertex, GraphView::Vertex>> seen;
  for (auto [at, end] = edges(graph); at != end; ++at) seen.emplace_back(source(*at, graph), target(*at, graph));
  CHECK(seen ==
        std::vector<std::pair<GraphView::Vertex, GraphView::Vertex>>{{0, 1}, {0, 1}, {1, 2}, {2, 0}, {2, 3}, {3, 3}});
  CHECK(edge(0, 1, graph).second);
  CHECK(edge(0, 1, graph).first.index == 0);
  CHECK_FALSE(edge(1, 0, graph).second);
  CHECK(in_degree(3, graph) == 2);
}

}  // namespace
}  // namespace kith
