// engine/execution/operators/shortest_path.hpp: the door to the search from one node to all.
#pragma once

#include "engine/execution/operators/unary_operator.hpp"
#include "engine/planner/logical_plan.hpp"

namespace kith::engine {

/// The shortest paths to every node, by one breadth-first search from each start. Requires: not into a node, a
/// selector, and one segment of one step and a least length of 0 or 1.
OperatorPtr make_shortest_to_all(const PathSearchOperator& node, OperatorPtr input);

}  // namespace kith::engine
