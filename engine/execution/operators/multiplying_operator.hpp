// engine/execution/operators/multiplying_operator.hpp: operators that give some number of rows, each with one new id or
// value, for each row of their input, and stop anywhere in between when a chunk is full.
#pragma once

#include "engine/execution/operators/unary_operator.hpp"

namespace kith::engine {

/// Derived classes say what one input row gives, as a list in `pending_`, when asked.
template <class Item>
class MultiplyingOperator : public UnaryOperator {
 public:
  using UnaryOperator::UnaryOperator;

  Status next(ExecContext& context, Chunk& out) override {
    while (true) {
      if (row_ >= rows_.size && position_ >= pending_.size() && !continues_) {
        KITH_CHECK_OK(context.check_interrupt());
        KITH_CHECK_OK(input_->next(context, rows_));
        if (rows_.size == 0) return end_of_rows(out, context);
        row_ = 0;
        KITH_CHECK_OK(start_chunk(context, rows_));
      }
      std::vector<Item> items;
      std::vector<std::uint32_t> rows;
      while (items.size() < context.vector_size) {
        if (position_ >= pending_.size()) {
          if (!continues_) {
            if (row_ >= rows_.size) break;
            ++row_;
          }
          pending_.clear();
          position_ = 0;
          KITH_CHECK_OK(items_of(context, rows_, row_ - 1, pending_));
          continue;
        }
        const std::size_t count =
            std::min<std::size_t>(context.vector_size - items.size(), pending_.size() - position_);
        for (std::size_t i = 0; i < count; ++i) items.push_back(std::move(pending_[position_ + i]));
        rows.insert(rows.end(), count, row_ - 1);
        position_ += count;
      }
      if (items.empty()) continue;
      out = rows_;
      out.select(std::move(rows));
      return finish(context, std::move(items), out);
    }
  }

  void reset() override {
    UnaryOperator::reset();
    rows_.size = 0;
    row_ = 0;
    pending_.clear();
    position_ = 0;
    continues_ = false;
  }

 protected:
  virtual Status start_chunk(ExecContext& context, const Chunk& rows) = 0;
  virtual Status items_of(ExecContext& context, const Chunk& rows, std::uint32_t row, std::vector<Item>& items) = 0;
  /// Set by items_of() to be called again for the row, for more of its items; it then finds it set.
  bool continues_ = false;
  /// Puts the items, one per row of `out`, into its columns.
  virtual Status finish(ExecContext& context, std::vector<Item> items, Chunk& out) = 0;

 private:
  Chunk rows_;
  std::uint32_t row_ = 0;  ///< The next row; pending_ belongs to the one before.
  std::vector<Item> pending_;
  std::size_t position_ = 0;
};

}  // namespace kith::engine
