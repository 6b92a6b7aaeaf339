// engine/procedures/graph_argument.cpp: graph views for procedures, counted against the query's memory.
#include "engine/procedures/graph_argument.hpp"

#include <fmt/format.h>

#include "engine/graph/build_graph_view.hpp"

namespace kith::engine {
namespace {

/// What GraphView says it takes, and as much again for an algorithm's own arrays.
constexpr std::size_t kBytesPerVertex = 12 + 24;
constexpr std::size_t kBytesPerEdge = 28;

Result<std::vector<std::string>> names_of(const Value& list) {
  std::vector<std::string> names;
  if (list.is_null()) return names;
  for (const Value& name : list.list()) {
    if (!name.is(ValueKind::kString)) {
      return Error(ErrorKind::kTypeError,
                   fmt::format("labels and types are given by name, got {}", to_string(name.kind())))
          .with_detail("InvalidArgumentType");
    }
    names.push_back(name.get<std::string>());
  }
  return names;
}

}  // namespace

Result<GraphView> graph_of_arguments(const Value& labels, const Value& types, ExecContext& context) {
  GraphViewOptions options;
  KITH_TRY(options.labels, names_of(labels));
  KITH_TRY(options.types, names_of(types));
  const storage::Statistics& statistics = context.view->statistics();
  const std::size_t bytes = statistics.num_nodes * kBytesPerVertex + statistics.num_relationships * kBytesPerEdge;
  KITH_CHECK_OK(context.reserve(bytes));
  Result<GraphView> graph = build_graph_view(*context.view, options);
  context.release(bytes);
  return graph;
}

}  // namespace kith::engine
