// engine/procedures/degree.cpp: kith.graph.degree.
#include "engine/procedures/builtin.hpp"
#include "engine/procedures/graph_argument.hpp"

namespace kith::engine {
namespace {

Result<ProcedureRows> run(std::span<const Value> arguments, ExecContext& context) {
  KITH_TRY(const GraphView graph, graph_of_arguments(arguments[0], arguments[1], context));
  ProcedureRows rows;
  rows.reserve(graph.num_vertices());
  for (std::uint32_t vertex = 0; vertex < graph.num_vertices(); ++vertex) {
    const auto outgoing = static_cast<std::int64_t>(graph.out_neighbours(vertex).size());
    const auto incoming = static_cast<std::int64_t>(graph.in_neighbours(vertex).size());
    rows.push_back({Value(Node{graph.node(vertex), nullptr}), Value(outgoing), Value(incoming)});
  }
  return rows;
}

}  // namespace

ProcedureDefinition degree_procedure() {
  return {.name = "kith.graph.degree",
          .inputs = {{.name = "labels", .type = StaticType::kList}, {.name = "types", .type = StaticType::kList}},
          .outputs = {{.name = "node", .type = StaticType::kNode},
                      {.name = "outgoing", .type = StaticType::kInteger},
                      {.name = "incoming", .type = StaticType::kInteger}},
          .writes = false,
          .help = "Counts the relationships that leave and reach each node.",
          .run = run};
}

}  // namespace kith::engine
