// engine/optimizer/use_reachability.cpp: where only the distinct ends of variable-length trails matter, each is found
// once instead of once for every trail that leads to it.
#include <algorithm>

#include "engine/functions/function.hpp"
#include "engine/optimizer/optimizer.hpp"
#include "engine/planner/operator_slots.hpp"

namespace kith::engine {
namespace {

/// Whether rows that come twice change nothing.
bool ignores_repeated_rows(const OperatorNode& node) {
  if (std::holds_alternative<DistinctOperator>(node)) return true;
  const auto* aggregate = std::get_if<AggregateOperator>(&node);
  return aggregate != nullptr && std::all_of(aggregate->items.begin(), aggregate->items.end(), [](const auto& item) {
           const std::string& name = item.aggregate.function->name;
           return item.aggregate.distinct || name == "min" || name == "max";
         });
}

/// Whether each of its rows comes from one row of its input, and does not depend on the others.
bool is_by_row(const OperatorNode& node) {
  return std::holds_alternative<FilterOperator>(node) || std::holds_alternative<ProjectOperator>(node) ||
         std::holds_alternative<ExpandOperator>(node) || std::holds_alternative<VarExpandOperator>(node);
}

}  // namespace

void use_reachability(LogicalPlan& plan) {
  for (LogicalPlan& input : plan->inputs) use_reachability(input);
  if (!ignores_repeated_rows(plan->node)) return;
  std::set<Slot> read;
  add_slots_read(plan->node, read);
  for (LogicalPlan at = plan->inputs.front(); is_by_row(at->node); at = at->inputs.front()) {
    if (auto* trail = std::get_if<VarExpandOperator>(&at->node)) {
      trail->only_reached =
          trail->minimum <= 1 && !trail->into && trail->unique_against.empty() && !read.contains(trail->relationships);
    }
    if (const auto* project = std::get_if<ProjectOperator>(&at->node);
        project != nullptr && project->keep.has_value()) {
      read.insert(project->keep->begin(), project->keep->end());
    }
    add_slots_read(at->node, read);
  }
}

}  // namespace kith::engine
