// engine/optimizer/optimizer.hpp: rewrites of a logical plan that keep its result. One file per rule.
#pragma once

#include <set>

#include "engine/planner/plan_query.hpp"

namespace kith::engine {

/// Applies every rule, subplans of Apply included. `result`: the slots that the query returns.
void optimize(LogicalPlan& plan, const std::set<Slot>& result);

/// ORDER BY with LIMIT keeps a bounded heap instead of sorting everything.
void use_top(LogicalPlan& plan);
/// A limit is taken before what it keeps is computed. Expects use_top to have run.
void push_limit(LogicalPlan& plan);
/// Relationships and ends of expansions that nothing above reads are not produced. `needed`: what is read above `plan`.
void prune_expansions(LogicalPlan& plan, std::set<Slot> needed);
/// Below an aggregation that takes multiplicities, expansions of which only the number of matches counts are not
/// enumerated. Expects prune_expansions to have run.
void count_expansions(LogicalPlan& plan);
/// EXISTS and NOT EXISTS that a Filter asks for become semi and anti joins. Expects the rules over Filters to have run.
void use_semi_joins(LogicalPlan& plan);

}  // namespace kith::engine
