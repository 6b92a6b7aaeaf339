// engine/execution/operators/sort.cpp: all rows in order, or the first few of them.
#include <algorithm>
#include <limits>
#include <numeric>

#include "engine/execution/expressions/assemble.hpp"
#include "engine/execution/expressions/select_rows.hpp"
#include "engine/execution/operators/make_operators.hpp"
#include "engine/execution/operators/row_buffer.hpp"
#include "engine/execution/operators/row_count.hpp"
#include "engine/execution/operators/row_order.hpp"

namespace kith::engine {
namespace {

/// A bounded sort throws rows away only when so many more than it needs have come.
constexpr std::uint64_t kSlack = 8192;

/// The rows that the vector shows, as data of its own: what it was selected from can go.
Vector copy(const Vector& vector) {
  if (vector.kind() == VectorKind::kString) {
    std::vector<Value> values(vector.size());
    for (std::uint32_t row = 0; row < vector.size(); ++row) values[row] = vector.value(row);
    return Vector::from_values(std::move(values));
  }
  const Part part[] = {{&vector, nullptr, 0}};
  return assemble(part, vector.size());
}

/// Without running over: a LIMIT may be as large as an INTEGER can be.
std::uint64_t saturating_add(std::uint64_t left, std::uint64_t right) {
  return left > std::numeric_limits<std::uint64_t>::max() - right ? std::numeric_limits<std::uint64_t>::max()
                                                                  : left + right;
}

/// The worst first key among the rows that a bounded sort keeps: whole numbers and dates, none null.
struct Bar {
  VectorKind kind;
  bool descending;
  std::int64_t value;

  /// None when the keys are of another kind.
  static std::optional<Bar> of(const Vector& keys, const std::vector<std::uint32_t>& kept, bool descending) {
    if (keys.kind() != VectorKind::kInteger && keys.kind() != VectorKind::kDate) return std::nullopt;
    if (keys.may_have_nulls()) return std::nullopt;
    const auto view = keys.view<std::int64_t>();
    std::int64_t worst = view[kept.front()];
    for (const std::uint32_t row : kept) worst = descending ? std::min(worst, view[row]) : std::max(worst, view[row]);
    return Bar{keys.kind(), descending, worst};
  }
  bool applies_to(const Vector& keys) const {
    return keys.kind() == kind && keys.is_flat() && !keys.is_constant() && !keys.may_have_nulls();
  }
  /// Those that may come before the worst row kept, equal ones included.
  std::vector<std::uint32_t> rows_before(const Vector& keys) const {
    return rows_that_compare(descending ? BinaryKind::kGreaterOrEqual : BinaryKind::kLessOrEqual,
                             {keys.view<std::int64_t>().data, keys.size()}, value);
  }
};

/// Sort, and Top when there is a limit: then at most about twice as many rows as it needs are held.
class Sort final : public UnaryOperator {
 public:
  Sort(const std::vector<SortKey>& keys, ExpressionPtr skip, ExpressionPtr limit, OperatorPtr input)
      : UnaryOperator(std::move(input)),
        keys_(keys),
        skip_expression_(std::move(skip)),
        limit_expression_(std::move(limit)) {}

  Status next(ExecContext& context, Chunk& out) override {
    if (!sorted_) KITH_CHECK_OK(sort(context));
    sorted_ = true;
    const std::size_t count = std::min<std::size_t>(order_.size() - given_, context.vector_size);
    if (count == 0) {
      memory_.clear();
      return end_of_rows(out, context);
    }
    const auto first = order_.begin() + static_cast<std::ptrdiff_t>(given_);
    out = rows_;
    out.select({first, first + static_cast<std::ptrdiff_t>(count)});
    given_ += count;
    return Status::success();
  }

  void reset() override {
    UnaryOperator::reset();
    clear();
    sorted_ = false;
  }

 private:
  void clear() {
    rows_ = Chunk();
    key_columns_.assign(keys_.size(), Vector());
    order_.clear();
    bar_.reset();
    given_ = 0;
    memory_.clear();
  }

