// engine/procedures/strong_components.cpp: kith.graph.strongComponents, by Tarjan's algorithm in Boost.Graph.
#include <boost/graph/strong_components.hpp>

#include <kith/boost_graph.hpp>

#include "engine/procedures/builtin.hpp"
#include "engine/procedures/graph_argument.hpp"

namespace kith::engine {
namespace {

Result<ProcedureRows> run(std::span<const Value> arguments, ExecContext& context) {
  KITH_TRY(const GraphView graph, graph_of_arguments(arguments[0], arguments[1], context));
  const BoostView view(graph);
  std::vector<std::uint32_t> component(graph.num_vertices());
  boost::strong_components(view, boost::make_iterator_property_map(component.begin(), get(boost::vertex_index, view)));
  ProcedureRows rows;
  rows.reserve(component.size());
  for (std::uint32_t vertex = 0; vertex < component.size(); ++vertex) {
    rows.push_back({Value(Node{graph.node(vertex), nullptr}), Value(std::int64_t{component[vertex]})});
  }
  return rows;
}

}  // namespace

ProcedureDefinition strong_components_procedure() {
  return {
      .name = "kith.graph.strongComponents",
      .inputs = {{.name = "labels", .type = StaticType::kList}, {.name = "types", .type = StaticType::kList}},
      .outputs = {{.name = "node", .type = StaticType::kNode}, {.name = "component", .type = StaticType::kInteger}},
      .writes = false,
      .help = "Numbers the strongly connected component of each node: nodes that reach each other along directions.",
      .run = run};
}

}  // namespace kith::engine
