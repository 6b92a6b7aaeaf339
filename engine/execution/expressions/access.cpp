// engine/execution/expressions/access.cpp: a.b, a[i] and a[i..j].
#include <algorithm>
#include <limits>

#include <fmt/format.h>

#include "engine/execution/expressions/element.hpp"
#include "engine/execution/expressions/kernels.hpp"
#include "engine/execution/expressions/nodes.hpp"
#include "engine/execution/expressions/operand.hpp"
#include "values/temporal/functions.hpp"

namespace kith::engine {
namespace {

bool is_element_vector(const Vector& vector) {
  return vector.kind() == VectorKind::kNode || vector.kind() == VectorKind::kRelationship;
}

Value entry_of(const Map& map, std::string_view key) {
  const auto found = map.find(key);
  return found == map.end() ? Value() : found->second;
}

Result<Value> property(const Value& subject, std::string_view key, ExecContext& context) {
  if (subject.is_null()) return Value();
  if (subject.is(ValueKind::kMap)) return entry_of(subject.map(), key);
  if (const auto element = as_element(subject)) return property_of(element->element, element->id, key, context);
  if (temporal::is_temporal(subject)) return temporal::component(subject, key);
  return Error(ErrorKind::kTypeError,
               fmt::format("`{}` is asked of {}, which has no properties", key, to_string(subject.kind())))
      .with_detail("InvalidArgumentType");
}

Error bad_access(std::string_view what, const Value& index, std::string_view detail) {
  return Error(ErrorKind::kTypeError, fmt::format("{}, got {}", what, to_string(index.kind())))
      .with_detail(std::string(detail));
}

Result<Value> element_at(const Value& subject, const Value& index, ExecContext& context) {
  if (subject.is_null()) return Value();
  if (subject.is(ValueKind::kList)) {
    if (index.is_null()) return Value();
    if (!index.is(ValueKind::kInteger)) {
      return bad_access("an element of a LIST is found by an INTEGER", index, "ListElementAccessByNonInteger");
    }
    const List& list = subject.list();
    std::int64_t position = index.get<std::int64_t>();
    if (position < 0) position += static_cast<std::int64_t>(list.size());
    if (position < 0 || position >= static_cast<std::int64_t>(list.size())) return Value();
    return list[static_cast<std::size_t>(position)];
  }
  const auto element = as_element(subject);
  if (subject.is(ValueKind::kMap) || element.has_value()) {
    if (index.is_null()) return Value();
    if (!index.is(ValueKind::kString)) {
      return bad_access("an entry of a MAP or a property is found by a STRING", index, "MapElementAccessByNonString");
    }
    if (!element.has_value()) return entry_of(subject.map(), index.get<std::string>());
    return property_of(element->element, element->id, index.get<std::string>(), context);
  }
  return Error(ErrorKind::kTypeError, fmt::format("{} has no elements to index", to_string(subject.kind())))
      .with_detail("InvalidArgumentType");
}

Result<Value> slice_of(const Value& subject, const Value& from, const Value& to) {
  if (subject.is_null() || from.is_null() || to.is_null()) return Value();
  if (!subject.is(ValueKind::kList)) return type_error("a LIST", subject);
  if (!from.is(ValueKind::kInteger)) return type_error("an INTEGER", from);
  if (!to.is(ValueKind::kInteger)) return type_error("an INTEGER", to);
  const List& list = subject.list();
  const auto size = static_cast<std::int64_t>(list.size());
  const auto clamp = [size](std::int64_t position) {
    if (position < 0) position = position < -size ? 0 : position + size;
    return std::min(position, size);
  };
  const std::int64_t begin = clamp(from.get<std::int64_t>()), end = clamp(to.get<std::int64_t>());
  if (begin >= end) return Value(List{});
  return Value(List(list.begin() + begin, list.begin() + end));
}

}  // namespace

Result<Vector> evaluate_property(const Vector& subject, std::string_view key, ExecContext& context) {
  const std::uint32_t size = subject.size();
  if (subject.kind() == VectorKind::kNull || size == 0) return Vector::nulls(size);
  if (is_element_vector(subject)) return read_property(subject, key, context);
  if (subject.is_constant()) {
    KITH_TRY(const Value value, property(subject.value(0), key, context));
    return Vector::constant(value, size);
  }
  std::vector<Value> values(size);
  if (subject.kind() == VectorKind::kMixed) {
    const VectorView<Value> view = subject.view<Value>();
    for (std::uint32_t row = 0; row < size; ++row) {
      KITH_TRY(values[row], property(view[row], key, context));
    }
  } else {
    for (std::uint32_t row = 0; row < size; ++row) {
      KITH_TRY(values[row], property(subject.value(row), key, context));
    }
  }
  return Vector::from_values(std::move(values));
}

Result<Vector> evaluate_index(const Vector& subject, const Vector& index, ExecContext& context) {
  const std::uint32_t size = subject.size();
  if (subject.kind() == VectorKind::kNull || size == 0) return Vector::nulls(size);
  if (index.is_constant() && index.kind() == VectorKind::kString && is_element_vector(subject)) {
    return read_property(subject, index.view<std::string_view>().data[0], context);
  }
  const bool constant = subject.is_constant() && (index.is_constant() || index.kind() == VectorKind::kNull);
  std::vector<Value> values(constant ? 1 : size);
  const Value constant_subject = subject.is_constant() ? subject.value(0) : Value();
  for (std::uint32_t row = 0; row < values.size(); ++row) {
    KITH_TRY(values[row],
             element_at(subject.is_constant() ? constant_subject : subject.value(row), index.value(row), context));
  }
  if (constant) return Vector::constant(values[0], size);
  return Vector::from_values(std::move(values));
}

Result<Vector> evaluate_node(const PropertyExpression& expression, const Chunk& chunk, ExecContext& context) {
  KITH_TRY(const Vector subject, evaluate(*expression.subject, chunk, context));
  return evaluate_property(subject, expression.key, context);
}

Result<Vector> evaluate_node(const IndexExpression& expression, const Chunk& chunk, ExecContext& context) {
  KITH_TRY(const Vector subject, evaluate(*expression.subject, chunk, context));
  KITH_TRY(const Vector index, evaluate(*expression.index, chunk, context));
  return evaluate_index(subject, index, context);
}

Result<Vector> evaluate_node(const SliceExpression& expression, const Chunk& chunk, ExecContext& context) {
  KITH_TRY(const Vector subject, evaluate(*expression.subject, chunk, context));
  Vector from = Vector::constant(0, chunk.size);
  Vector to = Vector::constant(std::numeric_limits<std::int64_t>::max(), chunk.size);
  if (expression.from != nullptr) {
    KITH_TRY(from, evaluate(*expression.from, chunk, context));
  }
  if (expression.to != nullptr) {
    KITH_TRY(to, evaluate(*expression.to, chunk, context));
  }
  std::vector<Value> values(chunk.size);
  for (std::uint32_t row = 0; row < chunk.size; ++row) {
    KITH_TRY(values[row], slice_of(subject.value(row), from.value(row), to.value(row)));
  }
  return Vector::from_values(std::move(values));
}

}  // namespace kith::engine
