// engine/execution/expressions/comparison.cpp: = <> < <= > >= over vectors. values/compare.hpp is the law; kernels
// specialise it.
#include <optional>

#include "engine/execution/expressions/kernels.hpp"
#include "engine/execution/expressions/operand.hpp"
#include "engine/execution/expressions/select_rows.hpp"
#include "values/compare.hpp"

namespace kith::engine {
namespace {

/// Bytes of 0 or 1 per row, and which rows are not null.
struct Truth {
  std::vector<std::uint8_t> mask;
  std::vector<std::uint64_t> validity;  ///< Empty: none is null.
};

template <class L, class R>
void compare_typed(BinaryKind kind, const Vector& left_vector, const Vector& right_vector, std::uint8_t* out) {
  const std::uint32_t size = left_vector.size();
  const Operand<L> left(left_vector);
  const Operand<R> right(right_vector);
  switch (kind) {
    case BinaryKind::kEqual:
      for_each_pair(left, right, size, out, [](L a, R b) -> std::uint8_t { return a == b; });
      break;
    case BinaryKind::kNotEqual:
      for_each_pair(left, right, size, out, [](L a, R b) -> std::uint8_t { return a != b; });
      break;
    case BinaryKind::kLess:
      for_each_pair(left, right, size, out, [](L a, R b) -> std::uint8_t { return a < b; });
      break;
    case BinaryKind::kLessOrEqual:
      for_each_pair(left, right, size, out, [](L a, R b) -> std::uint8_t { return a <= b; });
      break;
    case BinaryKind::kGreater:
      for_each_pair(left, right, size, out, [](L a, R b) -> std::uint8_t { return a > b; });
      break;
    default:
      for_each_pair(left, right, size, out, [](L a, R b) -> std::uint8_t { return a >= b; });
      break;
  }
}

/// -1, 0, 1, or 2 when one is NaN.
int order_of(std::int64_t left, double right) {
  const std::partial_ordering ordering = compare_mixed(left, right);
  if (ordering == std::partial_ordering::unordered) return 2;
  return ordering < 0 ? -1 : ordering > 0 ? 1 : 0;
}

std::uint8_t holds(BinaryKind kind, int order) {
  switch (kind) {
    case BinaryKind::kEqual:
      return order == 0;
    case BinaryKind::kNotEqual:
      return order != 0;
    case BinaryKind::kLess:
      return order == -1;
    case BinaryKind::kLessOrEqual:
      return order == -1 || order == 0;
    case BinaryKind::kGreater:
      return order == 1;
    default:
      return order == 1 || order == 0;
  }
}

bool is_equality(BinaryKind kind) { return kind == BinaryKind::kEqual || kind == BinaryKind::kNotEqual; }

/// False when no typed kernel fits.
bool compare_kinds(BinaryKind kind, const Vector& left, const Vector& right, std::uint8_t* out) {
  const VectorKind l = left.kind(), r = right.kind();
  if (l == r) {
    switch (l) {
      case VectorKind::kInteger:
      case VectorKind::kDate:
        compare_typed<std::int64_t, std::int64_t>(kind, left, right, out);
        return true;
      case VectorKind::kFloat:
        compare_typed<double, double>(kind, left, right, out);
        return true;
      case VectorKind::kBoolean:
        compare_typed<std::uint8_t, std::uint8_t>(kind, left, right, out);
        return true;
      case VectorKind::kString:
        compare_typed<std::string_view, std::string_view>(kind, left, right, out);
        return true;
      case VectorKind::kNode:
      case VectorKind::kRelationship:
        if (!is_equality(kind)) return false;
        compare_typed<std::uint64_t, std::uint64_t>(kind, left, right, out);
        return true;
      default:
        return false;
    }
  }
  const std::uint32_t size = left.size();
  if (l == VectorKind::kInteger && r == VectorKind::kFloat) {
    for_each_pair(Operand<std::int64_t>(left), Operand<double>(right), size, out,
                  [kind](std::int64_t a, double b) { return holds(kind, order_of(a, b)); });
    return true;
  }
  if (l == VectorKind::kFloat && r == VectorKind::kInteger) {
    for_each_pair(Operand<double>(left), Operand<std::int64_t>(right), size, out, [kind](double a, std::int64_t b) {
      const int order = order_of(b, a);
      return holds(kind, order == 2 ? 2 : -order);
    });
    return true;
  }
  return false;
}

Truth compare_vectors(BinaryKind kind, const Vector& left, const Vector& right) {
  Truth truth;
  const std::uint32_t size = left.size();
  truth.mask.resize(size);
  if (compare_kinds(kind, left, right, truth.mask.data())) {
    clear_nulls(truth.validity, left);
    clear_nulls(truth.validity, right);
    return truth;
  }
  const auto constant = [](const Vector& vector) { return vector.is_constant() ? vector.value(0) : Value(); };
  const Value left_constant = constant(left), right_constant = constant(right);
  truth.validity.assign((size + 63) / 64, ~std::uint64_t{0});
  for (std::uint32_t row = 0; row < size; ++row) {
    const Value result = comparison(kind, left.is_constant() ? left_constant : left.value(row),
                                    right.is_constant() ? right_constant : right.value(row));
    if (result.is_null()) {
      truth.validity[row / 64] &= ~(std::uint64_t{1} << (row % 64));
    } else {
      truth.mask[row] = result.get<bool>();
    }
  }
  return truth;
}

}  // namespace

bool is_comparison(BinaryKind kind) { return kind >= BinaryKind::kEqual && kind <= BinaryKind::kGreaterOrEqual; }

Value comparison(BinaryKind kind, const Value& left, const Value& right) {
  if (is_equality(kind)) {
    const std::optional<bool> same = equals(left, right);
    if (!same.has_value()) return {};
    return *same == (kind == BinaryKind::kEqual);
  }
  const std::optional<std::partial_ordering> order = compare(left, right);
  if (!order.has_value()) return {};
  switch (kind) {
    case BinaryKind::kLess:
      return *order < 0;
    case BinaryKind::kLessOrEqual:
      return *order <= 0;
    case BinaryKind::kGreater:
      return *order > 0;
    default:
      return *order >= 0;
  }
}

Vector evaluate_comparison(BinaryKind kind, const Vector& left, const Vector& right) {
  const std::uint32_t size = left.size();
  if (left.kind() == VectorKind::kNull || right.kind() == VectorKind::kNull || size == 0) return Vector::nulls(size);
  if (left.is_constant() && right.is_constant()) {
    return Vector::constant(comparison(kind, left.value(0), right.value(0)), size);
  }
  Truth truth = compare_vectors(kind, left, right);
  auto buffer = std::make_shared<VectorBuffer<std::uint8_t>>();
  buffer->values = std::move(truth.mask);
  buffer->validity = std::move(truth.validity);
  return Vector::own<std::uint8_t>(VectorKind::kBoolean, std::move(buffer));
}

namespace {

/// Without a mask between: a column, all there and side by side, against one value. None when it is not that.
template <class T>
std::optional<std::vector<std::uint32_t>> select_against_constant(BinaryKind kind, const Vector& left,
                                                                  const Vector& right) {
  if (!left.is_flat() || left.may_have_nulls() || !right.is_constant() || right.may_have_nulls()) return std::nullopt;
  return rows_that_compare(kind, {left.view<T>().data, left.size()}, right.view<T>().data[0]);
}

}  // namespace

std::vector<std::uint32_t> select_comparison(BinaryKind kind, const Vector& left, const Vector& right) {
  if (left.kind() == VectorKind::kNull || right.kind() == VectorKind::kNull || left.size() == 0) return {};
  if (left.kind() == right.kind()) {
    std::optional<std::vector<std::uint32_t>> rows;
    if (left.kind() == VectorKind::kInteger || left.kind() == VectorKind::kDate) {
      rows = select_against_constant<std::int64_t>(kind, left, right);
    } else if (left.kind() == VectorKind::kFloat) {
      rows = select_against_constant<double>(kind, left, right);
    }
    if (rows.has_value()) return std::move(*rows);
  }
  Truth truth = compare_vectors(kind, left, right);
  return rows_of_mask(std::move(truth.mask), truth.validity);
}

}  // namespace kith::engine
