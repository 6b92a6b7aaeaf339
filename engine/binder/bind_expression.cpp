// engine/binder/bind_expression.cpp: expressions, save function calls and subqueries.
#include <fmt/format.h>

#include "engine/binder/binder.hpp"
#include "engine/binder/expression_text.hpp"

namespace kith::engine {
namespace {

template <class... Visitors>
struct Overloaded : Visitors... {
  using Visitors::operator()...;
};

BinaryKind binary_kind(ast::BinaryOperatorKind kind) {
  switch (kind) {
    case ast::BinaryOperatorKind::kAdd:
      return BinaryKind::kAdd;
    case ast::BinaryOperatorKind::kSubtract:
      return BinaryKind::kSubtract;
    case ast::BinaryOperatorKind::kMultiply:
      return BinaryKind::kMultiply;
    case ast::BinaryOperatorKind::kDivide:
      return BinaryKind::kDivide;
    case ast::BinaryOperatorKind::kModulo:
      return BinaryKind::kModulo;
    case ast::BinaryOperatorKind::kPower:
      return BinaryKind::kPower;
    case ast::BinaryOperatorKind::kConcatenate:
      return BinaryKind::kConcatenate;
    case ast::BinaryOperatorKind::kIn:
      return BinaryKind::kIn;
    case ast::BinaryOperatorKind::kStartsWith:
      return BinaryKind::kStartsWith;
    case ast::BinaryOperatorKind::kEndsWith:
      return BinaryKind::kEndsWith;
    case ast::BinaryOperatorKind::kContains:
      return BinaryKind::kContains;
    case ast::BinaryOperatorKind::kMatches:
      return BinaryKind::kMatches;
  }
  return BinaryKind::kAdd;
}

BinaryKind comparison_kind(ast::ComparisonKind kind) {
  switch (kind) {
    case ast::ComparisonKind::kEqual:
      return BinaryKind::kEqual;
    case ast::ComparisonKind::kNotEqual:
      return BinaryKind::kNotEqual;
    case ast::ComparisonKind::kLess:
      return BinaryKind::kLess;
    case ast::ComparisonKind::kLessOrEqual:
      return BinaryKind::kLessOrEqual;
    case ast::ComparisonKind::kGreater:
      return BinaryKind::kGreater;
    case ast::ComparisonKind::kGreaterOrEqual:
      return BinaryKind::kGreaterOrEqual;
  }
  return BinaryKind::kEqual;
}

bool is_numeric(StaticType type) {
  return type == StaticType::kInteger || type == StaticType::kFloat || type == StaticType::kNumber;
}

bool is_scalar(StaticType type) {
  return is_numeric(type) || type == StaticType::kBoolean || type == StaticType::kString;
}

/// The type of left op right for arithmetic, as far as it is known.
StaticType arithmetic_type(BinaryKind kind, StaticType left, StaticType right) {
  if (is_numeric(left) && is_numeric(right)) {
    if (kind == BinaryKind::kPower) return StaticType::kFloat;
    if (left == StaticType::kFloat || right == StaticType::kFloat) return StaticType::kFloat;
    return left == StaticType::kInteger && right == StaticType::kInteger ? StaticType::kInteger : StaticType::kNumber;
  }
  if (kind == BinaryKind::kAdd || kind == BinaryKind::kConcatenate) {
    if (left == StaticType::kList || right == StaticType::kList) return StaticType::kList;
    if (left == StaticType::kString && right == StaticType::kString) return StaticType::kString;
  }
  return StaticType::kAny;
}

StaticType type_of_value(const Value& value) {
  switch (value.kind()) {
    case ValueKind::kNull:
      return StaticType::kNull;
    case ValueKind::kBoolean:
      return StaticType::kBoolean;
    case ValueKind::kInteger:
      return StaticType::kInteger;
    case ValueKind::kFloat:
      return StaticType::kFloat;
    case ValueKind::kString:
      return StaticType::kString;
    case ValueKind::kList:
      return StaticType::kList;
    case ValueKind::kMap:
      return StaticType::kMap;
    default:
      return StaticType::kAny;
  }
}

ExpressionPtr constant(Value value, SourceRange range) {
  const StaticType type = type_of_value(value);
  return make_expression(range, type, ConstantExpression{std::move(value)});
}

}  // namespace

Result<std::vector<ExpressionPtr>> Binder::bind_all(const std::vector<ast::Expression*>& expressions,
                                                    const Scope& scope) {
  std::vector<ExpressionPtr> bound;
  bound.reserve(expressions.size());
  for (const ast::Expression* expression : expressions) {
    KITH_TRY(ExpressionPtr one, bind_expression(*expression, scope));
    bound.push_back(std::move(one));
  }
  return bound;
}

Result<ExpressionPtr> Binder::bind_predicate(const ast::Expression& expression, const Scope& scope) {
  const bool pattern_before = std::exchange(pattern_allowed_, true);
  const bool aggregates_before = std::exchange(aggregates_allowed_, false);
  Result<ExpressionPtr> bound = bind_expression(expression, scope);
  pattern_allowed_ = pattern_before;
  aggregates_allowed_ = aggregates_before;
  if (!bound.ok()) return bound;
  KITH_CHECK_OK(require(**bound, {StaticType::kBoolean}, "a predicate"));
  return bound;
}

Symbol Binder::seen_through_keys(const Symbol& symbol) const {
  if (keys_ == nullptr || symbol.local) return symbol;
  Symbol seen = symbol;
  if (const auto key = keys_->keys.find(to_string(*slot_expression(symbol.slot), {})); key != keys_->keys.end()) {
    seen.slot = key->second;
  } else if (keys_->items == nullptr || (keys_->ordering && !keys_->key_slots.contains(symbol.slot))) {
    seen.visibility = Visibility::kNotProjected;
  } else {
    seen.visibility = Visibility::kNotGroupingKey;
  }
  return seen;
}

Scope Binder::scope_of_subquery(const Scope& scope) const {
  if (keys_ == nullptr) return scope;
  Scope seen = keys_->aliases;
  for (const auto& [name, symbol] : scope) {
    if (symbol.local) {
      seen[name] = symbol;
    } else {
      seen.try_emplace(name, seen_through_keys(symbol));
    }
  }
  return seen;
}

Status Binder::check_visible(const Symbol& symbol, const std::string& name, SourceRange range,
                             const Scope& scope) const {
  if (symbol.visibility == Visibility::kVisible) return Status::success();
  if (symbol.visibility == Visibility::kNotGroupingKey) {
    return std::move(syntax_error(
                         "AmbiguousAggregationExpression",
                         fmt::format("`{}` stands beside an aggregate, but is not itself a grouping key", name), range))
        .with_hint(fmt::format("project `{}` in a WITH or as a column of its own first", name));
  }
  return std::move(undefined_variable(name, range, scope))
      .with_hint("after DISTINCT or an aggregation only what is projected may be used");
}

Result<ExpressionPtr> Binder::bind_per_element(const ast::Expression& expression, const Scope& scope) {
  const bool aggregates_before = std::exchange(aggregates_allowed_, false);
  Result<ExpressionPtr> bound = bind_expression(expression, scope);
  aggregates_allowed_ = aggregates_before;
  return bound;
}

Result<ExpressionPtr> Binder::bind_variable(const std::string& name, SourceRange range, const Scope& scope) {
  const auto found = scope.find(name);
  if (keys_ != nullptr && (found == scope.end() || !found->second.local)) {
    if (const auto alias = keys_->aliases.find(name); alias != keys_->aliases.end()) {
      return slot_expression(alias->second.slot, alias->second.type, range);
    }
  }
  if (found == scope.end()) return undefined_variable(name, range, scope);
  const Symbol symbol = seen_through_keys(found->second);
  KITH_CHECK_OK(check_visible(symbol, name, range, keys_ != nullptr ? keys_->aliases : scope));
  for (std::set<Slot>* tracker : trackers_) tracker->insert(symbol.slot);
  return slot_expression(symbol.slot, symbol.type, range);
}

Result<ExpressionPtr> Binder::bind_expression(const ast::Expression& expression, const Scope& scope) {
  // A pattern is a predicate only here: what follows decides whether its operands inherit that.
  const bool pattern_here = pattern_allowed_;
  const SourceRange range = expression.range;
  struct Restore {
    bool& flag;
    bool value;
    ~Restore() { flag = value; }
  } restore{pattern_allowed_, pattern_here};

  if (std::holds_alternative<ast::LogicalOperator>(expression.node) ||
      std::holds_alternative<ast::UnaryOperator>(expression.node) ||
      std::holds_alternative<ast::BinaryOperator>(expression.node) ||
      std::holds_alternative<ast::Comparison>(expression.node)) {
    return bind_operator(expression, scope);
  }
  if (const auto* call = std::get_if<ast::FunctionCall>(&expression.node))
    return bind_call_expression(expression, *call, scope);
  if (const auto* pattern = std::get_if<ast::PatternExpression>(&expression.node)) {
    if (!pattern_here) {
      return std::move(syntax_error("UnexpectedSyntax", "a pattern can be a predicate, but not a value", range))
          .with_hint("use it in WHERE or in exists(...), or write [pattern | expression] for a list");
    }
    return bind_pattern_predicate(*pattern->pattern, range, scope);
  }
  if (const auto* subquery = std::get_if<ast::SubqueryExpression>(&expression.node)) {
    return bind_subquery_expression(*subquery, range, scope);
  }
  if (const auto* node = std::get_if<ast::CaseExpression>(&expression.node)) {
    CaseBoundExpression bound;
    pattern_allowed_ = false;
    if (node->subject != nullptr) {
      KITH_TRY(bound.subject, bind_expression(*node->subject, scope));
    }
    for (const auto& branch : node->branches) {
      pattern_allowed_ = node->subject == nullptr;
      KITH_TRY(ExpressionPtr when, bind_expression(*branch.when, scope));
      pattern_allowed_ = false;
      KITH_TRY(ExpressionPtr then, bind_expression(*branch.then, scope));
      bound.branches.emplace_back(std::move(when), std::move(then));
    }
    StaticType type = bound.branches.front().second->type;
    for (const auto& [when, then] : bound.branches) {
      if (then->type != type) type = StaticType::kAny;
    }
    if (node->otherwise != nullptr) {
      KITH_TRY(bound.otherwise, bind_expression(*node->otherwise, scope));
      if (bound.otherwise->type != type) type = StaticType::kAny;
    }
    return make_expression(range, type, std::move(bound));
  }

  pattern_allowed_ = false;
  if (const auto* variable = std::get_if<ast::Variable>(&expression.node)) {
    KITH_TRY(ExpressionPtr bound, bind_variable(variable->name, range, scope));
    if (pattern_here && bound->type == StaticType::kNode) {
      return syntax_error("InvalidArgumentType", fmt::format("`{}` is a NODE, not a predicate", variable->name), range);
    }
    return bound;
  }
  return bind_element_expression(expression, scope);
}

Result<ExpressionPtr> Binder::bind_operator(const ast::Expression& expression, const Scope& scope) {
  const SourceRange range = expression.range;
  const bool pattern_here = pattern_allowed_;
  if (const auto* logical = std::get_if<ast::LogicalOperator>(&expression.node)) {
    LogicalExpression bound{.kind = logical->kind, .operands = {}};
    for (const ast::Expression* operand : logical->operands) {
      pattern_allowed_ = pattern_here;
      KITH_TRY(ExpressionPtr one, bind_expression(*operand, scope));
      KITH_CHECK_OK(require(*one, {StaticType::kBoolean}, "a logical operator"));
      bound.operands.push_back(std::move(one));
    }
    return make_expression(range, StaticType::kBoolean, std::move(bound));
  }
  if (const auto* unary = std::get_if<ast::UnaryOperator>(&expression.node)) {
    pattern_allowed_ = pattern_here && unary->kind == ast::UnaryOperatorKind::kNot;
    KITH_TRY(ExpressionPtr operand, bind_expression(*unary->operand, scope));
    pattern_allowed_ = false;
    switch (unary->kind) {
      case ast::UnaryOperatorKind::kNot:
        KITH_CHECK_OK(require(*operand, {StaticType::kBoolean}, "NOT"));
        return make_expression(range, StaticType::kBoolean, UnaryExpression{UnaryKind::kNot, std::move(operand)});
      case ast::UnaryOperatorKind::kIsNull:
        return make_expression(range, StaticType::kBoolean, UnaryExpression{UnaryKind::kIsNull, std::move(operand)});
      case ast::UnaryOperatorKind::kIsNotNull:
        return make_expression(range, StaticType::kBoolean, UnaryExpression{UnaryKind::kIsNotNull, std::move(operand)});
      case ast::UnaryOperatorKind::kPlus:
      case ast::UnaryOperatorKind::kMinus:
        break;
    }
    KITH_CHECK_OK(require(*operand, {StaticType::kNumber, StaticType::kDuration}, "a sign"));
    const StaticType type = operand->type;
    const UnaryKind kind = unary->kind == ast::UnaryOperatorKind::kMinus ? UnaryKind::kNegate : UnaryKind::kPlus;
    return make_expression(range, type, UnaryExpression{kind, std::move(operand)});
  }
  pattern_allowed_ = false;
  if (const auto* binary = std::get_if<ast::BinaryOperator>(&expression.node)) {
    KITH_TRY(ExpressionPtr left, bind_expression(*binary->left, scope));
    KITH_TRY(ExpressionPtr right, bind_expression(*binary->right, scope));
    const BinaryKind kind = binary_kind(binary->kind);
    StaticType type = StaticType::kBoolean;
    switch (kind) {
      case BinaryKind::kIn:
        KITH_CHECK_OK(require(*right, {StaticType::kList}, "the right side of IN"));
        break;
      case BinaryKind::kStartsWith:
      case BinaryKind::kEndsWith:
      case BinaryKind::kContains:
      case BinaryKind::kMatches:
        break;  // of anything but strings they are null
      case BinaryKind::kModulo:
      case BinaryKind::kPower:
        for (const ExpressionPtr* side : {&left, &right})
          KITH_CHECK_OK(require(**side, {StaticType::kNumber}, "arithmetic"));
        type = arithmetic_type(kind, left->type, right->type);
        break;
      default: {
        const auto wrong = [&](const ExpressionPtr& side) {
          return side->type == StaticType::kBoolean || side->type == StaticType::kNode ||
                 side->type == StaticType::kRelationship || side->type == StaticType::kPath ||
                 side->type == StaticType::kMap ||
                 (kind != BinaryKind::kAdd && kind != BinaryKind::kConcatenate && side->type == StaticType::kString) ||
                 (kind != BinaryKind::kAdd && kind != BinaryKind::kConcatenate && side->type == StaticType::kList);
        };
        const bool joins_list = (kind == BinaryKind::kAdd || kind == BinaryKind::kConcatenate) &&
                                (left->type == StaticType::kList || right->type == StaticType::kList ||
                                 left->type == StaticType::kAny || right->type == StaticType::kAny);
        for (const ExpressionPtr* side : {&left, &right}) {
          if (!joins_list && wrong(*side)) {
            return syntax_error("InvalidArgumentType",
                                fmt::format("arithmetic takes numbers, not {}", to_string((*side)->type)),
                                (*side)->range);
          }
        }
        type = arithmetic_type(kind, left->type, right->type);
        break;
      }
    }
    return make_expression(range, type, BinaryExpression{kind, std::move(left), std::move(right)});
  }
  const auto& comparison = std::get<ast::Comparison>(expression.node);
  KITH_TRY(std::vector<ExpressionPtr> operands, bind_all(comparison.operands, scope));
  std::vector<ExpressionPtr> comparisons;
  for (std::size_t i = 0; i < comparison.operators.size(); ++i) {
    const SourceRange pair{operands[i]->range.begin, operands[i + 1]->range.end};
    comparisons.push_back(
        make_expression(pair, StaticType::kBoolean,
                        BinaryExpression{comparison_kind(comparison.operators[i]), operands[i], operands[i + 1]}));
  }
  if (comparisons.size() == 1) return comparisons.front();
  return make_expression(range, StaticType::kBoolean,
                         LogicalExpression{ast::LogicalOperatorKind::kAnd, std::move(comparisons)});
}

Result<ExpressionPtr> Binder::bind_element_expression(const ast::Expression& expression, const Scope& scope) {
  const SourceRange range = expression.range;
  return std::visit(
      Overloaded{
          [&](const ast::NullLiteral&) -> Result<ExpressionPtr> { return constant(Value(), range); },
          [&](const ast::BooleanLiteral& node) -> Result<ExpressionPtr> { return constant(Value(node.value), range); },
          [&](const ast::IntegerLiteral& node) -> Result<ExpressionPtr> { return constant(Value(node.value), range); },
          [&](const ast::FloatLiteral& node) -> Result<ExpressionPtr> { return constant(Value(node.value), range); },
          [&](const ast::StringLiteral& node) -> Result<ExpressionPtr> { return constant(Value(node.value), range); },
          [&](const ast::Parameter& node) -> Result<ExpressionPtr> {
            const auto given = context_.parameters.find(node.name);
            if (given == context_.parameters.end()) {
              return bind_error(ErrorKind::kParameterMissing, "MissingParameter",
                                fmt::format("the parameter `${}` was not given", node.name), range);
            }
            return make_expression(range, StaticType::kAny, ParameterExpression{node.name});
          },
          [&](const ast::ListLiteral& node) -> Result<ExpressionPtr> {
            KITH_TRY(std::vector<ExpressionPtr> elements, bind_all(node.elements, scope));
            return make_expression(range, StaticType::kList, ListExpression{std::move(elements)});
          },
          [&](const ast::MapLiteral& node) -> Result<ExpressionPtr> {
            MapExpression map;
            for (const auto& [key, value] : node.entries) {
              KITH_TRY(ExpressionPtr bound, bind_expression(*value, scope));
              map.entries.emplace_back(key.text, std::move(bound));
            }
            return make_expression(range, StaticType::kMap, std::move(map));
          },
          [&](const ast::PropertyAccess& node) -> Result<ExpressionPtr> {
            if (keys_ != nullptr) {  // `me.age` may itself be a grouping key
              if (const auto* variable = std::get_if<ast::Variable>(&node.subject->node)) {
                if (const auto found = scope.find(variable->name); found != scope.end() && !found->second.local) {
                  const auto whole = make_expression(
                      range, StaticType::kAny, PropertyExpression{slot_expression(found->second.slot), node.key.text});
                  if (const auto key = keys_->keys.find(to_string(*whole, {})); key != keys_->keys.end()) {
                    return slot_expression(key->second, StaticType::kAny, range);
                  }
                }
              }
            }
            KITH_TRY(ExpressionPtr subject, bind_expression(*node.subject, scope));
            if (is_scalar(subject->type) || subject->type == StaticType::kList || subject->type == StaticType::kPath) {
              return syntax_error("InvalidArgumentType",
                                  fmt::format("a {} has no properties: `.{}`", to_string(subject->type), node.key.text),
                                  range);
            }
            return make_expression(range, StaticType::kAny, PropertyExpression{std::move(subject), node.key.text});
          },
          [&](const ast::IndexAccess& node) -> Result<ExpressionPtr> {
            KITH_TRY(ExpressionPtr subject, bind_expression(*node.subject, scope));
            KITH_TRY(ExpressionPtr index, bind_expression(*node.index, scope));
            return make_expression(range, StaticType::kAny, IndexExpression{std::move(subject), std::move(index)});
          },
          [&](const ast::SliceAccess& node) -> Result<ExpressionPtr> {
            SliceExpression slice;
            KITH_TRY(slice.subject, bind_expression(*node.subject, scope));
            KITH_CHECK_OK(require(*slice.subject, {StaticType::kList}, "a slice"));
            if (node.from != nullptr) {
              KITH_TRY(slice.from, bind_expression(*node.from, scope));
            }
            if (node.to != nullptr) {
              KITH_TRY(slice.to, bind_expression(*node.to, scope));
            }
            return make_expression(range, StaticType::kList, std::move(slice));
          },
          [&](const ast::ListComprehension& node) -> Result<ExpressionPtr> {
            ListComprehensionExpression bound;
            KITH_TRY(bound.list, bind_expression(*node.list, scope));
            KITH_CHECK_OK(require(*bound.list, {StaticType::kList}, "a list comprehension"));
            const Symbol element = element_symbol(*bound.list, node.variable.text);
            bound.element = element.slot;
            Scope inner = scope;
            inner[node.variable.text] = element;
            if (node.where != nullptr) {
              KITH_TRY(bound.where, bind_predicate(*node.where, inner));
            }
            if (node.projection != nullptr) {
              KITH_TRY(bound.projection, bind_per_element(*node.projection, inner));
            }
            return make_expression(range, StaticType::kList, std::move(bound));
          },
          [&](const ast::Quantifier& node) -> Result<ExpressionPtr> {
            QuantifierExpression bound;
            bound.kind = node.kind;
            KITH_TRY(bound.list, bind_expression(*node.list, scope));
            KITH_CHECK_OK(require(*bound.list, {StaticType::kList}, "a quantifier"));
            const Symbol element = element_symbol(*bound.list, node.variable.text);
            bound.element = element.slot;
            Scope inner = scope;
            inner[node.variable.text] = element;
            if (node.where != nullptr) {
              KITH_TRY(bound.where, bind_predicate(*node.where, inner));
            } else {
              bound.where = slot_expression(element.slot, element.type, range);
            }
            return make_expression(range, StaticType::kBoolean, std::move(bound));
          },
          [&](const ast::Reduce& node) -> Result<ExpressionPtr> {
            ReduceExpression bound;
            KITH_TRY(bound.initial, bind_expression(*node.initial, scope));
            KITH_TRY(bound.list, bind_expression(*node.list, scope));
            KITH_CHECK_OK(require(*bound.list, {StaticType::kList}, "reduce"));
            const Symbol element = element_symbol(*bound.list, node.variable.text);
            bound.element = element.slot;
            bound.accumulator = new_slot(node.accumulator.text);
            Scope inner = scope;
            inner[node.variable.text] = element;
            inner[node.accumulator.text] = Symbol{.slot = bound.accumulator, .local = true};
            KITH_TRY(bound.body, bind_per_element(*node.body, inner));
            return make_expression(range, StaticType::kAny, std::move(bound));
          },
          [&](const ast::PatternComprehension& node) -> Result<ExpressionPtr> {
            return bind_pattern_comprehension(node, range, scope);
          },
          [&](const ast::MapProjection& node) -> Result<ExpressionPtr> {
            MapProjectionExpression bound;
            KITH_TRY(bound.subject, bind_variable(node.subject.text, node.subject.range, scope));
            KITH_CHECK_OK(require(*bound.subject, {StaticType::kMap, StaticType::kNode, StaticType::kRelationship},
                                  "a map projection"));
            for (const auto& item : node.items) {
              if (std::holds_alternative<ast::MapProjection::AllProperties>(item)) {
                bound.all_properties = true;
              } else if (const auto* property = std::get_if<ast::MapProjection::Property>(&item)) {
                bound.entries.emplace_back(property->key.text,
                                           make_expression(property->key.range, StaticType::kAny,
                                                           PropertyExpression{bound.subject, property->key.text}));
              } else if (const auto* entry = std::get_if<ast::MapProjection::Entry>(&item)) {
                KITH_TRY(ExpressionPtr value, bind_expression(*entry->value, scope));
                bound.entries.emplace_back(entry->key.text, std::move(value));
              } else {
                const ast::Name& name = std::get<ast::MapProjection::VariableSelector>(item).variable;
                KITH_TRY(ExpressionPtr value, bind_variable(name.text, name.range, scope));
                bound.entries.emplace_back(name.text, std::move(value));
              }
            }
            return make_expression(range, StaticType::kMap, std::move(bound));
          },
          [&](const ast::LabelPredicate& node) -> Result<ExpressionPtr> {
            KITH_TRY(ExpressionPtr subject, bind_expression(*node.subject, scope));
            KITH_CHECK_OK(require(*subject, {StaticType::kNode, StaticType::kRelationship}, "a label predicate"));
            KITH_TRY(LabelTest test, bind_labels(*node.labels, scope));
            return make_expression(range, StaticType::kBoolean,
                                   LabelTestExpression{std::move(subject), std::move(test)});
          },
          [&](const ast::TypePredicate& node) -> Result<ExpressionPtr> {
            KITH_TRY(ExpressionPtr operand, bind_expression(*node.subject, scope));
            return make_expression(range, StaticType::kBoolean,
                                   TypeTestExpression{std::move(operand), node.type, node.negated});
          },
          [&](const auto&) -> Result<ExpressionPtr> {
            return Error(ErrorKind::kInternal, "an expression reached the wrong part of the binder").at(range);
          },
      },
      expression.node);
}

}  // namespace kith::engine
