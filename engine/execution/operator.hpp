// engine/execution/operator.hpp: the interface of physical operators, and subplans that run again for new outer rows.
#pragma once

#include <memory>

#include "engine/execution/context.hpp"
#include "engine/planner/logical_plan.hpp"

namespace kith::engine {

/// Pulled: next() gives the following rows. State is the operator's own; the logical operator it came from is
/// immutable.
class Operator {
 public:
  virtual ~Operator() = default;
  /// Replaces `out` by the next rows, at most about context.vector_size; size 0: the end, also on every later call.
  virtual Status next(ExecContext& context, Chunk& out) = 0;
  /// Back to the start, for another run of a subplan. Also resets the inputs.
  virtual void reset() = 0;
};
using OperatorPtr = std::unique_ptr<Operator>;

/// The outer rows of a subplan, which every Argument leaf of it gives once; at the root of a query one row without
/// columns.
struct ArgumentSource {
  Chunk rows;
};

/// An operator tree with Arguments at its leaves.
class Subplan {
 public:
  Subplan(OperatorPtr root, std::shared_ptr<ArgumentSource> argument)
      : root_(std::move(root)), argument_(std::move(argument)) {}
  /// Starts over with these outer rows; next() then gives the subplan's rows. The ordinal of each outer row is in the
  /// Argument's row slot.
  Status start(ExecContext& context, Chunk outer);
  Status next(ExecContext& context, Chunk& out) { return root_->next(context, out); }

 private:
  OperatorPtr root_;
  std::shared_ptr<ArgumentSource> argument_;
};

/// Physical operators for a logical plan, which must outlive them. When context.profile is set, each is wrapped by a
/// counter.
Result<OperatorPtr> lower(const LogicalPlan& plan, ExecContext& context);
Result<std::unique_ptr<Subplan>> lower_subplan(const LogicalPlan& plan, ExecContext& context);

}  // namespace kith::engine
