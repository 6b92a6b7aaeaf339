// tests/reference/printer.cpp: a syntax tree as text again.
#include "tests/reference/printer.hpp"

#include <fmt/format.h>
#include <kith/value.hpp>

namespace kith::reference {
namespace {

std::string labels_text(const ast::LabelExpression& labels, bool nested = false) {
  const auto joined = [&](const char* operator_text) {
    std::string text;
    for (const ast::LabelExpression* operand : labels.operands) {
      text += (text.empty() ? "" : operator_text) + labels_text(*operand, true);
    }
    return nested ? "(" + text + ")" : text;
  };
  switch (labels.kind) {
    case ast::LabelExpression::Kind::kName:
      return labels.name.text;
    case ast::LabelExpression::Kind::kAnd:
      return joined("&");
    case ast::LabelExpression::Kind::kOr:
      return joined("|");
    case ast::LabelExpression::Kind::kNot:
      return "!" + labels_text(*labels.operands.front(), true);
    case ast::LabelExpression::Kind::kWildcard:
      return "%";
    case ast::LabelExpression::Kind::kDynamic:
      break;
  }
  throw Error(ErrorKind::kUnsupported, "a form of label");
}

std::string print_inside(const std::optional<ast::Name>& variable, const ast::LabelExpression* labels) {
  return (variable.has_value() ? variable->text : "") + (labels != nullptr ? ":" + labels_text(*labels) : "");
}

std::string print_conditions(const ast::Expression* properties, const ast::Expression* where) {
  return (properties != nullptr ? " " + print(*properties) : "") + (where != nullptr ? " WHERE " + print(*where) : "");
}

std::string print_where(const ast::Expression* where) { return where == nullptr ? "" : " WHERE " + print(*where); }

std::string node_text(const ast::NodePattern& node) {
  return "(" + print_inside(node.variable, node.labels) + print_conditions(node.properties, node.where) + ")";
}

std::string path_text(const ast::PatternPart& part);

std::string relationship_text(const ast::RelationshipPattern& one) {
  if (one.group != nullptr) {
    const auto bound = [](const auto& number) { return number.has_value() ? std::to_string(*number) : ""; };
    return fmt::format(" ({}{}){{{},{}}} ", path_text(*one.group), print_where(one.group->where),
                       bound(one.length->minimum), bound(one.length->maximum));
  }
  std::string inside = print_inside(one.variable, one.types);
  if (one.length.has_value()) {
    const auto bound = [](const auto& number) { return number.has_value() ? std::to_string(*number) : ""; };
    inside += "*";
    if (one.length->minimum.has_value() || one.length->maximum.has_value()) {
      inside += bound(one.length->minimum) + ".." + bound(one.length->maximum);
    }
  }
  inside += print_conditions(one.properties, one.where);
  return fmt::format("{}-[{}]-{}", one.direction == Direction::kIncoming ? "<" : "", inside,
                     one.direction == Direction::kOutgoing ? ">" : "");
}

std::string path_text(const ast::PatternPart& part) {
  std::string text = node_text(part.nodes.front());
  for (std::size_t i = 0; i < part.relationships.size(); ++i) {
    text += relationship_text(part.relationships[i]) + node_text(part.nodes[i + 1]);
  }
  return text;
}

std::string patterns_text(const std::vector<ast::PatternPart*>& parts) {
  std::string text;
  for (const ast::PatternPart* part : parts) text += (text.empty() ? "" : ", ") + print(*part);
  return text;
}

std::string list_text(const std::vector<ast::Expression*>& expressions, const char* between = ", ") {
  std::string text;
  for (const ast::Expression* expression : expressions) text += (text.empty() ? "" : between) + print(*expression);
  return text;
}

std::string projection_text(const ast::Projection& projection) {
  std::string text = projection.distinct ? " DISTINCT" : "";
  const char* between = " ";
  if (projection.star) {
    text += " *";
    between = ", ";
  }
  for (const ast::ProjectionItem& item : projection.items) {
    text += between + print(*item.expression) + (item.alias.has_value() ? " AS " + item.alias->text : "");
    between = ", ";
  }
  between = " ORDER BY ";
  for (const ast::SortItem& item : projection.order_by) {
    text += between + print(*item.expression) + (item.descending ? " DESC" : "");
    between = ", ";
  }
  if (projection.skip != nullptr) text += " SKIP " + print(*projection.skip);
  if (projection.limit != nullptr) text += " LIMIT " + print(*projection.limit);
  return text;
}

std::string operator_text(ast::BinaryOperatorKind kind) {
  switch (kind) {
    case ast::BinaryOperatorKind::kAdd:
      return "+";
    case ast::BinaryOperatorKind::kSubtract:
      return "-";
    case ast::BinaryOperatorKind::kMultiply:
      return "*";
    case ast::BinaryOperatorKind::kDivide:
      return "/";
    case ast::BinaryOperatorKind::kModulo:
      return "%";
    case ast::BinaryOperatorKind::kPower:
      return "^";
    case ast::BinaryOperatorKind::kConcatenate:
      return "||";
    case ast::BinaryOperatorKind::kIn:
      return "IN";
    case ast::BinaryOperatorKind::kStartsWith:
      return "STARTS WITH";
    case ast::BinaryOperatorKind::kEndsWith:
      return "ENDS WITH";
    case ast::BinaryOperatorKind::kContains:
      return "CONTAINS";
    case ast::BinaryOperatorKind::kMatches:
      return "=~";
  }
  return {};
}

struct ExpressionPrinter {
  std::string operator()(const ast::NullLiteral&) const { return "null"; }
  std::string operator()(const ast::BooleanLiteral& node) const { return node.value ? "true" : "false"; }
  std::string operator()(const ast::IntegerLiteral& node) const { return fmt::format("{}", node.value); }
  std::string operator()(const ast::FloatLiteral& node) const { return to_cypher_string(Value(node.value)); }
  std::string operator()(const ast::StringLiteral& node) const { return to_cypher_string(Value(node.value)); }
  std::string operator()(const ast::ListLiteral& node) const { return "[" + list_text(node.elements) + "]"; }
  std::string operator()(const ast::MapLiteral& node) const {
    std::string text;
    for (const auto& [key, value] : node.entries) text += (text.empty() ? "" : ", ") + key.text + ": " + print(*value);
    return "{" + text + "}";
  }
  std::string operator()(const ast::Variable& node) const { return node.name; }
  std::string operator()(const ast::Parameter& node) const { return "$" + node.name; }
  std::string operator()(const ast::PropertyAccess& node) const { return postfix(node.subject) + "." + node.key.text; }
  std::string operator()(const ast::IndexAccess& node) const {
    return postfix(node.subject) + "[" + print(*node.index) + "]";
  }
  std::string operator()(const ast::SliceAccess& node) const {
    return postfix(node.subject) + "[" + optional(node.from) + ".." + optional(node.to) + "]";
  }
  std::string operator()(const ast::UnaryOperator& node) const {
    const std::string operand = print(*node.operand);
    switch (node.kind) {
      case ast::UnaryOperatorKind::kNot:
        return "(NOT " + operand + ")";
      case ast::UnaryOperatorKind::kPlus:
        return "(+" + operand + ")";
      case ast::UnaryOperatorKind::kMinus:
        return "(- (" + operand + "))";
      case ast::UnaryOperatorKind::kIsNull:
        return "(" + operand + " IS NULL)";
      case ast::UnaryOperatorKind::kIsNotNull:
        return "(" + operand + " IS NOT NULL)";
    }
    return {};
  }
  std::string operator()(const ast::BinaryOperator& node) const {
    return fmt::format("({} {} {})", print(*node.left), operator_text(node.kind), print(*node.right));
  }
  std::string operator()(const ast::LogicalOperator& node) const {
    static constexpr const char* kWords[] = {" AND ", " OR ", " XOR "};
    return "(" + list_text(node.operands, kWords[static_cast<std::size_t>(node.kind)]) + ")";
  }
  std::string operator()(const ast::Comparison& node) const {
    static constexpr const char* kSigns[] = {" = ", " <> ", " < ", " <= ", " > ", " >= "};
    std::string text = print(*node.operands.front());
    for (std::size_t i = 0; i < node.operators.size(); ++i) {
      text += kSigns[static_cast<std::size_t>(node.operators[i])] + print(*node.operands[i + 1]);
    }
    return "(" + text + ")";
  }
  std::string operator()(const ast::FunctionCall& node) const {
    return fmt::format("{}({}{})", node.name, node.distinct ? "DISTINCT " : "",
                       node.star ? "*" : list_text(node.arguments));
  }
  std::string operator()(const ast::CaseExpression& node) const {
    std::string text = "CASE";
    if (node.subject != nullptr) text += " " + print(*node.subject);
    for (const auto& branch : node.branches) text += " WHEN " + print(*branch.when) + " THEN " + print(*branch.then);
    if (node.otherwise != nullptr) text += " ELSE " + print(*node.otherwise);
    return text + " END";
  }
  std::string operator()(const ast::ListComprehension& node) const {
    return fmt::format("[{} IN {}{}{}]", node.variable.text, print(*node.list), print_where(node.where),
                       node.projection == nullptr ? "" : " | " + print(*node.projection));
  }
  std::string operator()(const ast::Quantifier& node) const {
    static constexpr const char* kWords[] = {"all", "any", "none", "single"};
    return fmt::format("{}({} IN {}{})", kWords[static_cast<std::size_t>(node.kind)], node.variable.text,
                       print(*node.list), print_where(node.where));
  }
  std::string operator()(const ast::Reduce& node) const {
    return fmt::format("reduce({} = {}, {} IN {} | {})", node.accumulator.text, print(*node.initial),
                       node.variable.text, print(*node.list), print(*node.body));
  }
  std::string operator()(const ast::PatternComprehension& node) const {
    return fmt::format("[{}{} | {}]", print(*node.pattern), print_where(node.where), print(*node.projection));
  }
  std::string operator()(const ast::PatternExpression& node) const { return print(*node.pattern); }
  std::string operator()(const ast::SubqueryExpression& node) const {
    static constexpr const char* kWords[] = {"EXISTS", "COUNT", "COLLECT"};
    return fmt::format(
        "{} {{ {} }}", kWords[static_cast<std::size_t>(node.kind)],
        node.query != nullptr ? print(*node.query) : "MATCH " + patterns_text(node.patterns) + print_where(node.where));
  }
  std::string operator()(const ast::MapProjection& node) const {
    std::string text;
    for (const auto& item : node.items) {
      if (!text.empty()) text += ", ";
      if (std::holds_alternative<ast::MapProjection::AllProperties>(item)) {
        text += ".*";
      } else if (const auto* property = std::get_if<ast::MapProjection::Property>(&item)) {
        text += "." + property->key.text;
      } else if (const auto* entry = std::get_if<ast::MapProjection::Entry>(&item)) {
        text += entry->key.text + ": " + print(*entry->value);
      } else {
        text += std::get<ast::MapProjection::VariableSelector>(item).variable.text;
      }
    }
    return node.subject.text + "{" + text + "}";
  }
  std::string operator()(const ast::LabelPredicate& node) const {
    return "(" + postfix(node.subject) + ":" + labels_text(*node.labels) + ")";
  }
  template <class Other>
  std::string operator()(const Other&) const {
    throw Error(ErrorKind::kUnsupported, "a form of expression");
  }

