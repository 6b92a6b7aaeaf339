// engine/optimizer/use_top.cpp: Limit over Sort, with or without a Skip between, becomes Top.
#include "engine/optimizer/optimizer.hpp"

namespace kith::engine {

void use_top(LogicalPlan& plan) {
  for (LogicalPlan& input : plan->inputs) use_top(input);
  const auto* limit = std::get_if<LimitOperator>(&plan->node);
  if (limit == nullptr) return;
  const LogicalPlan below = plan->inputs.front();
  if (const auto* sort = std::get_if<SortOperator>(&below->node)) {
    plan->node = TopOperator{sort->keys, nullptr, limit->count};
    plan->inputs = below->inputs;
    return;
  }
  const auto* skip = std::get_if<SkipOperator>(&below->node);
  if (skip == nullptr) return;
  const LogicalPlan sorted = below->inputs.front();
  const auto* sort = std::get_if<SortOperator>(&sorted->node);
  if (sort == nullptr) return;
  LogicalPlan top = std::make_shared<LogicalOperator>(
      LogicalOperator{TopOperator{sort->keys, skip->count, limit->count}, sorted->inputs, plan->estimated_rows});
  const SkipOperator kept = *skip;
  plan->node = kept;
  plan->inputs = {std::move(top)};
}

}  // namespace kith::engine
