// engine/execution/operators/unary_operator.hpp: what operators with one input share.
#pragma once

#include "engine/execution/operator.hpp"

namespace kith::engine {

class UnaryOperator : public Operator {
 public:
  explicit UnaryOperator(OperatorPtr input) : input_(std::move(input)) {}
  void reset() override { input_->reset(); }

 protected:
  OperatorPtr input_;
};

/// The end of an operator's rows.
inline Status end_of_rows(Chunk& out, const ExecContext& context) {
  out.reset(context.num_slots);
  return Status::success();
}

inline void set_column(Chunk& chunk, Slot slot, Vector column) {
  if (chunk.columns.size() <= slot) chunk.columns.resize(slot + 1);
  chunk.columns[slot] = std::move(column);
}

}  // namespace kith::engine
