// engine/execution/expressions/type_test.cpp: x IS :: T, as Cypher 25 has it: null is of every type that does not say
// NOT NULL.
#include <algorithm>

#include "engine/execution/expressions/nodes.hpp"

namespace kith::engine {
namespace {

using Kind = ast::ValueType::Kind;

std::optional<ValueKind> value_kind(Kind kind) {
  switch (kind) {
    case Kind::kBoolean:
      return ValueKind::kBoolean;
    case Kind::kString:
      return ValueKind::kString;
    case Kind::kInteger:
      return ValueKind::kInteger;
    case Kind::kFloat:
      return ValueKind::kFloat;
    case Kind::kDate:
      return ValueKind::kDate;
    case Kind::kLocalTime:
      return ValueKind::kLocalTime;
    case Kind::kZonedTime:
      return ValueKind::kTime;
    case Kind::kLocalDateTime:
      return ValueKind::kLocalDateTime;
    case Kind::kZonedDateTime:
      return ValueKind::kDateTime;
    case Kind::kDuration:
      return ValueKind::kDuration;
    case Kind::kNode:
      return ValueKind::kNode;
    case Kind::kRelationship:
      return ValueKind::kRelationship;
    case Kind::kPath:
      return ValueKind::kPath;
    case Kind::kMap:
      return ValueKind::kMap;
    default:
      return std::nullopt;
  }
}

/// What may be stored: everything but elements, paths, maps and lists of mixed or nested values.
bool is_property(const Value& value) {
  switch (value.kind()) {
    case ValueKind::kMap:
    case ValueKind::kNode:
    case ValueKind::kRelationship:
    case ValueKind::kPath:
      return false;
    case ValueKind::kList: {
      const List& list = value.list();
      return std::all_of(list.begin(), list.end(), [&](const Value& element) {
        return !element.is_null() && !element.is(ValueKind::kList) && is_property(element) &&
               (element.kind() == list.front().kind() || (element.is_number() && list.front().is_number()));
      });
    }
    default:
      return true;
  }
}

bool is_of(const Value& value, const ast::ValueType& type) {
  if (type.kind == Kind::kNothing) return false;
  if (type.kind == Kind::kUnion) {
    return std::any_of(type.operands.begin(), type.operands.end(),
                       [&](const ast::ValueType& operand) { return is_of(value, operand); });
  }
  if (value.is_null()) return !type.not_null;
  if (type.kind == Kind::kAny) return true;
  if (type.kind == Kind::kProperty) return is_property(value);
  if (type.kind == Kind::kList) {
    return value.is(ValueKind::kList) &&
           (type.operands.empty() || std::all_of(value.list().begin(), value.list().end(), [&](const Value& element) {
              return is_of(element, type.operands.front());
            }));
  }
  const std::optional<ValueKind> kind = value_kind(type.kind);
  return kind.has_value() && value.is(*kind);
}

}  // namespace

Result<Vector> evaluate_node(const TypeTestExpression& expression, const Chunk& chunk, ExecContext& context) {
  KITH_TRY(const Vector operand, evaluate(*expression.operand, chunk, context));
  auto buffer = std::make_shared<VectorBuffer<std::uint8_t>>();
  buffer->values.resize(chunk.size);
  for (std::uint32_t row = 0; row < chunk.size; ++row)
    buffer->values[row] = is_of(operand.value(row), expression.type) != expression.negated ? 1 : 0;
  return Vector::own<std::uint8_t>(VectorKind::kBoolean, std::move(buffer));
}

}  // namespace kith::engine
