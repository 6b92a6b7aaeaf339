// engine/optimizer/semi_joins.cpp: EXISTS and NOT EXISTS among the conjuncts of a Filter become semi and anti joins
// over what the other conjuncts keep: the plan then shows them, and no column of truth is made of them.
#include "engine/binder/binder.hpp"
#include "engine/optimizer/optimizer.hpp"
#include "engine/planner/planner.hpp"

namespace kith::engine {
namespace {

/// The EXISTS that the conjunct is, or that it negates; null when it is something else.
const SubqueryBoundExpression* exists_of(const BoundExpression& conjunct, ApplyKind& kind) {
  const BoundExpression* at = &conjunct;
  kind = ApplyKind::kSemi;
  while (const auto* unary = std::get_if<UnaryExpression>(&at->node)) {
    if (unary->kind != UnaryKind::kNot) return nullptr;
    kind = kind == ApplyKind::kSemi ? ApplyKind::kAnti : ApplyKind::kSemi;
    at = unary->operand.get();
  }
  const auto* subquery = std::get_if<SubqueryBoundExpression>(&at->node);
  return subquery != nullptr && subquery->kind == ast::SubqueryKind::kExists ? subquery : nullptr;
}

}  // namespace

void use_semi_joins(LogicalPlan& plan) {
  for (LogicalPlan& input : plan->inputs) use_semi_joins(input);
  const auto* filter = std::get_if<FilterOperator>(&plan->node);
  if (filter == nullptr) return;
  std::vector<ExpressionPtr> conjuncts, others;
  split_conjuncts(filter->predicate, conjuncts);
  std::vector<std::pair<ApplyKind, const SubqueryBoundExpression*>> subqueries;
  for (const ExpressionPtr& conjunct : conjuncts) {
    ApplyKind kind{};
    if (const SubqueryBoundExpression* subquery = exists_of(*conjunct, kind)) {
      subqueries.emplace_back(kind, subquery);
    } else {
      others.push_back(conjunct);
    }
  }
  if (subqueries.empty()) return;
  const double rows = plan->estimated_rows;
  LogicalPlan at = plan->inputs.front();
  if (!others.empty()) {
    ExpressionPtr rest = others.size() == 1
                             ? others.front()
                             : make_expression({}, StaticType::kBoolean,
                                               LogicalExpression{ast::LogicalOperatorKind::kAnd, std::move(others)});
    at = make_operator(FilterOperator{std::move(rest)}, {std::move(at)}, rows);
  }
  for (const auto& [kind, subquery] : subqueries) {
    ApplyOperator apply{.kind = kind, .row = subquery->row, .introduced = {}, .per_row = subquery->per_row};
    at = make_operator(std::move(apply), {std::move(at), subquery->plan}, rows);
  }
  plan = std::move(at);
}

}  // namespace kith::engine
