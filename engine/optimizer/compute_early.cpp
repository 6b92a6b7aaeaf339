// engine/optimizer/compute_early.cpp: what an aggregation computes of each row becomes columns of the pipeline below
// it, which may run on several threads; the aggregation itself runs on one.
#include <utility>

#include "engine/binder/binder.hpp"
#include "engine/optimizer/optimizer.hpp"

namespace kith::engine {
namespace {

/// Gives `expression` a column of its own, unless it is one already or the same for every row.
void move_down(ExpressionPtr& expression, Projections& items, const NewSlot& new_slot) {
  if (std::holds_alternative<SlotExpression>(expression->node) ||
      std::holds_alternative<ConstantExpression>(expression->node) ||
      std::holds_alternative<ParameterExpression>(expression->node)) {
    return;
  }
  const Slot slot = new_slot();
  ExpressionPtr column = slot_expression(slot, expression->type);
  items.emplace_back(slot, std::exchange(expression, std::move(column)));
}

}  // namespace

void compute_early(LogicalPlan& plan, const NewSlot& new_slot) {
  for (LogicalPlan& input : plan->inputs) compute_early(input, new_slot);
  auto* aggregate = std::get_if<AggregateOperator>(&plan->node);
  if (aggregate == nullptr) return;
  Projections items;
  for (auto& [slot, key] : aggregate->keys) move_down(key, items, new_slot);
  for (AggregateOperator::Item& item : aggregate->items) {
    for (ExpressionPtr& argument : item.aggregate.arguments) move_down(argument, items, new_slot);
  }
  if (items.empty()) return;
  LogicalPlan& input = plan->inputs.front();
  const double rows = input->estimated_rows;
  input = std::make_shared<LogicalOperator>(
      LogicalOperator{ProjectOperator{std::move(items), std::nullopt}, {input}, rows});
}

}  // namespace kith::engine
