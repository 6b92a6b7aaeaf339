// tests/reference/expression.cpp: expressions, with null in three-valued logic.
#include <cmath>
#include <limits>
#include <regex>

#include <fmt/format.h>

#include "tests/reference/evaluator.hpp"
#include "values/compare.hpp"

namespace kith::reference {
namespace {

Row with_variable(const Row& row, const std::string& name, const Value& value) {
  Row inner = row;
  inner[name] = value;
  return inner;
}

double number(const Value& value) {
  return value.is(ValueKind::kInteger) ? static_cast<double>(value.as_integer()) : value.as_float();
}

[[noreturn]] void arithmetic_error(const std::string& message) { throw Error(ErrorKind::kArithmeticError, message); }

Value integer_arithmetic(ast::BinaryOperatorKind kind, std::int64_t left, std::int64_t right) {
  std::int64_t result = 0;
  bool overflow = false;
  switch (kind) {
    case ast::BinaryOperatorKind::kAdd:
      overflow = __builtin_add_overflow(left, right, &result);
      break;
    case ast::BinaryOperatorKind::kSubtract:
      overflow = __builtin_sub_overflow(left, right, &result);
      break;
    case ast::BinaryOperatorKind::kMultiply:
      overflow = __builtin_mul_overflow(left, right, &result);
      break;
    default:
      if (right == 0) arithmetic_error("division by zero");
      if (right == -1) return integer_arithmetic(ast::BinaryOperatorKind::kSubtract, 0, left);
      result = kind == ast::BinaryOperatorKind::kDivide ? left / right : left % right;
  }
  if (overflow) arithmetic_error("overflow");
  return result;
}

Value concatenated(const Value& left, const Value& right) {
  List joined;
  for (const Value* side : {&left, &right}) {
    if (side->is(ValueKind::kList)) {
      joined.insert(joined.end(), side->list().begin(), side->list().end());
    } else {
      joined.push_back(*side);
    }
  }
  return joined;
}

Value arithmetic(ast::BinaryOperatorKind kind, const Value& left, const Value& right) {
  using Kind = ast::BinaryOperatorKind;
  if (left.is_null() || right.is_null()) return {};
  const bool adds = kind == Kind::kAdd;
  if (kind == Kind::kConcatenate) {
    if (left.is(ValueKind::kString) && right.is(ValueKind::kString)) return left.as_string() + right.as_string();
    if (left.is(ValueKind::kList) && right.is(ValueKind::kList)) return concatenated(left, right);
    type_error("||");
  }
  if (left.is_number() && right.is_number()) {
    if (kind == Kind::kPower) return std::pow(number(left), number(right));
    if (left.is(ValueKind::kInteger) && right.is(ValueKind::kInteger)) {
      if (kind == Kind::kModulo && right.as_integer() == -1) return 0;
      return integer_arithmetic(kind, left.as_integer(), right.as_integer());
    }
    const double a = number(left), b = number(right);
    return kind == Kind::kAdd        ? a + b
           : kind == Kind::kSubtract ? a - b
           : kind == Kind::kMultiply ? a * b
           : kind == Kind::kDivide   ? a / b
                                     : std::fmod(a, b);
  }
  if (adds && (left.is(ValueKind::kList) || right.is(ValueKind::kList))) return concatenated(left, right);
  const auto is_text = [](const Value& value) {
    return value.is(ValueKind::kString) || value.is_number() || value.is(ValueKind::kBoolean);
  };
  if (adds && (left.is(ValueKind::kString) || right.is(ValueKind::kString)) && is_text(left) && is_text(right)) {
    return to_display_string(left) + to_display_string(right);
  }
  type_error("arithmetic");
}

Truth is_in(const Value& value, const Value& list) {
  if (list.is_null()) return std::nullopt;
  if (!list.is(ValueKind::kList)) type_error("IN takes a list");
  Truth found = false;
  for (const Value& element : list.list()) {
    const Truth equal = equals(value, element);
    if (equal == true) return true;
    if (!equal.has_value()) found = std::nullopt;
  }
  return found;
}

Truth text_test(ast::BinaryOperatorKind kind, const Value& left, const Value& right) {
  if (!left.is(ValueKind::kString) || !right.is(ValueKind::kString)) return std::nullopt;
  const std::string &text = left.as_string(), &part = right.as_string();
  switch (kind) {
    case ast::BinaryOperatorKind::kStartsWith:
      return text.starts_with(part);
    case ast::BinaryOperatorKind::kEndsWith:
      return text.ends_with(part);
    case ast::BinaryOperatorKind::kContains:
      return text.find(part) != std::string::npos;
    default:
      return std::regex_match(text, std::regex(part));
  }
}

Truth compared(ast::ComparisonKind kind, const Value& left, const Value& right) {
  if (kind == ast::ComparisonKind::kEqual) return equals(left, right);
  if (kind == ast::ComparisonKind::kNotEqual) {
    const Truth equal = equals(left, right);
    return equal.has_value() ? Truth(!*equal) : std::nullopt;
  }
  const auto relation = compare(left, right);
  if (!relation.has_value()) return std::nullopt;
  switch (kind) {
    case ast::ComparisonKind::kLess:
      return *relation < 0;
    case ast::ComparisonKind::kLessOrEqual:
      return *relation <= 0;
    case ast::ComparisonKind::kGreater:
      return *relation > 0;
    default:
      return *relation >= 0;
  }
}

Truth negated(Truth value) { return value.has_value() ? Truth(!*value) : std::nullopt; }

Truth conjunction(Truth left, Truth right) {
  if (left == false || right == false) return false;
  return left.has_value() && right.has_value() ? Truth(true) : std::nullopt;
}

/// Where a list's position i lies, counted from the end when negative.
std::int64_t from_start(std::int64_t i, std::size_t size) { return i < 0 ? i + static_cast<std::int64_t>(size) : i; }

}  // namespace

Value to_value(Truth truth) { return truth.has_value() ? Value(*truth) : Value(); }

void unsupported(const std::string& form) { throw Skipped{"unsupported: " + form}; }

void type_error(const std::string& message) { throw Error(ErrorKind::kTypeError, message); }

Truth Evaluator::truth(const ast::Expression& expression, const Scope& scope) {
  const Value value = evaluate(expression, scope);
  if (value.is_null()) return std::nullopt;
  if (!value.is(ValueKind::kBoolean)) type_error("not a truth value");
  return value.as_boolean();
}

bool Evaluator::holds(const ast::Expression* predicate, const Row& row) {
  return predicate == nullptr || truth(*predicate, {row}) == true;
}

Value Evaluator::evaluate(const ast::Expression& expression, const Scope& scope) {
  const auto& node = expression.node;
  if (std::holds_alternative<ast::NullLiteral>(node)) return {};
  if (const auto* literal = std::get_if<ast::BooleanLiteral>(&node)) return literal->value;
  if (const auto* literal = std::get_if<ast::IntegerLiteral>(&node)) return literal->value;
  if (const auto* literal = std::get_if<ast::FloatLiteral>(&node)) return literal->value;
  if (const auto* literal = std::get_if<ast::StringLiteral>(&node)) return literal->value;
  if (const auto* variable = std::get_if<ast::Variable>(&node)) {
    const auto found = scope.row.find(variable->name);
    if (found == scope.row.end()) unsupported("a variable that is not in scope");
    return found->second;
  }
  if (const auto* parameter = std::get_if<ast::Parameter>(&node)) {
    const auto found = parameters_.find(parameter->name);
    if (found == parameters_.end()) throw Error(ErrorKind::kParameterMissing, parameter->name);
    return found->second;
  }
  if (const auto* literal = std::get_if<ast::ListLiteral>(&node)) {
    List list;
    for (const ast::Expression* element : literal->elements) list.push_back(evaluate(*element, scope));
    return list;
  }
  if (const auto* literal = std::get_if<ast::MapLiteral>(&node)) {
    Map map;
    for (const auto& [key, value] : literal->entries) map[key.text] = evaluate(*value, scope);
    return map;
  }
  if (const auto* pattern = std::get_if<ast::PatternExpression>(&node)) {
    return !matches({pattern->pattern}, nullptr, scope.row).empty();
  }
  if (const auto* predicate = std::get_if<ast::LabelPredicate>(&node)) {
    const Value subject = evaluate(*predicate->subject, scope);
    if (subject.is_null()) return {};
    if (subject.is(ValueKind::kNode)) {
      return has_label(*predicate->labels, graph_.node(subject.as_node()).labels);
    }
    if (!subject.is(ValueKind::kRelationship)) type_error("a label test");
    return has_label(*predicate->labels, {graph_.relationship(subject.as_relationship()).type});
  }
  return std::visit(
      [&](const auto& other) -> Value {
        if constexpr (requires { evaluate_node(other, scope); }) return evaluate_node(other, scope);
        unsupported("a form of expression");
      },
      node);
}

bool Evaluator::has_label(const ast::LabelExpression& labels, const std::set<std::string>& names) const {
  const auto has = [&](const ast::LabelExpression* operand) { return has_label(*operand, names); };
  switch (labels.kind) {
    case ast::LabelExpression::Kind::kName:
      return names.contains(labels.name.text);
    case ast::LabelExpression::Kind::kAnd:
      return std::all_of(labels.operands.begin(), labels.operands.end(), has);
    case ast::LabelExpression::Kind::kOr:
      return std::any_of(labels.operands.begin(), labels.operands.end(), has);
    case ast::LabelExpression::Kind::kNot:
      return !has(labels.operands.front());
    case ast::LabelExpression::Kind::kWildcard:
      return !names.empty();
    case ast::LabelExpression::Kind::kDynamic:
      break;
  }
  unsupported("a label expression");
}

Value Evaluator::property(const Value& subject, const std::string& key) const {
  const Map* properties = nullptr;
  if (subject.is_null()) return {};
  if (subject.is(ValueKind::kNode)) {
    properties = &graph_.node(subject.as_node()).properties;
  } else if (subject.is(ValueKind::kRelationship)) {
    properties = &graph_.relationship(subject.as_relationship()).properties;
  } else if (subject.is(ValueKind::kMap)) {
    properties = &subject.map();
  } else {
    type_error("no properties");
  }
  const auto found = properties->find(key);
  return found == properties->end() ? Value() : found->second;
}

Value Evaluator::evaluate_node(const ast::PropertyAccess& node, const Scope& scope) {
  return property(evaluate(*node.subject, scope), node.key.text);
}

Value Evaluator::evaluate_node(const ast::IndexAccess& node, const Scope& scope) {
  const Value subject = evaluate(*node.subject, scope);
  const Value index = evaluate(*node.index, scope);
  if (subject.is_null() || index.is_null()) return {};
  if (!subject.is(ValueKind::kList)) {
    if (!index.is(ValueKind::kString)) type_error("an index");
    return property(subject, index.as_string());
  }
  if (!index.is(ValueKind::kInteger)) type_error("an index");
  const List& list = subject.list();
  const std::int64_t position = from_start(index.as_integer(), list.size());
  if (position < 0 || position >= static_cast<std::int64_t>(list.size())) return {};
  return list[static_cast<std::size_t>(position)];
}

Value Evaluator::evaluate_node(const ast::SliceAccess& node, const Scope& scope) {
  const Value subject = evaluate(*node.subject, scope);
  const Value from = node.from == nullptr ? Value(0) : evaluate(*node.from, scope);
  const Value to = node.to == nullptr ? Value(std::numeric_limits<std::int64_t>::max()) : evaluate(*node.to, scope);
  if (subject.is_null() || from.is_null() || to.is_null()) return {};
  if (!subject.is(ValueKind::kList)) type_error("a slice");
  const List& list = subject.list();
  const std::int64_t begin = from_start(from.as_integer(), list.size()), end = from_start(to.as_integer(), list.size());
  List part;
  for (std::int64_t i = 0; i < static_cast<std::int64_t>(list.size()); ++i) {
    if (i >= begin && i < end) part.push_back(list[static_cast<std::size_t>(i)]);
  }
  return part;
}

Value Evaluator::evaluate_node(const ast::UnaryOperator& node, const Scope& scope) {
  switch (node.kind) {
    case ast::UnaryOperatorKind::kNot:
      return to_value(negated(truth(*node.operand, scope)));
    case ast::UnaryOperatorKind::kIsNull:
      return evaluate(*node.operand, scope).is_null();
    case ast::UnaryOperatorKind::kIsNotNull:
      return !evaluate(*node.operand, scope).is_null();
    case ast::UnaryOperatorKind::kPlus:
    case ast::UnaryOperatorKind::kMinus:
      break;
  }
  const Value operand = evaluate(*node.operand, scope);
  if (operand.is_null()) return {};
  if (!operand.is_number()) type_error("a sign");
  if (node.kind == ast::UnaryOperatorKind::kPlus) return operand;
  return operand.is(ValueKind::kFloat) ? Value(-operand.as_float())
                                       : arithmetic(ast::BinaryOperatorKind::kSubtract, Value(0), operand);
}

Value Evaluator::evaluate_node(const ast::BinaryOperator& node, const Scope& scope) {
  const Value left = evaluate(*node.left, scope);
  const Value right = evaluate(*node.right, scope);
  switch (node.kind) {
    case ast::BinaryOperatorKind::kIn:
      return to_value(is_in(left, right));
    case ast::BinaryOperatorKind::kStartsWith:
    case ast::BinaryOperatorKind::kEndsWith:
    case ast::BinaryOperatorKind::kContains:
    case ast::BinaryOperatorKind::kMatches:
      return to_value(text_test(node.kind, left, right));
    default:
      return arithmetic(node.kind, left, right);
  }
}

Value Evaluator::evaluate_node(const ast::LogicalOperator& node, const Scope& scope) {
  Truth result = truth(*node.operands.front(), scope);
  for (std::size_t i = 1; i < node.operands.size(); ++i) {
    const Truth operand = truth(*node.operands[i], scope);
    switch (node.kind) {
      case ast::LogicalOperatorKind::kAnd:
        result = conjunction(result, operand);
        break;
      case ast::LogicalOperatorKind::kOr:
        result = negated(conjunction(negated(result), negated(operand)));
        break;
      case ast::LogicalOperatorKind::kXor:
        result = result.has_value() && operand.has_value() ? Truth(*result != *operand) : std::nullopt;
        break;
    }
  }
  return to_value(result);
}

Value Evaluator::evaluate_node(const ast::Comparison& node, const Scope& scope) {
  Truth result = true;
  for (std::size_t i = 0; i < node.operators.size(); ++i) {
    result = conjunction(result, compared(node.operators[i], evaluate(*node.operands[i], scope),
                                          evaluate(*node.operands[i + 1], scope)));
  }
  return to_value(result);
}

Value Evaluator::evaluate_node(const ast::CaseExpression& node, const Scope& scope) {
  const Value subject = node.subject == nullptr ? Value() : evaluate(*node.subject, scope);
  for (const auto& branch : node.branches) {
    const bool taken = node.subject == nullptr ? truth(*branch.when, scope) == true
                                               : equals(subject, evaluate(*branch.when, scope)) == true;
    if (taken) return evaluate(*branch.then, scope);
  }
  return node.otherwise == nullptr ? Value() : evaluate(*node.otherwise, scope);
}

List Evaluator::list_of(const ast::Expression& expression, const Scope& scope, bool& is_null) {
  const Value list = evaluate(expression, scope);
  is_null = list.is_null();
  if (is_null) return {};
  if (!list.is(ValueKind::kList)) type_error("a list is needed");
  return list.list();
}

Value Evaluator::evaluate_node(const ast::ListComprehension& node, const Scope& scope) {
  bool is_null = false;
  List result;
  for (const Value& element : list_of(*node.list, scope, is_null)) {
    const Row inner = with_variable(scope.row, node.variable.text, element);
    if (node.where != nullptr && truth(*node.where, {inner, scope.group}) != true) continue;
    result.push_back(node.projection == nullptr ? element : evaluate(*node.projection, {inner, scope.group}));
  }
  return is_null ? Value() : Value(std::move(result));
}

Value Evaluator::evaluate_node(const ast::Quantifier& node, const Scope& scope) {
  bool is_null = false;
  std::size_t num_true = 0, num_null = 0, num_false = 0;
  for (const Value& element : list_of(*node.list, scope, is_null)) {
    if (node.where == nullptr) unsupported("a quantifier without WHERE");
    const Row inner = with_variable(scope.row, node.variable.text, element);
    const Truth one = truth(*node.where, {inner, scope.group});
    ++(!one.has_value() ? num_null : *one ? num_true : num_false);
  }
  if (is_null) return {};
  switch (node.kind) {
    case ast::QuantifierKind::kAll:
      return num_false > 0 ? Value(false) : num_null > 0 ? Value() : Value(true);
    case ast::QuantifierKind::kAny:
      return num_true > 0 ? Value(true) : num_null > 0 ? Value() : Value(false);
    case ast::QuantifierKind::kNone:
      return num_true > 0 ? Value(false) : num_null > 0 ? Value() : Value(true);
    case ast::QuantifierKind::kSingle:
      return num_true > 1 ? Value(false) : num_null > 0 ? Value() : Value(num_true == 1);
  }
  unsupported("a quantifier");
}

Value Evaluator::evaluate_node(const ast::Reduce& node, const Scope& scope) {
  Value accumulated = evaluate(*node.initial, scope);
  bool is_null = false;
  for (const Value& element : list_of(*node.list, scope, is_null)) {
    Row inner = with_variable(scope.row, node.variable.text, element);
    inner[node.accumulator.text] = accumulated;
    accumulated = evaluate(*node.body, {inner, scope.group});
  }
  return is_null ? Value() : accumulated;
}

Value Evaluator::evaluate_node(const ast::PatternComprehension& node, const Scope& scope) {
  List list;
  for (const Row& match : matches({node.pattern}, node.where, scope.row)) {
    list.push_back(evaluate(*node.projection, {match}));
  }
  return list;
}

Value Evaluator::evaluate_node(const ast::SubqueryExpression& node, const Scope& scope) {
  std::size_t count = 0;
  List values;
  if (node.query == nullptr) {
    count = matches(node.patterns, node.where, scope.row).size();
  } else {
    const Answer inner = query(*node.query, scope.row, OuterRow::kStays);
    const std::size_t size = inner.rows.size();
    const std::size_t begin = std::min(inner.skip, size);
    const std::size_t end = inner.limit.has_value() ? begin + std::min(*inner.limit, size - begin) : size;
    count = end - begin;
    if (node.kind == ast::SubqueryKind::kCollect) {
      for (std::size_t i = begin; i < end; ++i) values.push_back(inner.rows[i].front());
    }
  }
  switch (node.kind) {
    case ast::SubqueryKind::kExists:
      return count > 0;
    case ast::SubqueryKind::kCount:
      return static_cast<std::int64_t>(count);
    case ast::SubqueryKind::kCollect:
      return values;
  }
  unsupported("a subquery");
}

Value Evaluator::evaluate_node(const ast::MapProjection& node, const Scope& scope) {
  const auto found = scope.row.find(node.subject.text);
  if (found == scope.row.end()) unsupported("a variable that is not in scope");
  const Value& subject = found->second;
  if (subject.is_null()) return {};
  Map map;
  for (const auto& item : node.items) {
    if (std::holds_alternative<ast::MapProjection::AllProperties>(item)) {
      const Value all = call("properties", {subject});
      for (const auto& [key, value] : all.map()) map.try_emplace(key, value);
    } else if (const auto* selected = std::get_if<ast::MapProjection::Property>(&item)) {
      map[selected->key.text] = property(subject, selected->key.text);
    } else if (const auto* entry = std::get_if<ast::MapProjection::Entry>(&item)) {
      map[entry->key.text] = evaluate(*entry->value, scope);
    } else {
      unsupported("a variable in a map projection");
    }
  }
  return map;
}

Value Evaluator::evaluate_node(const ast::FunctionCall& node, const Scope& scope) {
  const std::string name = lower_case(node.name);
  static const std::set<std::string> kAggregates = {
      "count", "sum", "avg", "min", "max", "stdev", "collect", "stdevp", "percentiledisc", "percentilecont"};
  if (kAggregates.contains(name)) {
    if (scope.group == nullptr) unsupported("an aggregate outside of a projection");
    return aggregate(node, name, *scope.group);
  }
  if (name == "exists" && std::holds_alternative<ast::PatternExpression>(node.arguments.front()->node)) {
    return evaluate(*node.arguments.front(), scope);
  }
  if (name == "coalesce") {  // what follows the first value is not evaluated
    for (const ast::Expression* argument : node.arguments) {
      Value value = evaluate(*argument, scope);
      if (!value.is_null()) return value;
    }
    return {};
  }
  std::vector<Value> arguments;
  for (const ast::Expression* argument : node.arguments) arguments.push_back(evaluate(*argument, scope));
  return call(name, arguments);
}

}  // namespace kith::reference
