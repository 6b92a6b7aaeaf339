// engine/optimizer/prune_expansions.cpp: what nothing above reads is not produced.
#include "engine/optimizer/optimizer.hpp"
#include "engine/planner/operator_slots.hpp"

namespace kith::engine {
namespace {

bool cannot_fail(const BoundExpression& expression) {
  return std::holds_alternative<PathExpression>(expression.node) ||
         std::holds_alternative<SlotExpression>(expression.node) ||
         std::holds_alternative<ConstantExpression>(expression.node);
}

}  // namespace

void prune_expansions(LogicalPlan& plan, std::set<Slot> needed) {
  if (auto* expand = std::get_if<ExpandOperator>(&plan->node)) {
    if (expand->relationship.has_value() && !needed.contains(*expand->relationship)) expand->relationship.reset();
    if (expand->to.has_value() && !expand->into && !needed.contains(*expand->to)) expand->to.reset();
  } else if (auto* project = std::get_if<ProjectOperator>(&plan->node)) {
    std::erase_if(project->items,
                  [&](const auto& item) { return !needed.contains(item.first) && cannot_fail(*item.second); });
    if (project->keep.has_value()) std::erase_if(*project->keep, [&](Slot slot) { return !needed.contains(slot); });
  } else if (auto* join = std::get_if<HashJoinOperator>(&plan->node)) {
    std::erase_if(join->build_slots, [&](Slot slot) { return !needed.contains(slot); });
  } else if (std::holds_alternative<AggregateOperator>(plan->node)) {
    needed.clear();
  } else if (std::holds_alternative<TransactionBatchesOperator>(plan->node)) {
    add_all_slots_read(plan->inputs[1], needed);
  } else if (const auto* merged = std::get_if<UnionOperator>(&plan->node)) {
    for (std::size_t i = 0; i < plan->inputs.size(); ++i) {
      prune_expansions(plan->inputs[i], {merged->slots[i].begin(), merged->slots[i].end()});
    }
    return;
  } else if (const auto* apply = std::get_if<ApplyOperator>(&plan->node)) {
    needed.insert(apply->row);
    add_all_slots_read(plan->inputs[1], needed);  // the left side gives the right one what it reads
  } else if (std::holds_alternative<MergeOperator>(plan->node) || std::holds_alternative<ForeachOperator>(plan->node)) {
    add_slots_read(plan->node, needed);
    add_all_slots_read(plan->inputs[1], needed);
    prune_expansions(plan->inputs[0], std::move(needed));
    return;  // the subplan's columns are all written into
  }
  add_slots_read(plan->node, needed);
  for (std::size_t i = 1; i < plan->inputs.size(); ++i) prune_expansions(plan->inputs[i], needed);
  if (!plan->inputs.empty()) prune_expansions(plan->inputs.front(), std::move(needed));
}

}  // namespace kith::engine
