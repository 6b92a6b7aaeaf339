// engine/optimizer/optimizer.hpp: rewrites of a logical plan that keep its result. One file per rule.
#pragma once

#include <set>

#include "engine/planner/plan_query.hpp"

namespace kith::engine {

/// Applies the rules given, subplans of Apply included. `result`: the slots that the query returns.
void optimize(LogicalPlan& plan, const std::set<Slot>& result, const OptimizerRules& rules);

/// ORDER BY with LIMIT keeps a bounded heap instead of sorting everything.
void use_top(LogicalPlan& plan);
/// Relationships and ends of expansions that nothing above reads are not produced. `needed`: what is read above `plan`.
void prune_expansions(LogicalPlan& plan, const std::set<Slot>& needed);
/// Below an aggregation that takes multiplicities, expansions of which only the number of matches counts are not
/// enumerated. Expects prune_expansions to have run.
void count_expansions(LogicalPlan& plan);

}  // namespace kith::engine
