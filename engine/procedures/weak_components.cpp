// engine/procedures/weak_components.cpp: kith.graph.weakComponents, by disjoint sets over the edges.
#include <numeric>

#include <boost/pending/disjoint_sets.hpp>

#include "engine/procedures/builtin.hpp"
#include "engine/procedures/graph_argument.hpp"

namespace kith::engine {
namespace {

Result<ProcedureRows> run(std::span<const Value> arguments, ExecContext& context) {
  KITH_TRY(const GraphView graph, graph_of_arguments(arguments[0], arguments[1], context));
  const auto size = static_cast<std::uint32_t>(graph.num_vertices());
  std::vector<std::uint32_t> rank(size, 0), parent(size);
  std::iota(parent.begin(), parent.end(), 0);
  boost::disjoint_sets<std::uint32_t*, std::uint32_t*> sets(rank.data(), parent.data());
  for (std::uint32_t vertex = 0; vertex < size; ++vertex) {
    for (const GraphView::Vertex neighbour : graph.out_neighbours(vertex)) sets.union_set(vertex, neighbour);
  }
  // Numbered from 0 in order of each component's first node.
  constexpr std::uint32_t kUnnumbered = 0xffffffff;
  std::vector<std::uint32_t> number(size, kUnnumbered);
  std::uint32_t num_components = 0;
  ProcedureRows rows;
  rows.reserve(size);
  for (std::uint32_t vertex = 0; vertex < size; ++vertex) {
    std::uint32_t& component = number[sets.find_set(vertex)];
    if (component == kUnnumbered) component = num_components++;
    rows.push_back({Value(Node{graph.node(vertex), nullptr}), Value(std::int64_t{component})});
  }
  return rows;
}

}  // namespace

ProcedureDefinition weak_components_procedure() {
  return {.name = "kith.graph.weakComponents",
          .inputs = {{.name = "labels", .type = StaticType::kList}, {.name = "types", .type = StaticType::kList}},
          .outputs = {{.name = "node", .type = StaticType::kNode}, {.name = "component", .type = StaticType::kInteger}},
          .writes = false,
          .help = "Numbers the connected component of each node, whichever way relationships point.",
          .run = run};
}

}  // namespace kith::engine
