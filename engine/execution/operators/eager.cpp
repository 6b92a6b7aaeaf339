// engine/execution/operators/eager.cpp: all of the input before any of the output.
#include "engine/execution/operators/make_operators.hpp"
#include "engine/execution/operators/row_buffer.hpp"

namespace kith::engine {
namespace {

class Eager final : public UnaryOperator {
 public:
  using UnaryOperator::UnaryOperator;

  Status next(ExecContext& context, Chunk& out) override {
    if (!filled_) KITH_CHECK_OK(rows_.fill(context, *input_));
    filled_ = true;
    return rows_.pop(context, out);
  }
  void reset() override {
    UnaryOperator::reset();
    rows_.clear();
    filled_ = false;
  }

 private:
  RowBuffer rows_;
  bool filled_ = false;
};

}  // namespace

OperatorPtr make_eager(OperatorPtr input) { return std::make_unique<Eager>(std::move(input)); }

}  // namespace kith::engine
