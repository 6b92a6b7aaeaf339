// engine/binder/expression_text.cpp: bound expressions as text.
#include "engine/binder/expression_text.hpp"

#include <fmt/format.h>

#include "engine/functions/function.hpp"

namespace kith::engine {
namespace {

std::string_view symbol(BinaryKind kind) {
  switch (kind) {
    case BinaryKind::kAdd:
      return "+";
    case BinaryKind::kSubtract:
      return "-";
    case BinaryKind::kMultiply:
      return "*";
    case BinaryKind::kDivide:
      return "/";
    case BinaryKind::kModulo:
      return "%";
    case BinaryKind::kPower:
      return "^";
    case BinaryKind::kConcatenate:
      return "||";
    case BinaryKind::kEqual:
      return "=";
    case BinaryKind::kNotEqual:
      return "<>";
    case BinaryKind::kLess:
      return "<";
    case BinaryKind::kLessOrEqual:
      return "<=";
    case BinaryKind::kGreater:
      return ">";
    case BinaryKind::kGreaterOrEqual:
      return ">=";
    case BinaryKind::kIn:
      return "IN";
    case BinaryKind::kStartsWith:
      return "STARTS WITH";
    case BinaryKind::kEndsWith:
      return "ENDS WITH";
    case BinaryKind::kContains:
      return "CONTAINS";
    case BinaryKind::kMatches:
      return "=~";
  }
  return "?";
}

std::string_view type_word(ast::ValueType::Kind kind) {
  using Kind = ast::ValueType::Kind;
  switch (kind) {
    case Kind::kNothing:
      return "NOTHING";
    case Kind::kNull:
      return "NULL";
    case Kind::kBoolean:
      return "BOOLEAN";
    case Kind::kString:
      return "STRING";
    case Kind::kInteger:
      return "INTEGER";
    case Kind::kFloat:
      return "FLOAT";
    case Kind::kDate:
      return "DATE";
    case Kind::kLocalTime:
      return "LOCAL TIME";
    case Kind::kZonedTime:
      return "ZONED TIME";
    case Kind::kLocalDateTime:
      return "LOCAL DATETIME";
    case Kind::kZonedDateTime:
      return "ZONED DATETIME";
    case Kind::kDuration:
      return "DURATION";
    case Kind::kPoint:
      return "POINT";
    case Kind::kNode:
      return "NODE";
    case Kind::kRelationship:
      return "RELATIONSHIP";
    case Kind::kPath:
      return "PATH";
    case Kind::kMap:
      return "MAP";
    case Kind::kList:
      return "LIST";
    case Kind::kProperty:
      return "PROPERTY VALUE";
    case Kind::kAny:
    case Kind::kUnion:
      return "ANY";
  }
  return "ANY";
}

std::string type_text(const ast::ValueType& type) {
  std::string out(type_word(type.kind));
  if (!type.operands.empty()) {
    std::vector<std::string> operands;
    for (const ast::ValueType& operand : type.operands) operands.push_back(type_text(operand));
    out += fmt::format("<{}>", fmt::join(operands, " | "));
  }
  return type.not_null ? out + " NOT NULL" : out;
}

class Printer {
 public:
  explicit Printer(const std::vector<std::string>& names) : names_(names) {}

  std::string print(const BoundExpression& expression) const {
    return std::visit([this](const auto& node) { return text(node); }, expression.node);
  }
  std::string print(const LabelTest& test) const {
    switch (test.kind) {
      case ast::LabelExpression::Kind::kName:
        return test.name;
      case ast::LabelExpression::Kind::kWildcard:
        return "%";
      case ast::LabelExpression::Kind::kNot:
        return "!" + print(test.operands.front());
      case ast::LabelExpression::Kind::kDynamic:
        return fmt::format("${}({})", test.any ? "any" : "", print(*test.value));
      case ast::LabelExpression::Kind::kAnd:
      case ast::LabelExpression::Kind::kOr:
        break;
    }
    std::vector<std::string> texts;
    for (const LabelTest& operand : test.operands) texts.push_back(print(operand));
    return fmt::format("({})", fmt::join(texts, test.kind == ast::LabelExpression::Kind::kAnd ? "&" : "|"));
  }

