// engine/optimizer/use_top.cpp: Limit over Sort, with or without a Skip between, becomes Top.
#include "engine/optimizer/optimizer.hpp"

namespace kith::engine {

void use_top(LogicalPlan& plan) {
  for (LogicalPlan& input : plan->inputs) use_top(input);
  const auto* limit = std::get_if<LimitOperator>(&plan->node);
  if (limit == nullptr) return;
  LogicalPlan below = plan->inputs.front();
  ExpressionPtr skipped;
  if (const auto* skip = std::get_if<SkipOperator>(&below->node)) {
    skipped = skip->count;
    below = below->inputs.front();
  }
  const auto* sort = std::get_if<SortOperator>(&below->node);
  if (sort == nullptr) return;
  plan->node = TopOperator{sort->keys, std::move(skipped), limit->count};
  plan->inputs = below->inputs;
}

}  // namespace kith::engine
