// engine/planner/operator_slots.hpp: which columns the operators of a plan read.
#pragma once

#include <set>

#include "engine/planner/logical_plan.hpp"

namespace kith::engine {

/// Adds what the operator itself reads from its input; a Project's `keep` reads nothing.
void add_slots_read(const OperatorNode& node, std::set<Slot>& slots);
/// The same for a whole plan, subplans included.
void add_all_slots_read(const LogicalPlan& plan, std::set<Slot>& slots);

}  // namespace kith::engine
