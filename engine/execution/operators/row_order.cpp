// engine/execution/operators/row_order.cpp: typed comparison of sort keys.
#include "engine/execution/operators/row_order.hpp"

#include <cmath>

#include "engine/execution/evaluate.hpp"
#include "values/compare.hpp"

namespace kith::engine {
namespace {

template <class T>
int compare_plain(const T& left, const T& right) {
  return left < right ? -1 : (right < left ? 1 : 0);
}

int compare_floats(double left, double right) {
  if (std::isnan(left) || std::isnan(right))
    return static_cast<int>(std::isnan(left)) - static_cast<int>(std::isnan(right));
  return compare_plain(left, right);
}

}  // namespace

Result<std::vector<Vector>> evaluate_sort_keys(const std::vector<SortKey>& keys, const Chunk& chunk,
                                               ExecContext& context) {
  std::vector<Vector> columns;
  columns.reserve(keys.size());
  for (const SortKey& key : keys) {
    KITH_TRY(Vector column, evaluate(*key.expression, chunk, context));
    columns.push_back(std::move(column));
  }
  return columns;
}

RowOrder::RowOrder(const std::vector<SortKey>& keys, const std::vector<Vector>& columns) {
  for (std::size_t i = 0; i < keys.size(); ++i) {
    Column column{columns[i].kind(), keys[i].descending, columns[i], {}};
    const bool typed = column.kind == VectorKind::kInteger || column.kind == VectorKind::kFloat ||
                       column.kind == VectorKind::kString || column.kind == VectorKind::kDate ||
                       column.kind == VectorKind::kNull;
    if (!typed) {
      column.values.reserve(columns[i].size());
      for (std::uint32_t row = 0; row < columns[i].size(); ++row) column.values.push_back(columns[i].value(row));
      column.kind = VectorKind::kMixed;
    }
    columns_.push_back(std::move(column));
  }
}

int RowOrder::compare(const Column& column, std::uint32_t left, std::uint32_t right) {
  if (column.kind == VectorKind::kNull) return 0;
  if (column.kind == VectorKind::kMixed) {
    const std::weak_ordering ordering = order(column.values[left], column.values[right]);
    return ordering < 0 ? -1 : (ordering > 0 ? 1 : 0);
  }
  if (column.vector.may_have_nulls()) {
    const bool left_null = column.vector.is_null(left), right_null = column.vector.is_null(right);
    if (left_null || right_null) return static_cast<int>(left_null) - static_cast<int>(right_null);
  }
  switch (column.kind) {
    case VectorKind::kFloat: {
      const auto view = column.vector.view<double>();
      return compare_floats(view[left], view[right]);
    }
    case VectorKind::kString: {
      const auto view = column.vector.view<std::string_view>();
      return compare_plain(view[left], view[right]);
    }
    default: {
      const auto view = column.vector.view<std::int64_t>();
      return compare_plain(view[left], view[right]);
    }
  }
}

bool RowOrder::operator()(std::uint32_t left, std::uint32_t right) const {
  for (const Column& column : columns_) {
    const int result = compare(column, left, right);
    if (result != 0) return column.descending ? result > 0 : result < 0;
  }
  return left < right;
}

}  // namespace kith::engine
