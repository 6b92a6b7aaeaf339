// engine/binder/binder.cpp: slots, errors and other small pieces of the binder.
#include "engine/binder/binder.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "parser/spelling.hpp"

namespace kith::engine {

Error bind_error(ErrorKind kind, std::string detail, std::string message, SourceRange where) {
  return Error(kind, std::move(message)).with_detail(std::move(detail)).at(where).at_compile_time();
}

ExpressionPtr make_expression(SourceRange range, StaticType type, decltype(BoundExpression::node) node) {
  auto expression = std::make_shared<BoundExpression>();
  expression->range = range;
  expression->type = type;
  expression->node = std::move(node);
  return expression;
}

ExpressionPtr slot_expression(Slot slot, StaticType type, SourceRange range) {
  return make_expression(range, type, SlotExpression{slot});
}

void split_conjuncts(const ExpressionPtr& predicate, std::vector<ExpressionPtr>& out) {
  if (const auto* logical = std::get_if<LogicalExpression>(&predicate->node);
      logical != nullptr && logical->kind == ast::LogicalOperatorKind::kAnd) {
    for (const ExpressionPtr& operand : logical->operands) split_conjuncts(operand, out);
    return;
  }
  out.push_back(predicate);
}

ExpressionPtr join_conjuncts(std::vector<ExpressionPtr> conjuncts) {
  if (conjuncts.size() == 1) return std::move(conjuncts.front());
  return make_expression({}, StaticType::kBoolean,
                         LogicalExpression{ast::LogicalOperatorKind::kAnd, std::move(conjuncts)});
}

std::string_view to_string(StaticType type) {
  switch (type) {
    case StaticType::kAny:
      return "ANY";
    case StaticType::kNull:
      return "NULL";
    case StaticType::kBoolean:
      return "BOOLEAN";
    case StaticType::kInteger:
      return "INTEGER";
    case StaticType::kFloat:
      return "FLOAT";
    case StaticType::kNumber:
      return "NUMBER";
    case StaticType::kString:
      return "STRING";
    case StaticType::kList:
      return "LIST";
    case StaticType::kMap:
      return "MAP";
    case StaticType::kNode:
      return "NODE";
    case StaticType::kRelationship:
      return "RELATIONSHIP";
    case StaticType::kPath:
      return "PATH";
    case StaticType::kDate:
      return "DATE";
    case StaticType::kLocalTime:
      return "LOCAL TIME";
    case StaticType::kTime:
      return "TIME";
    case StaticType::kLocalDateTime:
      return "LOCAL DATETIME";
    case StaticType::kDateTime:
      return "DATETIME";
    case StaticType::kDuration:
      return "DURATION";
  }
  return "ANY";
}

std::string nearest_name(std::string_view name, const Scope& candidates) {
  std::vector<std::string_view> names;
  for (const auto& [candidate, symbol] : candidates) names.push_back(candidate);
  // One slip in short names, about a third of the letters in long ones.
  return std::string(parser::nearest_spelling(name, names, name.size() / 3 + 1));
}

bool needs_per_row(const BoundQuery& query) {
  if (query.parts.size() > 1) return true;
  for (const BoundClause& clause : query.parts.front().clauses) {
    if (const auto* projection = std::get_if<BoundProjection>(&clause.node)) {
      if (projection->aggregates || projection->skip != nullptr || projection->limit != nullptr ||
          !projection->order.empty())
        return true;
    }
    if (std::holds_alternative<BoundConditional>(clause.node)) return true;
    if (const auto* subquery = std::get_if<BoundSubquery>(&clause.node)) {
      if (subquery->writes || needs_per_row(*subquery->query)) return true;
    }
  }
  return false;
}

Slot Binder::new_slot(std::string name) {
  slot_names_.push_back(std::move(name));
  return static_cast<Slot>(slot_names_.size() - 1);
}

Error Binder::undefined_variable(const std::string& name, SourceRange range, const Scope& scope) const {
  Error error = syntax_error("UndefinedVariable", fmt::format("`{}` is not defined", name), range);
  std::string_view before = text_.substr(0, range.begin);
  before = before.substr(0, before.find_last_not_of(' ') + 1);
  if (before.ends_with("--")) {
    error.hint = "a comment begins with `//`";
  } else if (const std::string nearest = nearest_name(name, scope); !nearest.empty()) {
    error.hint = fmt::format("did you mean `{}`?", nearest);
  } else if (!scope.empty()) {
    std::vector<std::string> names;
    for (const auto& [known, symbol] : scope) names.push_back(known);
    error.hint = fmt::format("in scope: {}", fmt::join(names, ", "));
  }
  return error;
}

Status Binder::require(const BoundExpression& expression, std::initializer_list<StaticType> allowed,
                       std::string_view what) const {
  const StaticType type = expression.type;
  if (type == StaticType::kAny || type == StaticType::kNull) return Status::success();
  for (const StaticType candidate : allowed) {
    if (candidate == type || candidate == StaticType::kAny) return Status::success();
    if (candidate == StaticType::kNumber && (type == StaticType::kInteger || type == StaticType::kFloat))
      return Status::success();
    if (type == StaticType::kNumber && (candidate == StaticType::kInteger || candidate == StaticType::kFloat)) {
      return Status::success();
    }
  }
  std::vector<std::string_view> names;
  for (const StaticType candidate : allowed) names.push_back(to_string(candidate));
  return syntax_error("InvalidArgumentType",
                      fmt::format("{} takes {}, not {}", what, fmt::join(names, " or "), to_string(type)),
                      expression.range);
}

Symbol Binder::element_symbol(const BoundExpression& list, const std::string& name) {
  Symbol symbol{.slot = new_slot(name), .local = true};
  const auto common = [](StaticType left, StaticType right) { return left == right ? left : StaticType::kAny; };
  if (const auto* literal = std::get_if<ListExpression>(&list.node); literal != nullptr && !literal->elements.empty()) {
    symbol.type = literal->elements.front()->type;
    for (const ExpressionPtr& element : literal->elements) symbol.type = common(symbol.type, element->type);
  }
  return symbol;
}

}  // namespace kith::engine
