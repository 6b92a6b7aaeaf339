// engine/execution/lower/lower_rows.cpp: operators that choose, compute, order and group rows of one input.
#include "engine/execution/lower/lowering.hpp"

namespace kith::engine {
namespace {

OperatorPtr make(const FilterOperator& node, OperatorPtr input) { return make_filter(node, std::move(input)); }
OperatorPtr make(const ProjectOperator& node, OperatorPtr input) { return make_project(node, std::move(input)); }
OperatorPtr make(const AggregateOperator& node, OperatorPtr input) { return make_aggregate(node, std::move(input)); }
OperatorPtr make(const DistinctOperator& node, OperatorPtr input) { return make_distinct(node, std::move(input)); }
OperatorPtr make(const SortOperator& node, OperatorPtr input) { return make_sort(node.keys, std::move(input)); }
OperatorPtr make(const TopOperator& node, OperatorPtr input) { return make_top(node, std::move(input)); }
OperatorPtr make(const SkipOperator& node, OperatorPtr input) { return make_skip(node, std::move(input)); }
OperatorPtr make(const LimitOperator& node, OperatorPtr input) { return make_limit(node, std::move(input)); }
OperatorPtr make(const UnwindOperator& node, OperatorPtr input) { return make_unwind(node, std::move(input)); }
OperatorPtr make(const LoadCsvOperator& node, OperatorPtr input) { return make_load_csv(node, std::move(input)); }
OperatorPtr make(const ProcedureCallOperator& node, OperatorPtr input) {
  return make_procedure_call(node, std::move(input));
}
OperatorPtr make(const EagerOperator&, OperatorPtr input) { return make_eager(std::move(input)); }

}  // namespace

Result<OperatorPtr> lower_rows(const LogicalOperator& plan, Lowering& lowering) {
  return std::visit(
      [&](const auto& node) -> Result<OperatorPtr> {
        if constexpr (requires { make(node, OperatorPtr()); }) {
          KITH_TRY(OperatorPtr input, lower(*plan.inputs[0], lowering));
          return make(node, std::move(input));
        } else {
          return OperatorPtr();
        }
      },
      plan.node);
}

}  // namespace kith::engine
