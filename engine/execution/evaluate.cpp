// engine/execution/evaluate.cpp: from an expression to the code that computes it.
#include "engine/execution/evaluate.hpp"

#include <array>
#include <numeric>

#include <fmt/format.h>

#include "engine/execution/expressions/assemble.hpp"
#include "engine/execution/expressions/batches.hpp"
#include "engine/execution/expressions/kernels.hpp"
#include "engine/execution/expressions/nodes.hpp"
#include "engine/execution/expressions/operand.hpp"
#include "engine/execution/expressions/select_rows.hpp"
#include "engine/functions/function.hpp"

namespace kith::engine {
namespace {

Result<Value> parameter(const ParameterExpression& expression, const ExecContext& context) {
  if (context.parameters != nullptr) {
    const auto found = context.parameters->find(expression.name);
    if (found != context.parameters->end()) return found->second;
  }
  return Error(ErrorKind::kParameterMissing, fmt::format("no value was given for the parameter `${}`", expression.name))
      .with_detail("MissingParameter");
}

/// Whether it puts values into new lists or maps, in which a value can stand more than once.
bool makes_collections(const BoundExpression& expression) {
  if (const auto* binary = std::get_if<BinaryExpression>(&expression.node)) {
    return binary->kind == BinaryKind::kAdd || binary->kind == BinaryKind::kConcatenate;
  }
  return std::holds_alternative<ListExpression>(expression.node) ||
         std::holds_alternative<MapExpression>(expression.node) ||
         std::holds_alternative<MapProjectionExpression>(expression.node) ||
         std::holds_alternative<ListComprehensionExpression>(expression.node) ||
         std::holds_alternative<SubqueryBoundExpression>(expression.node);
}

Result<Vector> dispatch(const BoundExpression& expression, const Chunk& chunk, ExecContext& context) {
  return std::visit(
      [&](const auto& node) -> Result<Vector> {
        using Node = std::decay_t<decltype(node)>;
        if constexpr (std::is_same_v<Node, ConstantExpression>) {
          return Vector::constant(node.value, chunk.size);
        } else if constexpr (std::is_same_v<Node, ParameterExpression>) {
          KITH_TRY(const Value value, parameter(node, context));
          return Vector::constant(value, chunk.size);
        } else if constexpr (std::is_same_v<Node, SlotExpression>) {
          if (node.slot < chunk.columns.size() && chunk.columns[node.slot].is_live()) return chunk.columns[node.slot];
          return Error(ErrorKind::kInternal, fmt::format("slot {} has no column here", node.slot));
        } else {
          return evaluate_node(node, chunk, context);
        }
      },
      expression.node);
}

std::vector<std::uint32_t> true_rows(const Vector& mask) {
  const Operand<std::uint8_t> bytes(mask);
  std::vector<std::uint64_t> validity;
  clear_nulls(validity, mask);
  if (validity.empty()) return rows_that_are_set({bytes.data(), mask.size()});
  return rows_of_mask(std::vector<std::uint8_t>(bytes.data(), bytes.data() + mask.size()), validity);
}

}  // namespace

Result<Vector> evaluate(const BoundExpression& expression, const Chunk& chunk, ExecContext& context) {
  Result<Vector> result = dispatch(expression, chunk, context);
  if (result.ok() && makes_collections(expression)) {
    if (Status status = check_expanded_size(*result, context); !status.ok()) result = std::move(status).error();
  }
  if (!result.ok() && !result.error().where.has_value() && expression.range.end > expression.range.begin) {
    return std::move(result).error().at(expression.range);
  }
  return result;
}

Result<std::vector<std::uint32_t>> evaluate_predicate(const BoundExpression& expression, const Chunk& chunk,
                                                      ExecContext& context) {
  if (const auto* logical = std::get_if<LogicalExpression>(&expression.node))
    return select_node(*logical, chunk, context);
  if (const auto* binary = std::get_if<BinaryExpression>(&expression.node);
      binary != nullptr && is_comparison(binary->kind)) {
    std::array<Vector, 2> operands;
    KITH_TRY(operands[0], evaluate(*binary->left, chunk, context));
    KITH_TRY(operands[1], evaluate(*binary->right, chunk, context));
    if (operands[0].has_dictionary()) {
      KITH_TRY(const std::optional<Vector> answered,
               evaluate_by_dictionary(binary->kind, operands[0], operands[1], context));
      if (answered.has_value()) return true_rows(*answered);
    }
    const std::vector<std::uint32_t> ends = batch_ends(operands, chunk.size, Reading::kDeep);
    if (ends.size() <= 1) return select_comparison(binary->kind, operands[0], operands[1]);
    std::vector<std::uint32_t> rows;
    std::uint32_t begin = 0;
    for (const std::uint32_t end : ends) {
      KITH_CHECK_OK(context.check_interrupt());
      for (const std::uint32_t row : select_comparison(binary->kind, operands[0].slice(begin, end - begin),
                                                       operands[1].slice(begin, end - begin))) {
        rows.push_back(begin + row);
      }
      begin = end;
    }
    return rows;
  }
  KITH_TRY(Vector truth, evaluate(expression, chunk, context));
  Result<Vector> booleans = as_booleans(std::move(truth));
  if (!booleans.ok()) return std::move(booleans).error().at(expression.range);
  const Vector& mask = *booleans;
  if (mask.kind() == VectorKind::kNull || mask.size() == 0) return std::vector<std::uint32_t>{};
  if (mask.is_constant()) {
    std::vector<std::uint32_t> rows(mask.view<std::uint8_t>().data[0] != 0 ? mask.size() : 0);
    std::iota(rows.begin(), rows.end(), 0);
    return rows;
  }
  return true_rows(mask);
}

Result<Value> evaluate_constant(const BoundExpression& expression, ExecContext& context) {
  Chunk one;
  one.reset(context.num_slots);
  one.size = 1;
  KITH_TRY(const Vector vector, evaluate(expression, one, context));
  return vector.value(0);
}

Result<Vector> evaluate_node(const FunctionExpression& expression, const Chunk& chunk, ExecContext& context) {
  const FunctionDefinition& function = *expression.function;
  std::vector<Vector> arguments;
  arguments.reserve(expression.arguments.size());
  bool constant = function.stable && chunk.size > 1;
  for (const ExpressionPtr& argument : expression.arguments) {
    KITH_TRY(Vector vector, evaluate(*argument, chunk, context));
    constant = constant && (vector.is_constant() || vector.kind() == VectorKind::kNull);
    if (vector.kind() == VectorKind::kNull && function.null_rule == NullRule::kPropagates)
      return Vector::nulls(chunk.size);
    arguments.push_back(std::move(vector));
  }
  const std::uint32_t size = constant ? 1 : chunk.size;
  if (constant) {
    for (Vector& argument : arguments) argument = first_row(argument);
  }
  if (function.vectorised != nullptr) {
    KITH_TRY(Vector result, in_batches(arguments, size, Reading::kShallow, context,
                                       [&](std::span<const Vector> rows, std::uint32_t count) {
                                         return function.vectorised(rows, count, context);
                                       }));
    return constant ? Vector::constant(result.value(0), chunk.size) : result;
  }
  std::vector<Value> results(size);
  std::vector<Value> row_arguments(arguments.size());
  Progress progress(context);
  for (std::uint32_t row = 0; row < size; ++row) {
    bool some_null = false;
    std::size_t bytes_read = 0;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
      row_arguments[i] = arguments[i].value(row);
      some_null = some_null || row_arguments[i].is_null();
      bytes_read += shallow_bytes(row_arguments[i]);
    }
    if (some_null && function.null_rule == NullRule::kPropagates) continue;
    KITH_TRY(results[row], function.scalar(row_arguments, context));
    KITH_CHECK_OK(progress.add(bytes_read, shallow_bytes(results[row])));
  }
  if (constant) return Vector::constant(results[0], chunk.size);
  return Vector::from_values(std::move(results));
}

Chunk chunk_of_rows(const Chunk& chunk, std::vector<std::uint32_t> rows) {
  Chunk part = chunk;
  if (rows.size() != chunk.size) part.select(std::move(rows));
  return part;
}

Error type_error(std::string_view expected, const Value& actual) {
  return Error(ErrorKind::kTypeError, fmt::format("expected {}, got {}", expected, to_string(actual.kind())))
      .with_detail("InvalidArgumentType");
}

}  // namespace kith::engine
