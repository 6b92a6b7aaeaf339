// engine/binder/bind_function.cpp: function calls and aggregates.
#include <fmt/format.h>

#include "engine/binder/binder.hpp"
#include "engine/binder/expression_text.hpp"
#include "engine/binder/free_slots.hpp"
#include "engine/functions/function_registry.hpp"
#include "engine/functions/signature.hpp"

namespace kith::engine {
namespace {

/// Calls `visit` for each expression directly below, as far as aggregates may occur there.
template <class Visitor>
bool any_child(const ast::Expression& expression, const Visitor& visit) {
  const auto check = [&](const ast::Expression* child) { return child != nullptr && visit(*child); };
  const auto check_all = [&](const std::vector<ast::Expression*>& children) {
    for (const ast::Expression* child : children) {
      if (check(child)) return true;
    }
    return false;
  };
  const auto& node = expression.node;
  if (const auto* n = std::get_if<ast::ListLiteral>(&node)) return check_all(n->elements);
  if (const auto* n = std::get_if<ast::MapLiteral>(&node)) {
    for (const auto& [key, value] : n->entries) {
      if (check(value)) return true;
    }
    return false;
  }
  if (const auto* n = std::get_if<ast::PropertyAccess>(&node)) return check(n->subject);
  if (const auto* n = std::get_if<ast::IndexAccess>(&node)) return check(n->subject) || check(n->index);
  if (const auto* n = std::get_if<ast::SliceAccess>(&node)) return check(n->subject) || check(n->from) || check(n->to);
  if (const auto* n = std::get_if<ast::UnaryOperator>(&node)) return check(n->operand);
  if (const auto* n = std::get_if<ast::BinaryOperator>(&node)) return check(n->left) || check(n->right);
  if (const auto* n = std::get_if<ast::LogicalOperator>(&node)) return check_all(n->operands);
  if (const auto* n = std::get_if<ast::Comparison>(&node)) return check_all(n->operands);
  if (const auto* n = std::get_if<ast::FunctionCall>(&node)) return check_all(n->arguments);
  if (const auto* n = std::get_if<ast::CaseExpression>(&node)) {
    for (const auto& branch : n->branches) {
      if (check(branch.when) || check(branch.then)) return true;
    }
    return check(n->subject) || check(n->otherwise);
  }
  if (const auto* n = std::get_if<ast::ListComprehension>(&node))
    return check(n->list) || check(n->where) || check(n->projection);
  if (const auto* n = std::get_if<ast::Quantifier>(&node)) return check(n->list) || check(n->where);
  if (const auto* n = std::get_if<ast::Reduce>(&node)) return check(n->initial) || check(n->list) || check(n->body);
  if (const auto* n = std::get_if<ast::MapProjection>(&node)) {
    for (const auto& item : n->items) {
      if (const auto* entry = std::get_if<ast::MapProjection::Entry>(&item); entry != nullptr && check(entry->value))
        return true;
    }
    return false;
  }
  if (const auto* n = std::get_if<ast::LabelPredicate>(&node)) return check(n->subject);
  if (const auto* n = std::get_if<ast::TypePredicate>(&node)) return check(n->subject);
  return false;
}

/// Whether it is the same throughout a statement.
bool is_deterministic(const ast::Expression& expression, const FunctionRegistry& functions) {
  if (const auto* call = std::get_if<ast::FunctionCall>(&expression.node)) {
    const FunctionRef function = functions.find_function(call->name);
    if (function != nullptr && !function->stable) return false;
  }
  return !any_child(expression, [&](const ast::Expression& child) { return !is_deterministic(child, functions); });
}

std::string counted(std::size_t count, std::string_view noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

/// InvalidArgumentType for what cannot be meant, as far as is known before the query runs.
Status check_argument(const Argument& argument, const BoundExpression& given, std::string_view function) {
  if (accepts(argument, given.type)) return Status::success();
  std::vector<std::string_view> names;
  if (argument.type != StaticType::kAny) names.push_back(to_string(argument.type));
  for (const StaticType type : argument.alternatives) names.push_back(to_string(type));
  return syntax_error("InvalidArgumentType",
                      fmt::format("{}() takes {}, not {}", function, fmt::join(names, " or "), to_string(given.type)),
                      given.range);
}

}  // namespace

bool contains_aggregate(const ast::Expression& expression, const FunctionRegistry& functions) {
  if (const auto* call = std::get_if<ast::FunctionCall>(&expression.node);
      call != nullptr && functions.find_aggregate(call->name) != nullptr) {
    return true;
  }
  return any_child(expression, [&](const ast::Expression& child) { return contains_aggregate(child, functions); });
}

Result<ExpressionPtr> Binder::bind_aggregate(const ast::Expression& expression, const ast::FunctionCall& call,
                                             const Scope& scope) {
  const AggregateRef definition = context_.functions.find_aggregate(call.name);
  if (inside_aggregate_ != nullptr) {
    return syntax_error("NestedAggregation", fmt::format("{}() cannot stand inside another aggregate", call.name),
                        call.name_range);
  }
  if (!aggregates_allowed_ || keys_ == nullptr || keys_->items == nullptr) {
    return std::move(syntax_error("InvalidAggregation", fmt::format("the aggregate {}() cannot stand here", call.name),
                                  call.name_range))
        .with_hint("compute it in a WITH or RETURN, and use its name afterwards");
  }
  const std::size_t expected = definition->arguments.size();
  if (call.star) {
    if (definition->name != "count") {
      return syntax_error("UnexpectedSyntax", fmt::format("only count takes `*`, not {}", call.name), call.name_range);
    }
  } else if (call.arguments.size() != expected) {
    return std::move(syntax_error("InvalidNumberOfArguments",
                                  fmt::format("{}() takes {}, not {}", definition->name, counted(expected, "argument"),
                                              call.arguments.size()),
                                  call.name_range))
        .with_hint(signature_text(*definition));
  }
  for (const ast::Expression* argument : call.arguments) {
    if (!is_deterministic(*argument, context_.functions)) {
      return syntax_error("NonConstantExpression", "an aggregate cannot be taken of random numbers", argument->range);
    }
  }
  KeyContext* const keys = std::exchange(keys_, nullptr);  // arguments see the rows before grouping
  inside_aggregate_ = &expression;
  Result<std::vector<ExpressionPtr>> arguments = bind_all(call.arguments, scope);
  inside_aggregate_ = nullptr;
  keys_ = keys;
  if (!arguments.ok()) return std::move(arguments).error();
  for (std::size_t i = 0; i < arguments->size(); ++i) {
    KITH_CHECK_OK(check_argument(definition->arguments[i], *(*arguments)[i], definition->name));
  }

  std::string canonical = definition->name + (call.distinct ? "(DISTINCT " : "(");
  for (const ExpressionPtr& argument : *arguments) canonical += to_string(*argument, {}) + ",";
  auto [known, is_new] = keys_->known_aggregates.try_emplace(canonical, 0);
  if (is_new && keys_->ordering) {  // after the projection its rows are gone
    for (const ExpressionPtr& argument : *arguments) {
      if (free_slots(*argument).empty()) continue;
      keys_->known_aggregates.erase(known);
      return std::move(syntax_error("UndefinedVariable", "ORDER BY cannot aggregate what the projection has not",
                                    expression.range))
          .with_hint("project the aggregate, and order by its name");
    }
  }
  if (is_new) {
    known->second =
        new_slot(std::string(text_.substr(expression.range.begin, expression.range.end - expression.range.begin)));
    keys_->items->push_back(
        {known->second, BoundAggregate{definition, call.distinct, *std::move(arguments), expression.range}});
  }
  return slot_expression(known->second, definition->result, expression.range);
}

Result<ExpressionPtr> Binder::bind_call_expression(const ast::Expression& expression, const ast::FunctionCall& call,
                                                   const Scope& scope) {
  if (context_.functions.find_aggregate(call.name) != nullptr) return bind_aggregate(expression, call, scope);
  const SourceRange range = expression.range;

  std::string lower(call.name);
  for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  if (lower == "exists" && call.arguments.size() == 1) {  // exists(pattern), exists(n.key)
    pattern_allowed_ = true;
    KITH_TRY(ExpressionPtr argument, bind_expression(*call.arguments.front(), scope));
    pattern_allowed_ = false;
    if (std::holds_alternative<ast::PatternExpression>(call.arguments.front()->node)) return argument;
    if (!std::holds_alternative<PropertyExpression>(argument->node) &&
        !std::holds_alternative<IndexExpression>(argument->node)) {
      return std::move(syntax_error("InvalidArgumentType", "exists() takes a pattern or a property",
                                    call.arguments.front()->range))
          .with_hint("for other values write `IS NOT NULL`");
    }
    return make_expression(range, StaticType::kBoolean, UnaryExpression{UnaryKind::kIsNotNull, std::move(argument)});
  }

  const FunctionRef function = context_.functions.find_function(call.name);
  if (function == nullptr) {
    Error error = syntax_error("UnknownFunction", fmt::format("there is no function `{}`", call.name), call.name_range);
    const std::size_t dot = call.name.find('.');
    if (dot != std::string::npos && scope.contains(call.name.substr(0, dot))) {
      error.hint = fmt::format("a property is read without parentheses: `{}`", call.name);
    } else if (const std::string_view hint = hint_for_foreign_function(call.name); !hint.empty()) {
      error.hint = hint;
    } else if (const std::string nearest = context_.functions.nearest(call.name); !nearest.empty()) {
      error.hint = fmt::format("did you mean `{}`?", nearest);
    }
    return error;
  }
  if (call.star) {
    return syntax_error("UnexpectedSyntax", fmt::format("only count takes `*`, not {}", call.name), call.name_range);
  }
  if (call.distinct) {
    return syntax_error("InvalidAggregation", fmt::format("DISTINCT is for aggregates, and {}() is none", call.name),
                        call.name_range);
  }
  const std::size_t given = call.arguments.size();
  const std::size_t most = function->arguments.size();
  if (given < function->num_required || (!function->variadic && given > most)) {
    const std::string expected =
        function->variadic               ? fmt::format("at least {}", counted(function->num_required, "argument"))
        : function->num_required == most ? counted(most, "argument")
                                         : fmt::format("{} to {} arguments", function->num_required, most);
    return std::move(syntax_error("InvalidNumberOfArguments",
                                  fmt::format("{}() takes {}, not {}", function->name, expected, given),
                                  call.name_range))
        .with_hint(signature_text(*function));
  }
  if (const bool is_file = function->name == "file"; is_file || function->name == "linenumber") {
    if (!csv_.has_value() || keys_ != nullptr) {
      return std::move(syntax_error("InvalidArgumentType",
                                    fmt::format("{}() speaks of the row of a LOAD CSV, and {}", function->name,
                                                csv_lost_ || keys_ != nullptr ? "WITH or an aggregate hides it here"
                                                                              : "there is none here"),
                                    call.name_range))
          .with_hint(fmt::format("take it along: WITH row, {}() AS {}", function->name, is_file ? "path" : "line"));
    }
    const Slot slot = is_file ? csv_->second : csv_->first;
    for (std::set<Slot>* tracker : trackers_) tracker->insert(slot);
    return slot_expression(slot, function->result, range);
  }
  pattern_allowed_ = false;
  KITH_TRY(std::vector<ExpressionPtr> arguments, bind_all(call.arguments, scope));
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    KITH_CHECK_OK(check_argument(function->arguments[std::min(i, most - 1)], *arguments[i], function->name));
  }
  return make_expression(range, function->result, FunctionExpression{function, std::move(arguments)});
}

}  // namespace kith::engine
