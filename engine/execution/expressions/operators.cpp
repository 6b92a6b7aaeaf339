// engine/execution/expressions/operators.cpp: unary and binary operators, by kind.
#include <array>

#include "engine/execution/expressions/batches.hpp"
#include "engine/execution/expressions/kernels.hpp"
#include "engine/execution/expressions/nodes.hpp"
#include "engine/execution/expressions/operand.hpp"

namespace kith::engine {
namespace {

/// 1 where the row is null, or where it is not.
Vector null_test(const Vector& operand, bool null_is_true) {
  const std::uint32_t size = operand.size();
  if (operand.kind() == VectorKind::kNull) return Vector::constant(null_is_true, size);
  if (!operand.may_have_nulls() || size == 0 || operand.is_constant()) return Vector::constant(!null_is_true, size);
  auto buffer = std::make_shared<VectorBuffer<std::uint8_t>>();
  buffer->values.resize(size);
  if (operand.kind() == VectorKind::kMixed) {
    const VectorView<Value> view = operand.view<Value>();
    for (std::uint32_t row = 0; row < size; ++row) buffer->values[row] = view[row].is_null() == null_is_true;
  } else {
    const VectorView<std::uint64_t> view = operand.view<std::uint64_t>();
    for (std::uint32_t row = 0; row < size; ++row) buffer->values[row] = view.valid(row) != null_is_true;
  }
  return Vector::own<std::uint8_t>(VectorKind::kBoolean, std::move(buffer));
}

}  // namespace

Status check_fits_memory(const Vector& vector, ExecContext& context) {
  if (context.memory->limit() == 0 || (vector.kind() != VectorKind::kString && vector.kind() != VectorKind::kMixed)) {
    return Status::success();
  }
  const std::size_t num_bytes = vector.memory_bytes();
  KITH_CHECK_OK(context.reserve(num_bytes));
  context.release(num_bytes);
  return Status::success();
}

Result<std::optional<Vector>> evaluate_by_dictionary(BinaryKind kind, const Vector& left, const Vector& right,
                                                     ExecContext& context) {
  const bool is_text_match = kind == BinaryKind::kStartsWith || kind == BinaryKind::kEndsWith ||
                             kind == BinaryKind::kContains || kind == BinaryKind::kMatches;
  if (!left.has_dictionary() || !right.is_constant() || left.dictionary().size() * 2 > left.size() ||
      (!is_comparison(kind) && !is_text_match)) {
    return std::optional<Vector>();
  }
  const auto num_strings = static_cast<std::uint32_t>(left.dictionary().size());
  const Vector strings =
      Vector::borrow(VectorKind::kString, left.dictionary().data(), num_strings, nullptr, 0, left.owner());
  KITH_TRY(const Vector answers,
           evaluate_binary(kind, strings, Vector::constant(right.value(0), num_strings), context));
  if (answers.kind() != VectorKind::kBoolean || answers.may_have_nulls()) return std::optional<Vector>();
  const VectorView<std::uint8_t> answer = answers.view<std::uint8_t>();
  auto buffer = std::make_shared<VectorBuffer<std::uint8_t>>();
  buffer->values.resize(left.size());
  for (std::uint32_t row = 0; row < left.size(); ++row) buffer->values[row] = answer[left.code(row)];
  clear_nulls(buffer->validity, left);
  return std::optional<Vector>(Vector::own<std::uint8_t>(VectorKind::kBoolean, std::move(buffer)));
}

Result<Vector> evaluate_binary(BinaryKind kind, const Vector& left, const Vector& right, ExecContext& context) {
  if (left.has_dictionary()) {
    KITH_TRY(std::optional<Vector> answered, evaluate_by_dictionary(kind, left, right, context));
    if (answered.has_value()) return std::move(*answered);
  }
  if (is_comparison(kind)) return evaluate_comparison(kind, left, right);
  switch (kind) {
    case BinaryKind::kIn:
      return evaluate_membership(left, right, context);
    case BinaryKind::kStartsWith:
    case BinaryKind::kEndsWith:
    case BinaryKind::kContains:
    case BinaryKind::kMatches:
      return evaluate_text_match(kind, left, right, context);
    default:
      return evaluate_arithmetic(kind, left, right);
  }
}

Result<Vector> evaluate_node(const BinaryExpression& expression, const Chunk& chunk, ExecContext& context) {
  std::array<Vector, 2> operands;
  KITH_TRY(operands[0], evaluate(*expression.left, chunk, context));
  KITH_TRY(operands[1], evaluate(*expression.right, chunk, context));
  const auto compute = [&](std::span<const Vector> rows, std::uint32_t) {
    return evaluate_binary(expression.kind, rows[0], rows[1], context);
  };
  // A list to look in is looked at once, whatever its size, where all rows have the same.
  KITH_TRY(Vector result, expression.kind == BinaryKind::kIn
                              ? compute(operands, chunk.size)
                              : in_batches(operands, chunk.size, Reading::kDeep, context, compute));
  if (expression.kind == BinaryKind::kAdd || expression.kind == BinaryKind::kConcatenate) {
    KITH_CHECK_OK(check_fits_memory(result, context));
  }
  return result;
}

Result<Vector> evaluate_node(const UnaryExpression& expression, const Chunk& chunk, ExecContext& context) {
  KITH_TRY(const Vector operand, evaluate(*expression.operand, chunk, context));
  switch (expression.kind) {
    case UnaryKind::kNot:
      return evaluate_not(operand);
    case UnaryKind::kNegate:
    case UnaryKind::kPlus:
      return evaluate_sign(expression.kind, operand);
    case UnaryKind::kIsNull:
      return null_test(operand, true);
    case UnaryKind::kIsNotNull:
      return null_test(operand, false);
  }
  return Error(ErrorKind::kInternal, "an unknown unary operator");
}

}  // namespace kith::engine
