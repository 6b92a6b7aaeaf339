// engine/planner/planner.hpp: bound queries to logical plans.
#pragma once

#include <set>

#include "engine/binder/binder.hpp"

namespace kith::engine {

/// Where a plan runs: at the root of a query, or as the subplan of some outer rows.
struct PlanScope {
  std::optional<Slot> row;  ///< In a subplan that carries it: the outer row's ordinal.
  std::set<Slot> outer;     ///< The outer columns that every row keeps.
};

/// A plan being built, with the slots that its rows have.
struct PlanState {
  LogicalPlan plan;  ///< Null: one row without columns.
  std::set<Slot> available;
};

/// Plans clause by clause. Made for one statement; `binder` numbers the slots that planning adds.
class Planner {
 public:
  Planner(Binder& binder, const PlanningContext& context) : binder_(binder), context_(context) {}

  /// The plan of a whole query; its rows have the query's columns.
  LogicalPlan plan(const BoundQuery& query, PlanState state, const PlanScope& scope);
  LogicalPlan plan_subquery(const BoundQuery& query, Slot row, const std::set<Slot>& outer);
  /// How deep the operators of a plan and of the subqueries in its expressions may come to stand on each other.
  std::size_t num_levels(const LogicalPlan& plan) const { return plan->depth + num_subquery_levels_; }

 private:
  PlanState plan_part(const BoundPart& part, PlanState state, const PlanScope& scope);
  void plan_clause(const BoundClause& clause, PlanState& state, const PlanScope& scope);
  void plan_match(const BoundMatch& match, PlanState& state);
  void plan_projection(const BoundProjection& projection, PlanState& state, const PlanScope& scope);
  void plan_merge(const BoundMerge& merge, PlanState& state);
  void plan_foreach(const BoundForeach& foreach, PlanState& state);
  void plan_call(const BoundCall& call, PlanState& state);
  void plan_call_subquery(const BoundSubquery& subquery, PlanState& state);
  void plan_conditional(const BoundConditional& conditional, PlanState& state, const PlanScope& scope);
  /// The subplan of a subquery, on top of `inner`.
  LogicalPlan plan_inner(const BoundSubquery& subquery, PlanState inner, PlanScope scope);
  LogicalPlan plan_difference(ast::SetOperator kind, LogicalPlan left, const std::vector<Slot>& left_slots,
                              LogicalPlan right, const std::vector<Slot>& right_slots, const std::vector<Slot>& output);
  static void append_apply(PlanState& state, ApplyOperator apply, LogicalPlan right);

  Binder& binder_;
  const PlanningContext& context_;
  std::size_t num_subquery_levels_ = 0;
};

/// Plans the pattern of a MATCH on top of `state` (planner/plan_pattern.cpp): scans, expansions in a good order,
/// filters as early as their slots allow. Afterwards every slot of the pattern and its named paths are available.
void plan_pattern(const BoundPattern& pattern, PlanState& state, Binder& binder, const PlanningContext& context);

LogicalPlan make_operator(OperatorNode node, std::vector<LogicalPlan> inputs, double estimated_rows = 0);
/// state.plan becomes `node` over it.
void append_operator(PlanState& state, OperatorNode node);
/// The plan, or the one-row Argument when there is none yet.
LogicalPlan plan_or_argument(PlanState& state);

}  // namespace kith::engine
