// engine/execution/expressions/logical.cpp: AND, OR, XOR and NOT in three-valued logic.
#include <algorithm>
#include <numeric>

#include "engine/execution/expressions/assemble.hpp"
#include "engine/execution/expressions/kernels.hpp"
#include "engine/execution/expressions/nodes.hpp"
#include "engine/execution/expressions/operand.hpp"

namespace kith::engine {
namespace {

using ast::LogicalOperatorKind;

constexpr std::uint8_t kFalse = 0, kTrue = 1, kUnknown = 2;

Result<Vector> evaluate_truth(const BoundExpression& operand, const Chunk& chunk, ExecContext& context) {
  KITH_TRY(Vector vector, evaluate(operand, chunk, context));
  Result<Vector> booleans = as_booleans(std::move(vector));
  if (!booleans.ok()) return std::move(booleans).error().at(operand.range);
  return booleans;
}

/// kFalse, kTrue or kUnknown for each row of a vector from as_booleans.
std::vector<std::uint8_t> truth_of(const Vector& vector) {
  if (vector.kind() == VectorKind::kNull) return std::vector<std::uint8_t>(vector.size(), kUnknown);
  const Operand<std::uint8_t> bytes(vector);
  if (bytes.is_constant()) return std::vector<std::uint8_t>(vector.size(), bytes.data()[0]);
  std::vector<std::uint8_t> truth(bytes.data(), bytes.data() + vector.size());
  if (vector.may_have_nulls()) {
    const VectorView<std::uint8_t> view = vector.view<std::uint8_t>();
    for (std::uint32_t row = 0; row < vector.size(); ++row) {
      if (!view.valid(row)) truth[row] = kUnknown;
    }
  }
  return truth;
}

Vector as_vector(std::vector<std::uint8_t> truth) {
  auto buffer = std::make_shared<VectorBuffer<std::uint8_t>>();
  buffer->values = std::move(truth);
  for (std::uint32_t row = 0; row < buffer->values.size(); ++row) {
    if (buffer->values[row] != kUnknown) continue;
    buffer->set_null(row);
    buffer->values[row] = kFalse;
  }
  return Vector::own<std::uint8_t>(VectorKind::kBoolean, std::move(buffer));
}

}  // namespace

Result<Vector> as_booleans(Vector vector) {
  if (vector.kind() == VectorKind::kBoolean || vector.kind() == VectorKind::kNull) return vector;
  std::vector<std::uint8_t> truth(vector.size(), kUnknown);
  for (std::uint32_t row = 0; row < vector.size(); ++row) {
    if (vector.is_null(row)) continue;
    const Value value = vector.value(row);
    if (!value.is(ValueKind::kBoolean)) return type_error("a BOOLEAN", value);
    truth[row] = value.get<bool>();
  }
  return as_vector(std::move(truth));
}

Result<Vector> evaluate_not(const Vector& operand) {
  KITH_TRY(const Vector booleans, as_booleans(operand));
  if (booleans.kind() == VectorKind::kNull || booleans.size() == 0) return booleans;
  if (booleans.is_constant()) return Vector::constant(booleans.view<std::uint8_t>().data[0] == 0, booleans.size());
  const Operand<std::uint8_t> bytes(booleans);
  auto buffer = std::make_shared<VectorBuffer<std::uint8_t>>();
  buffer->values.resize(booleans.size());
  for (std::uint32_t row = 0; row < booleans.size(); ++row) buffer->values[row] = bytes.data()[row] ^ 1;
  clear_nulls(buffer->validity, booleans);
  return Vector::own<std::uint8_t>(VectorKind::kBoolean, std::move(buffer));
}

Result<Vector> evaluate_node(const LogicalExpression& expression, const Chunk& chunk, ExecContext& context) {
  KITH_TRY(const Vector first, evaluate_truth(*expression.operands[0], chunk, context));
  std::vector<std::uint8_t> truth = truth_of(first);
  if (expression.kind == LogicalOperatorKind::kXor) {
    for (std::size_t i = 1; i < expression.operands.size(); ++i) {
      KITH_TRY(const Vector next, evaluate_truth(*expression.operands[i], chunk, context));
      const std::vector<std::uint8_t> other = truth_of(next);
      for (std::uint32_t row = 0; row < chunk.size; ++row) {
        truth[row] = truth[row] == kUnknown || other[row] == kUnknown ? kUnknown : truth[row] ^ other[row];
      }
    }
    return as_vector(std::move(truth));
  }
  // What decides a row for good: a later operand is not evaluated there, so that an error in it is not raised.
  const std::uint8_t decisive = expression.kind == LogicalOperatorKind::kAnd ? kFalse : kTrue;
  for (std::size_t i = 1; i < expression.operands.size(); ++i) {
    std::vector<std::uint32_t> undecided;
    undecided.reserve(chunk.size);
    for (std::uint32_t row = 0; row < chunk.size; ++row) {
      if (truth[row] != decisive) undecided.push_back(row);
    }
    if (undecided.empty()) break;
    KITH_TRY(const Vector next, evaluate_truth(*expression.operands[i], chunk_of_rows(chunk, undecided), context));
    const std::vector<std::uint8_t> other = truth_of(next);
    for (std::size_t j = 0; j < undecided.size(); ++j) {
      std::uint8_t& row_truth = truth[undecided[j]];
      if (other[j] == decisive) {
        row_truth = decisive;
      } else if (other[j] == kUnknown) {
        row_truth = kUnknown;
      }
    }
  }
  return as_vector(std::move(truth));
}

Result<std::vector<std::uint32_t>> select_node(const LogicalExpression& expression, const Chunk& chunk,
                                               ExecContext& context) {
  if (expression.kind == LogicalOperatorKind::kXor) {
    KITH_TRY(const Vector truth, evaluate_node(expression, chunk, context));
    const Operand<std::uint8_t> bytes(truth);
    std::vector<std::uint64_t> validity;
    clear_nulls(validity, truth);
    return rows_of_mask(std::vector<std::uint8_t>(bytes.data(), bytes.data() + truth.size()), validity);
  }
  KITH_TRY(std::vector<std::uint32_t> rows, evaluate_predicate(*expression.operands[0], chunk, context));
  if (expression.kind == LogicalOperatorKind::kAnd) {
    for (std::size_t i = 1; i < expression.operands.size() && !rows.empty(); ++i) {
      KITH_TRY(std::vector<std::uint32_t> next,
               evaluate_predicate(*expression.operands[i], chunk_of_rows(chunk, rows), context));
      rows = compose_rows(rows, next);
    }
    return rows;
  }
  for (std::size_t i = 1; i < expression.operands.size() && rows.size() < chunk.size; ++i) {
    std::vector<std::uint32_t> rest;
    rest.reserve(chunk.size - rows.size());
    std::size_t known = 0;
    for (std::uint32_t row = 0; row < chunk.size; ++row) {
      if (known < rows.size() && rows[known] == row) {
        ++known;
      } else {
        rest.push_back(row);
      }
    }
    KITH_TRY(const std::vector<std::uint32_t> next,
             evaluate_predicate(*expression.operands[i], chunk_of_rows(chunk, rest), context));
    const std::vector<std::uint32_t> more = compose_rows(rest, next);
    std::vector<std::uint32_t> both(rows.size() + more.size());
    std::merge(rows.begin(), rows.end(), more.begin(), more.end(), both.begin());
    rows = std::move(both);
  }
  return rows;
}

}  // namespace kith::engine