  Status sort(ExecContext& context) {
    clear();
    std::uint64_t skip = 0;
    std::optional<std::uint64_t> limit;  // with what is skipped
    if (skip_expression_ != nullptr) {
      KITH_TRY(skip, evaluate_row_count(*skip_expression_, "SKIP", context));
    }
    if (limit_expression_ != nullptr) {
      KITH_TRY(const std::uint64_t count, evaluate_row_count(*limit_expression_, "LIMIT", context));
      limit = count == 0 ? 0 : saturating_add(skip, count);
    }
    Chunk chunk;
    while (true) {
      KITH_CHECK_OK(context.check_interrupt());
      KITH_CHECK_OK(input_->next(context, chunk));
      if (chunk.size == 0) break;
      if (limit == 0) continue;
      KITH_TRY(std::vector<Vector> keys, evaluate_sort_keys(keys_, chunk, context));
      drop_behind_bar(chunk, keys);
      if (chunk.size == 0) continue;
      KITH_CHECK_OK(memory_.add(context, memory_bytes(chunk)));
      rows_.append(chunk);
      for (std::size_t i = 0; i < keys.size(); ++i) key_columns_[i].append(keys[i]);
      if (limit.has_value() && rows_.size >= saturating_add(*limit, std::max(*limit, kSlack)))
        KITH_CHECK_OK(keep_first(context, *limit));
    }
    order_.resize(rows_.size);
    std::iota(order_.begin(), order_.end(), 0);
    const RowOrder less(keys_, key_columns_);
    std::sort(order_.begin(), order_.end(), [&](std::uint32_t a, std::uint32_t b) { return less(a, b); });
    if (limit.has_value() && order_.size() > *limit) order_.resize(*limit);
    given_ = std::min<std::uint64_t>(skip, order_.size());
    return Status::success();
  }

  /// Only the first `limit` rows can still be among the result.
  Status keep_first(ExecContext& context, std::uint64_t limit) {
    std::vector<std::uint32_t> order(rows_.size);
    std::iota(order.begin(), order.end(), 0);
    const RowOrder less(keys_, key_columns_);
    const auto middle = order.begin() + static_cast<std::ptrdiff_t>(limit);
    std::nth_element(order.begin(), middle, order.end(), [&](std::uint32_t a, std::uint32_t b) { return less(a, b); });
    order.resize(limit);
    std::sort(order.begin(), order.end());  // in order of arrival, so that ties stay stable
    if (limit > 0) bar_ = Bar::of(key_columns_.front(), order, keys_.front().descending);
    const auto selection = std::make_shared<const std::vector<std::uint32_t>>(order);
    for (Vector& column : key_columns_) column = copy(column.select(selection));
    Chunk chosen = std::move(rows_);
    chosen.select(std::move(order));
    for (Vector& column : chosen.columns) {
      if (column.is_live()) column = copy(column);
    }
    rows_ = std::move(chosen);
    return memory_.set(context, memory_bytes(rows_));
  }

  /// Rows whose first key is worse than that of all rows kept.
  void drop_behind_bar(Chunk& chunk, std::vector<Vector>& keys) const {
    if (!bar_.has_value() || !bar_->applies_to(keys.front())) return;
    std::vector<std::uint32_t> rows = bar_->rows_before(keys.front());
    if (rows.size() == chunk.size) return;
    const auto selection = std::make_shared<const std::vector<std::uint32_t>>(rows);
    for (Vector& key : keys) key = key.select(selection);
    chunk.select(std::move(rows));
  }

  const std::vector<SortKey>& keys_;
  std::optional<Bar> bar_;
  ExpressionPtr skip_expression_, limit_expression_;  ///< May be null.
  bool sorted_ = false;
  Chunk rows_;
  std::vector<Vector> key_columns_;
  std::vector<std::uint32_t> order_;
  std::size_t given_ = 0;
  MemoryReservation memory_;
};

}  // namespace

OperatorPtr make_sort(const std::vector<SortKey>& keys, OperatorPtr input) {
  return std::make_unique<Sort>(keys, nullptr, nullptr, std::move(input));
}
OperatorPtr make_top(const TopOperator& node, OperatorPtr input) {
  return std::make_unique<Sort>(node.keys, node.skip, node.limit, std::move(input));
}

}  // namespace kith::engine