 private:
  /// A slot without a name that the expression itself binds is numbered within it, so that equal expressions print
  /// alike.
  std::string slot(Slot slot) const {
    if (slot < names_.size() && !names_[slot].empty()) return names_[slot];
    for (std::size_t i = 0; i < bound_.size(); ++i) {
      if (bound_[i] == slot) return fmt::format("%{}", i);
    }
    return fmt::format("#{}", slot);
  }
  /// The text that `print_inner` makes where the slots are bound.
  template <class PrintInner>
  std::string binding(std::initializer_list<Slot> slots, const PrintInner& print_inner) const {
    bound_.insert(bound_.end(), slots);
    std::string inner = print_inner();
    bound_.resize(bound_.size() - slots.size());
    return inner;
  }
  std::string optional(const ExpressionPtr& expression) const {
    return expression == nullptr ? "" : print(*expression);
  }
  std::string list(const std::vector<ExpressionPtr>& expressions, std::string_view separator) const {
    std::vector<std::string> texts;
    for (const ExpressionPtr& expression : expressions) texts.push_back(print(*expression));
    return fmt::format("{}", fmt::join(texts, separator));
  }
  std::string text(const ConstantExpression& node) const { return to_cypher_string(node.value); }
  std::string text(const ParameterExpression& node) const { return "$" + node.name; }
  std::string text(const SlotExpression& node) const { return slot(node.slot); }
  std::string text(const PropertyExpression& node) const { return print(*node.subject) + "." + node.key; }
  std::string text(const IndexExpression& node) const { return print(*node.subject) + "[" + print(*node.index) + "]"; }
  std::string text(const SliceExpression& node) const {
    return print(*node.subject) + "[" + optional(node.from) + ".." + optional(node.to) + "]";
  }
  std::string text(const BinaryExpression& node) const {
    return "(" + print(*node.left) + " " + std::string(symbol(node.kind)) + " " + print(*node.right) + ")";
  }
  std::string text(const UnaryExpression& node) const {
    switch (node.kind) {
      case UnaryKind::kNot:
        return "NOT " + print(*node.operand);
      case UnaryKind::kNegate:
        return "-" + print(*node.operand);
      case UnaryKind::kPlus:
        return "+" + print(*node.operand);
      case UnaryKind::kIsNull:
        return print(*node.operand) + " IS NULL";
      case UnaryKind::kIsNotNull:
        return print(*node.operand) + " IS NOT NULL";
    }
    return {};
  }
  std::string text(const LogicalExpression& node) const {
    const std::string_view word = node.kind == ast::LogicalOperatorKind::kAnd  ? " AND "
                                  : node.kind == ast::LogicalOperatorKind::kOr ? " OR "
                                                                               : " XOR ";
    return "(" + list(node.operands, word) + ")";
  }
  std::string text(const FunctionExpression& node) const {
    return node.function->name + "(" + list(node.arguments, ", ") + ")";
  }
  std::string text(const CaseBoundExpression& node) const {
    std::string out = "CASE " + optional(node.subject);
    for (const auto& [when, then] : node.branches) out += " WHEN " + print(*when) + " THEN " + print(*then);
    return out + " ELSE " + optional(node.otherwise) + " END";
  }
  std::string text(const ListExpression& node) const { return "[" + list(node.elements, ", ") + "]"; }
  std::string entries(const std::vector<std::pair<std::string, ExpressionPtr>>& entries) const {
    std::vector<std::string> texts;
    for (const auto& [key, value] : entries) texts.push_back(key + ": " + print(*value));
    return fmt::format("{}", fmt::join(texts, ", "));
  }
  std::string text(const MapExpression& node) const { return "{" + entries(node.entries) + "}"; }
  std::string text(const MapProjectionExpression& node) const {
    return print(*node.subject) + "{" + (node.all_properties ? ".*, " : "") + entries(node.entries) + "}";
  }
  std::string text(const ListComprehensionExpression& node) const {
    const std::string list = print(*node.list);
    return binding({node.element}, [&] {
      return "[" + slot(node.element) + " IN " + list + " WHERE " + optional(node.where) + " | " +
             optional(node.projection) + "]";
    });
  }
  std::string text(const QuantifierExpression& node) const {
    static constexpr std::string_view kWords[] = {"all", "any", "none", "single"};
    const std::string list = print(*node.list);
    return binding({node.element}, [&] {
      return std::string(kWords[static_cast<std::size_t>(node.kind)]) + "(" + slot(node.element) + " IN " + list +
             " WHERE " + optional(node.where) + ")";
    });
  }
  std::string text(const ReduceExpression& node) const {
    const std::string initial = print(*node.initial);
    const std::string list = print(*node.list);
    return binding({node.accumulator, node.element}, [&] {
      return "reduce(" + slot(node.accumulator) + " = " + initial + ", " + slot(node.element) + " IN " + list + " | " +
             print(*node.body) + ")";
    });
  }
  std::string text(const LabelTestExpression& node) const { return print(*node.subject) + ":" + print(node.test); }
  std::string text(const TypeTestExpression& node) const {
    return fmt::format("{} IS {}:: {}", print(*node.operand), node.negated ? "NOT " : "", type_text(node.type));
  }
  std::string text(const PathExpression& node) const {
    std::string out = "path(";
    for (std::size_t i = 0; i < node.nodes.size(); ++i) {
      if (i > 0) out += ", " + slot(node.relationships[i - 1]) + ", ";
      out += slot(node.nodes[i]);
    }
    return out + ")";
  }
  std::string text(const DisjointExpression& node) const { return slot(node.left) + " <> " + slot(node.right); }
  std::string text(const SubqueryBoundExpression& node) const {
    static constexpr std::string_view kWords[] = {"EXISTS", "COUNT", "COLLECT"};
    // The row slot is the subquery's own, so no two of them print alike.
    return fmt::format("{} {{ #{} }}", kWords[static_cast<std::size_t>(node.kind)], node.row);
  }

  const std::vector<std::string>& names_;
  mutable std::vector<Slot> bound_;  ///< Innermost last.
};

}  // namespace

std::string to_string(const LabelTest& test) {
  const std::vector<std::string> no_names;
  return Printer(no_names).print(test);
}

std::string to_string(const BoundExpression& expression, const std::vector<std::string>& slot_names) {
  return Printer(slot_names).print(expression);
}

}  // namespace kith::engine
