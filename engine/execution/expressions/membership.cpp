// engine/execution/expressions/membership.cpp: IN, three-valued: null when no element is equal but some might be.
#include <algorithm>
#include <cmath>

#include "engine/execution/expressions/evaluation_cache.hpp"
#include "engine/execution/expressions/kernels.hpp"
#include "engine/execution/expressions/nodes.hpp"
#include "engine/execution/expressions/operand.hpp"

namespace kith::engine {
namespace {

/// By equals(), element by element.
Value is_member(const Value& value, const List& list) {
  if (list.empty()) return false;
  if (value.is_null()) return {};
  bool unknown = false;
  for (const Value& element : list) {
    const std::optional<bool> same = equals(value, element);
    if (same.has_value() && *same) return true;
    unknown = unknown || !same.has_value();
  }
  return unknown ? Value() : Value(false);
}

bool is_simple(const Value& value) {
  switch (value.kind()) {
    case ValueKind::kList:
    case ValueKind::kMap:
    case ValueKind::kPath:
      return false;
    case ValueKind::kFloat:
      return !std::isnan(value.get<double>());
    default:
      return true;
  }
}

/// What `found` says of each row that is not null; a row without a find is null when the list holds a null.
template <class T, class Found>
Vector lookup(const Vector& left, bool list_has_null, Found found) {
  const Operand<T> operand(left);
  const std::uint32_t size = left.size();
  auto buffer = std::make_shared<VectorBuffer<std::uint8_t>>();
  buffer->values.resize(size);
  clear_nulls(buffer->validity, left);
  for (std::uint32_t row = 0; row < size; ++row) {
    if (!is_set(buffer->validity, row)) continue;
    buffer->values[row] = found(operand[row]);
    if (list_has_null && buffer->values[row] == 0) buffer->set_null(row);
  }
  return Vector::own<std::uint8_t>(VectorKind::kBoolean, std::move(buffer));
}

// Up to here comparing with each element beats a binary search, and for so few rows a set is not worth making.
constexpr std::size_t kFewElements = 8;

Result<Vector> in_constant_list(const Vector& left, const Value::ListPointer& list, ExecContext& context) {
  const std::uint32_t size = left.size();
  if (list->empty()) return Vector::constant(false, size);
  if (left.kind() == VectorKind::kNull) return Vector::nulls(size);
  const ListMembers& members = context.evaluation_cache().members(list);
  if (left.kind() == VectorKind::kInteger && members.all_integers) {
    const std::vector<std::int64_t>& sorted = members.sorted;
    if (sorted.size() <= kFewElements) {
      return lookup<std::int64_t>(left, members.has_null, [&](std::int64_t value) {
        std::uint8_t any = 0;
        for (const std::int64_t element : sorted) any |= element == value;
        return any;
      });
    }
    return lookup<std::int64_t>(left, members.has_null, [&](std::int64_t value) -> std::uint8_t {
      return std::binary_search(sorted.begin(), sorted.end(), value);
    });
  }
  if (left.kind() == VectorKind::kString && members.all_strings) {
    return lookup<std::string_view>(left, members.has_null, [&](std::string_view value) -> std::uint8_t {
      return members.strings.contains(value);
    });
  }
  std::vector<Value> results(size);
  for (std::uint32_t row = 0; row < size; ++row) {
    const Value value = left.value(row);
    if (value.is_null()) continue;
    if (!members.simple || !is_simple(value)) {
      results[row] = is_member(value, *list);
    } else if (members.values.contains(value)) {
      results[row] = true;
    } else if (!members.has_null) {
      results[row] = false;
    }
  }
  return Vector::from_values(std::move(results));
}

/// The one list that every row has, as after `WITH collect(...) AS list MATCH ...`; null when they differ.
Value::ListPointer shared_list(const Vector& lists) {
  if (lists.kind() != VectorKind::kMixed) return nullptr;
  const VectorView<Value> view = lists.view<Value>();
  const auto pointer = [&](std::uint32_t row) {
    return view[row].is(ValueKind::kList) ? view[row].get<Value::ListPointer>().get() : nullptr;
  };
  const List* const first = pointer(0);
  if (first == nullptr) return nullptr;
  for (std::uint32_t row = 1; row < lists.size(); ++row) {
    if (pointer(row) != first) return nullptr;
  }
  return view[0].get<Value::ListPointer>();
}

}  // namespace

Result<Vector> evaluate_membership(const Vector& left, const Vector& right, ExecContext& context) {
  const std::uint32_t size = left.size();
  if (right.kind() == VectorKind::kNull || size == 0) return Vector::nulls(size);
  if (right.is_constant()) {
    const Value list = right.value(0);
    if (!list.is(ValueKind::kList)) return type_error("a LIST right of IN", list);
    if (left.is_constant()) return Vector::constant(is_member(left.value(0), list.list()), size);
    return in_constant_list(left, list.get<Value::ListPointer>(), context);
  }
  if (size >= kFewElements) {
    if (const Value::ListPointer list = shared_list(right)) return in_constant_list(left, list, context);
  }
  std::vector<Value> results(size);
  for (std::uint32_t row = 0; row < size; ++row) {
    const Value list = right.value(row);
    if (list.is_null()) continue;
    if (!list.is(ValueKind::kList)) return type_error("a LIST right of IN", list);
    results[row] = is_member(left.value(row), list.list());
  }
  return Vector::from_values(std::move(results));
}

}  // namespace kith::engine