  static std::string optional(const ast::Expression* expression) {
    return expression == nullptr ? "" : print(*expression);
  }
  static std::string postfix(const ast::Expression* subject) {
    if (std::holds_alternative<ast::Variable>(subject->node)) return print(*subject);
    return "(" + print(*subject) + ")";
  }
};

std::string print_query(const ast::SingleQuery& query) {
  std::string text;
  for (const ast::Clause* clause : query.clauses) text += (text.empty() ? "" : " ") + print(*clause);
  return text;
}

}  // namespace

std::string print(const ast::Expression& expression) { return std::visit(ExpressionPrinter{}, expression.node); }

std::string print(const ast::PatternPart& part) {
  std::string text = path_text(part);
  static constexpr const char* kModes[] = {"", "WALK ", "TRAIL ", "ACYCLIC ", "SIMPLE "};
  const std::string mode = kModes[static_cast<std::size_t>(part.prefix.mode)];
  const std::string count = part.prefix.count == nullptr ? "1" : print(*part.prefix.count);
  const auto in_parentheses = [&] { return part.where == nullptr ? text : "(" + text + print_where(part.where) + ")"; };
  switch (part.prefix.selector) {
    case ast::PathSelector::kNone:
      text = mode + in_parentheses();
      break;
    case ast::PathSelector::kShortestPath:
      text = "shortestPath(" + text + ")";
      break;
    case ast::PathSelector::kAllShortestPaths:
      text = "allShortestPaths(" + text + ")";
      break;
    case ast::PathSelector::kShortest:
      text = fmt::format("SHORTEST {} {}{}", count, mode, in_parentheses());
      break;
    case ast::PathSelector::kAllShortest:
      text = fmt::format("ALL SHORTEST {}{}", mode, in_parentheses());
      break;
    case ast::PathSelector::kShortestGroups:
      text = fmt::format("SHORTEST {} {}GROUPS {}", count, mode, in_parentheses());
      break;
  }
  return part.variable.has_value() ? part.variable->text + " = " + text : text;
}

std::string print(const ast::Clause& clause) {
  const auto* match = std::get_if<ast::Match>(&clause.node);
  if (match != nullptr) {
    static constexpr const char* kModes[] = {"", "DIFFERENT RELATIONSHIPS ", "REPEATABLE ELEMENTS "};
    return (match->optional ? "OPTIONAL MATCH " : "MATCH ") + std::string(kModes[static_cast<int>(match->mode)]) +
           patterns_text(match->patterns) + print_where(match->where);
  }
  const auto* unwind = std::get_if<ast::Unwind>(&clause.node);
  if (unwind != nullptr && !unwind->is_for) {
    return "UNWIND " + print(*unwind->list) + " AS " + unwind->variable.text;
  }
  if (unwind != nullptr) {
    const std::string text = "FOR " + unwind->variable.text + " IN " + print(*unwind->list);
    if (!unwind->ordinal.has_value()) return text;
    return text + (unwind->from_one ? " WITH ORDINALITY " : " WITH OFFSET ") + unwind->ordinal->text;
  }
  if (const auto* let = std::get_if<ast::Let>(&clause.node)) {
    std::string text;
    for (const auto& [name, value] : let->items)
      text += (text.empty() ? "LET " : ", ") + name.text + " = " + print(*value);
    return text;
  }
  if (const auto* filter = std::get_if<ast::Filter>(&clause.node)) return "FILTER " + print(*filter->predicate);
  if (const auto* conditional = std::get_if<ast::Conditional>(&clause.node)) {
    std::string text;
    for (const auto& branch : conditional->branches) {
      text += text.empty() ? "" : " ";
      text += branch.when == nullptr ? "ELSE" : "WHEN " + print(*branch.when) + " THEN";
      text += " { " + print(*branch.query) + " }";
    }
    return text;
  }
  if (const auto* with = std::get_if<ast::With>(&clause.node)) {
    return "WITH" + projection_text(with->projection) + print_where(with->where);
  }
  if (const auto* last = std::get_if<ast::Return>(&clause.node)) return "RETURN" + projection_text(last->projection);
  const auto* call = std::get_if<ast::CallSubquery>(&clause.node);
  if (call != nullptr && !call->transactions.has_value()) {
    std::string imports = call->imports_all ? "*" : "";
    for (const ast::Name& name : call->imports) imports += (imports.empty() ? "" : ", ") + name.text;
    return fmt::format("{}CALL {}{{ {} }}", call->optional ? "OPTIONAL " : "", call->scoped ? "(" + imports + ") " : "",
                       print(*call->query));
  }
  throw Error(ErrorKind::kUnsupported, "a clause");
}

std::string print(const ast::RegularQuery& query) {
  std::string text = query.before == nullptr ? "" : print(*query.before) + " NEXT ";
  text += print_query(query.parts.front());
  for (std::size_t i = 1; i < query.parts.size(); ++i) {
    static constexpr const char* kWords[] = {" UNION ",      " UNION ALL ", " EXCEPT ",
                                             " EXCEPT ALL ", " INTERSECT ", " INTERSECT ALL "};
    text += kWords[static_cast<std::size_t>(query.operators[i - 1])] + print_query(query.parts[i]);
  }
  return text;
}

Result<std::string> print(const ast::Statement& statement) {
  const auto* query = std::get_if<ast::RegularQuery*>(&statement.node);
  if (query == nullptr) return Error(ErrorKind::kUnsupported, "not a query");
  try {
    return print(**query);
  } catch (const Error& error) {
    return error;
  }
}

}  // namespace kith::reference
