// engine/execution/lower/lower_join.cpp: operators with several inputs.
#include "engine/execution/lower/lowering.hpp"

namespace kith::engine {

Result<OperatorPtr> lower_join(const LogicalOperator& plan, Lowering& lowering) {
  if (const auto* apply = std::get_if<ApplyOperator>(&plan.node)) {
    KITH_TRY(OperatorPtr input, lower(*plan.inputs[0], lowering));
    KITH_TRY(std::unique_ptr<Subplan> subplan, lower_subplan(*plan.inputs[1], lowering.context));
    if (apply->kind == ApplyKind::kSemi || apply->kind == ApplyKind::kAnti)
      return make_semi_apply(*apply, std::move(input), std::move(subplan));
    return make_apply(*apply, std::move(input), std::move(subplan));
  }
  if (const auto* batches = std::get_if<TransactionBatchesOperator>(&plan.node)) {
    KITH_TRY(OperatorPtr input, lower(*plan.inputs[0], lowering));
    KITH_TRY(std::unique_ptr<Subplan> subplan, lower_subplan(*plan.inputs[1], lowering.context));
    return make_transaction_batches(*batches, std::move(input), std::move(subplan));
  }
  const auto* join = std::get_if<HashJoinOperator>(&plan.node);
  const auto* merged = std::get_if<UnionOperator>(&plan.node);
  if (join == nullptr && merged == nullptr) return OperatorPtr();
  std::vector<OperatorPtr> inputs;
  for (const LogicalPlan& input : plan.inputs) {
    KITH_TRY(OperatorPtr one, lower(*input, lowering));
    inputs.push_back(std::move(one));
  }
  if (merged != nullptr) return make_union(*merged, std::move(inputs));
  return make_hash_join(*join, std::move(inputs[0]), std::move(inputs[1]));
}

}  // namespace kith::engine
