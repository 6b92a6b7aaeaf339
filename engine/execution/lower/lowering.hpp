// engine/execution/lower/lowering.hpp: from a logical plan to physical operators, one function per family of operators.
#pragma once

#include "engine/execution/operators/make_operators.hpp"

namespace kith::engine {

/// What lowering carries downwards: where Argument leaves of this tree take their rows from.
struct Lowering {
  ExecContext& context;
  std::shared_ptr<ArgumentSource> argument;
  /// The part of the scan at the leaf that is to be read; null: all of it.
  std::shared_ptr<const ScanRange> range;
  /// Whether a pipeline here may be given to several threads.
  bool may_gather = false;
};

Result<OperatorPtr> lower(const LogicalOperator& plan, Lowering& lowering);
Result<std::unique_ptr<Subplan>> lower_subplan(const LogicalOperator& plan, ExecContext& context);

/// Each gives null when the node is not of its family.
Result<OperatorPtr> lower_leaf(const LogicalOperator& plan, Lowering& lowering);
Result<OperatorPtr> lower_expansion(const LogicalOperator& plan, Lowering& lowering);
Result<OperatorPtr> lower_rows(const LogicalOperator& plan, Lowering& lowering);
Result<OperatorPtr> lower_write(const LogicalOperator& plan, Lowering& lowering);
Result<OperatorPtr> lower_join(const LogicalOperator& plan, Lowering& lowering);

/// The pipeline `plan` for several threads, when it is one that starts at a large enough scan; null otherwise.
Result<OperatorPtr> lower_gather(const LogicalOperator& plan, Lowering& lowering);

/// Counts rows and time of an operator into context.profile.
OperatorPtr profiled(OperatorPtr inner, OperatorProfile& profile);

}  // namespace kith::engine
