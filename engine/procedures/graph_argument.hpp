// engine/procedures/graph_argument.hpp: the graph that an algorithm is asked to look at.
#pragma once

#include <kith/graph_view.hpp>

#include "engine/execution/context.hpp"

namespace kith::engine {

/// labels, types: lists of strings; empty or null: all.
Result<GraphView> graph_of_arguments(const Value& labels, const Value& types, ExecContext& context);

}  // namespace kith::engine
