// engine/execution/operators/cross_product.cpp: every pair of rows; the right side is held.
#include "engine/execution/operators/make_operators.hpp"
#include "engine/execution/operators/row_buffer.hpp"

namespace kith::engine {
namespace {

class CrossProduct final : public UnaryOperator {
 public:
  CrossProduct(OperatorPtr left, OperatorPtr right) : UnaryOperator(std::move(left)), right_(std::move(right)) {}

  Status next(ExecContext& context, Chunk& out) override {
    if (!filled_) {
      RowBuffer buffer;
      KITH_CHECK_OK(buffer.fill(context, *right_));
      right_rows_ = buffer.concatenate();
      filled_ = true;
    }
    if (row_ >= rows_.size) {
      KITH_CHECK_OK(input_->next(context, rows_));
      row_ = 0;
      position_ = 0;
    }
    KITH_CHECK_OK(context.check_interrupt());
    if (rows_.size == 0 || right_rows_.size == 0) return end_of_rows(out, context);
    std::vector<std::uint32_t> left, right;
    while (left.size() < context.vector_size && row_ < rows_.size) {
      left.push_back(row_);
      right.push_back(position_);
      if (++position_ == right_rows_.size) {
        position_ = 0;
        ++row_;
      }
    }
    out = rows_;
    out.select(std::move(left));
    Chunk part = right_rows_;
    part.select(std::move(right));
    for (Slot slot = 0; slot < part.columns.size(); ++slot) {
      if (part.columns[slot].is_live()) set_column(out, slot, part.columns[slot]);
    }
    return Status::success();
  }

  void reset() override {
    UnaryOperator::reset();
    right_->reset();
    filled_ = false;
    rows_.size = 0;
    row_ = 0;
  }

 private:
  OperatorPtr right_;
  bool filled_ = false;
  Chunk right_rows_;
  Chunk rows_;
  std::uint32_t row_ = 0, position_ = 0;
};

}  // namespace

OperatorPtr make_cross_product(OperatorPtr left, OperatorPtr right) {
  return std::make_unique<CrossProduct>(std::move(left), std::move(right));
}

}  // namespace kith::engine
