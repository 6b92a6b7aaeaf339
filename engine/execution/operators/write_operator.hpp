// engine/execution/operators/write_operator.hpp: writes take all of their input, write in row order, then pass the rows
// on.
#pragma once

#include "engine/execution/operators/row_buffer.hpp"

namespace kith::engine {

class WriteOperator : public UnaryOperator {
 public:
  using UnaryOperator::UnaryOperator;

  Status next(ExecContext& context, Chunk& out) override {
    if (!written_) {
      written_ = true;
      KITH_CHECK_OK(rows_.fill(context, *input_));
      KITH_CHECK_OK(write_all(context, rows_.chunks()));
    }
    return rows_.pop(context, out);
  }
  void reset() override {
    UnaryOperator::reset();
    rows_.clear();
    written_ = false;
  }

 protected:
  /// Writes for every row; may replace the chunks by what is passed on.
  virtual Status write_all(ExecContext& context, std::deque<Chunk>& chunks) {
    for (Chunk& chunk : chunks) {
      KITH_CHECK_OK(context.check_interrupt());
      KITH_CHECK_OK(write(context, chunk));
    }
    return Status::success();
  }
  virtual Status write(ExecContext& context, Chunk& chunk) = 0;

 private:
  RowBuffer rows_;
  bool written_ = false;
};

}  // namespace kith::engine
