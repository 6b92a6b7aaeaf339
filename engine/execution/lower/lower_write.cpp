// engine/execution/lower/lower_write.cpp: writing clauses.
#include "engine/execution/lower/lowering.hpp"

namespace kith::engine {

Result<OperatorPtr> lower_write(const LogicalOperator& plan, Lowering& lowering) {
  const auto* create = std::get_if<CreateOperator>(&plan.node);
  const auto* update = std::get_if<UpdateOperator>(&plan.node);
  const auto* deletion = std::get_if<DeleteOperator>(&plan.node);
  const auto* merge = std::get_if<MergeOperator>(&plan.node);
  const auto* foreach = std::get_if<ForeachOperator>(&plan.node);
  if (create == nullptr && update == nullptr && deletion == nullptr && merge == nullptr && foreach == nullptr)
    return OperatorPtr();
  if (lowering.context.transaction == nullptr) {
    return Error(ErrorKind::kReadOnly, "this transaction only reads").with_hint("begin() gives one that writes");
  }
  KITH_TRY(OperatorPtr input, lower(*plan.inputs[0], lowering));
  if (create != nullptr) return make_create(*create, std::move(input));
  if (update != nullptr) return make_update(*update, std::move(input));
  if (deletion != nullptr) return make_delete(*deletion, std::move(input));
  const LogicalOperator& body = *plan.inputs[1];
  KITH_TRY(std::unique_ptr<Subplan> subplan, lower_subplan(body, lowering.context));
  if (merge != nullptr) return make_merge(*merge, std::move(input), std::move(subplan));
  const bool single_clause = body.inputs.size() == 1 && std::holds_alternative<ArgumentOperator>(body.inputs[0]->node);
  return make_foreach(*foreach, std::move(input), std::move(subplan), single_clause);
}

}  // namespace kith::engine
