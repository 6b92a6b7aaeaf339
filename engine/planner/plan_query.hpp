// engine/planner/plan_query.hpp: a statement's way from syntax tree to logical plan: bind, plan, optimize.
#pragma once

#include <kith/testing.hpp>
#include "engine/planner/interrupt.hpp"

#include "engine/functions/function_registry.hpp"
#include "engine/planner/logical_plan.hpp"
#include "engine/procedures/procedure.hpp"
#include "storage/read_view.hpp"

namespace kith::engine {

/// What planning may look at. Parameter values never shape a plan; their presence and types may raise compile-time
/// errors.
struct PlanningContext {
  const storage::ReadView& view;  ///< Schema, statistics, names.
  const ProcedureTable& procedures;
  const FunctionRegistry& functions;
  const Parameters& parameters;
  OptimizerRules rules = {};  ///< Off for tests: the plan as written, left to right.
  Interrupt interrupt = {};
};

/// Operators that may stand on top of each other, as docs/language.md says: plans are rewritten, run and freed by
/// recursion.
constexpr std::size_t kMostLevels = 2000;
/// kUnsupported, naming the limit.
Error query_too_long();

/// Whether a statement writes: known before planning, since a writer's snapshot is taken under the write lock.
bool is_write(const ast::RegularQuery& query, const ProcedureTable& procedures);
bool is_write(const ast::SingleQuery& query, const ProcedureTable& procedures);

/// Errors: every compile-time error of the language, with its place.
Result<PlannedQuery> plan_query(const ast::RegularQuery& query, std::string_view text, const PlanningContext& context);

}  // namespace kith::engine
