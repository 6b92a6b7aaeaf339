// engine/execution/expressions/text_match.cpp: STARTS WITH, ENDS WITH, CONTAINS and =~.
#include <re2/re2.h>

#include "engine/execution/expressions/evaluation_cache.hpp"
#include "engine/execution/expressions/kernels.hpp"
#include "engine/execution/expressions/operand.hpp"

namespace kith::engine {
namespace {

re2::StringPiece piece(std::string_view text) { return re2::StringPiece(text.data(), text.size()); }

Vector match_strings(BinaryKind kind, const Vector& left_vector, const Vector& right_vector) {
  const std::uint32_t size = left_vector.size();
  const Operand<std::string_view> left(left_vector), right(right_vector);
  auto buffer = std::make_shared<VectorBuffer<std::uint8_t>>();
  buffer->values.resize(size);
  clear_nulls(buffer->validity, left_vector);
  clear_nulls(buffer->validity, right_vector);
  std::uint8_t* out = buffer->values.data();
  using View = std::string_view;
  switch (kind) {
    case BinaryKind::kStartsWith:
      for_each_pair(left, right, size, out, [](View a, View b) -> std::uint8_t { return a.starts_with(b); });
      break;
    case BinaryKind::kEndsWith:
      for_each_pair(left, right, size, out, [](View a, View b) -> std::uint8_t { return a.ends_with(b); });
      break;
    default:
      for_each_pair(left, right, size, out, [](View a, View b) -> std::uint8_t { return a.find(b) != View::npos; });
      break;
  }
  return Vector::own<std::uint8_t>(VectorKind::kBoolean, std::move(buffer));
}

Result<bool> matches_pattern(std::string_view text, std::string_view pattern, ExecContext& context) {
  KITH_TRY(const re2::RE2* compiled, context.evaluation_cache().pattern(pattern));
  return re2::RE2::FullMatch(piece(text), *compiled);
}

Result<Vector> match_constant_pattern(const Vector& left_vector, std::string_view pattern, ExecContext& context) {
  KITH_TRY(const re2::RE2* compiled, context.evaluation_cache().pattern(pattern));
  const Operand<std::string_view> left(left_vector);
  auto buffer = std::make_shared<VectorBuffer<std::uint8_t>>();
  buffer->values.resize(left_vector.size());
  clear_nulls(buffer->validity, left_vector);
  for (std::uint32_t row = 0; row < left_vector.size(); ++row) {
    if (is_set(buffer->validity, row)) buffer->values[row] = re2::RE2::FullMatch(piece(left[row]), *compiled);
  }
  return Vector::own<std::uint8_t>(VectorKind::kBoolean, std::move(buffer));
}

}  // namespace

Result<Vector> evaluate_text_match(BinaryKind kind, const Vector& left, const Vector& right, ExecContext& context) {
  const std::uint32_t size = left.size();
  if (left.kind() == VectorKind::kNull || right.kind() == VectorKind::kNull || size == 0) return Vector::nulls(size);
  if (left.is_constant() && right.is_constant() && size > 1) {
    KITH_TRY(const Vector one, evaluate_text_match(kind, first_row(left), first_row(right), context));
    return Vector::constant(one.value(0), size);
  }
  if (left.kind() == VectorKind::kString && right.kind() == VectorKind::kString) {
    if (kind != BinaryKind::kMatches) return match_strings(kind, left, right);
    if (right.is_constant()) return match_constant_pattern(left, right.view<std::string_view>().data[0], context);
  }
  std::vector<Value> results(size);
  for (std::uint32_t row = 0; row < size; ++row) {
    const Value text = left.value(row), part = right.value(row);
    if (!text.is(ValueKind::kString) || !part.is(ValueKind::kString)) continue;
    const std::string_view a = text.get<std::string>(), b = part.get<std::string>();
    switch (kind) {
      case BinaryKind::kStartsWith:
        results[row] = a.starts_with(b);
        break;
      case BinaryKind::kEndsWith:
        results[row] = a.ends_with(b);
        break;
      case BinaryKind::kContains:
        results[row] = a.find(b) != std::string_view::npos;
        break;
      default: {
        KITH_TRY(results[row], matches_pattern(a, b, context));
        break;
      }
    }
  }
  return Vector::from_values(std::move(results));
}

}  // namespace kith::engine
