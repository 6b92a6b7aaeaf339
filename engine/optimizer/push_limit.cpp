// engine/optimizer/push_limit.cpp: Limit over Project becomes Project over Limit, so that only rows that are kept are
// computed.
#include "engine/optimizer/optimizer.hpp"

namespace kith::engine {
namespace {

/// The Project right below a Limit, with or without a Skip between; null when something else is there.
LogicalPlan project_below(const LogicalOperator& limit) {
  LogicalPlan below = limit.inputs.front();
  if (std::holds_alternative<SkipOperator>(below->node)) below = below->inputs.front();
  return std::holds_alternative<ProjectOperator>(below->node) ? below : nullptr;
}

}  // namespace

void push_limit(LogicalPlan& plan) {
  if (std::holds_alternative<LimitOperator>(plan->node)) {
    if (const LogicalPlan project = project_below(*plan)) {
      LogicalPlan& above =
          plan->inputs.front() == project ? plan->inputs.front() : plan->inputs.front()->inputs.front();
      above = project->inputs.front();
      project->inputs = {plan};
      plan = project;
    }
  }
  for (LogicalPlan& input : plan->inputs) push_limit(input);
}

}  // namespace kith::engine
