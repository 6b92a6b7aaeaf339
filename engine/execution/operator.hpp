// engine/execution/operator.hpp: the interface of physical operators, and subplans that run again for new outer rows.
#pragma once

#include <memory>

#include "engine/execution/context.hpp"
#include "engine/planner/logical_plan.hpp"

namespace kith::engine {

/// Pulled: next() gives the following rows. State is the operator's own; the logical operator it came from is immutable.
class Operator {
 public:
  virtual ~Operator() = default;
  /// Replaces `out` by the next rows, at most about context.vector_size; size 0: the end, also on every later call.
  virtual Status next(ExecContext& context, Chunk& out) = 0;
  /// Back to the start, for another run of a subplan. Also resets the inputs.
  virtual void reset() = 0;

  // For PROFILE, counted by the wrapper that lower() puts around each operator when profiling.
  std::uint64_t profiled_rows = 0;
  std::uint64_t profiled_nanoseconds = 0;
};
using OperatorPtr = std::unique_ptr<Operator>;

/// Gives the chunk it was handed, once.
class ArgumentSource;

/// An operator tree with an Argument at its leaf.
class Subplan {
 public:
  Subplan(OperatorPtr root, ArgumentSource* argument) : root_(std::move(root)), argument_(argument) {}
  /// Starts over with these outer rows; next() then gives the subplan's rows. The ordinal of each outer row is in the Argument's
  /// row slot.
  Status start(ExecContext& context, const Chunk& outer);
  Status next(ExecContext& context, Chunk& out) { return root_->next(context, out); }

 private:
  OperatorPtr root_;
  ArgumentSource* argument_;
};

/// Physical operators for a logical plan.
Result<OperatorPtr> lower(const LogicalPlan& plan, ExecContext& context);
Result<std::unique_ptr<Subplan>> lower_subplan(const LogicalPlan& plan, ExecContext& context);

}  // namespace kith::engine
