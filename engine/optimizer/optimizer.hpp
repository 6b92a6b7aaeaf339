// engine/optimizer/optimizer.hpp: rewrites of a logical plan that keep its result. One file per rule.
#pragma once

#include <functional>
#include <set>

#include "engine/planner/plan_query.hpp"

namespace kith::engine {

/// Makes a slot that the query has not used.
using NewSlot = std::function<Slot()>;

/// Applies the rules given, subplans of Apply included. `result`: the slots that the query returns.
void optimize(LogicalPlan& plan, const std::set<Slot>& result, const OptimizerRules& rules, const NewSlot& new_slot);

/// ORDER BY with LIMIT keeps a bounded heap instead of sorting everything.
void use_top(LogicalPlan& plan);
/// A limit is taken before what it keeps is computed. Expects use_top to have run.
void push_limit(LogicalPlan& plan);
/// Relationships and ends of expansions that nothing above reads are not produced. `needed`: what is read above `plan`.
void prune_expansions(LogicalPlan& plan, std::set<Slot> needed);
/// Expansions that close a cycle with the one before become intersections.
void use_intersections(LogicalPlan& plan);
/// Below an aggregation that takes multiplicities, expansions of which only the number of matches counts are not
/// enumerated. Expects prune_expansions to have run.
void count_expansions(LogicalPlan& plan);
/// Expansions that only lead to counted ones are counted with them. Expects count_expansions to have run.
void nest_counts(LogicalPlan& plan);

/// Where only the distinct ends of variable-length trails matter, they are searched for as reachable nodes. Expects
/// prune_expansions to have run.
void use_reachability(LogicalPlan& plan);

/// EXISTS and NOT EXISTS that a Filter asks for become semi and anti joins. Expects the rules over Filters to have run.
void use_semi_joins(LogicalPlan& plan);
/// Keys and arguments of aggregations are computed below them.
void compute_early(LogicalPlan& plan, const NewSlot& new_slot);

/// Whether every relationship of the types `part` has one of `whole`; no types are all of them.
bool is_subset(const std::vector<std::string>& part, const std::vector<std::string>& whole);

/// Whether every item may be given a row of multiplicity m as one.
bool takes_multiplicity(const AggregateOperator& aggregate);

}  // namespace kith::engine
