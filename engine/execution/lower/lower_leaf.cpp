// engine/execution/lower/lower_leaf.cpp: arguments, scans and seeks.
#include "engine/execution/lower/lowering.hpp"

namespace kith::engine {

Result<OperatorPtr> lower_leaf(const LogicalOperator& plan, Lowering& lowering) {
  if (const auto* argument = std::get_if<ArgumentOperator>(&plan.node))
    return make_argument(lowering.argument, argument->row);
  const bool is_leaf = std::holds_alternative<NodeScanOperator>(plan.node) ||
                       std::holds_alternative<NodeIndexSeekOperator>(plan.node) ||
                       std::holds_alternative<NodeByIdSeekOperator>(plan.node);
  if (!is_leaf) return OperatorPtr();
  OperatorPtr input;
  if (!plan.inputs.empty()) {
    KITH_TRY(input, lower(*plan.inputs[0], lowering));
  }
  if (const auto* scan = std::get_if<NodeScanOperator>(&plan.node))
    return make_node_scan(*scan, std::move(input), lowering.range);
  if (input == nullptr) input = make_argument(lowering.argument, std::nullopt);
  if (const auto* seek = std::get_if<NodeIndexSeekOperator>(&plan.node))
    return make_node_index_seek(*seek, std::move(input));
  return make_node_by_id_seek(std::get<NodeByIdSeekOperator>(plan.node), std::move(input));
}

}  // namespace kith::engine
