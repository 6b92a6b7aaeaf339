// engine/binder/bind_projection.cpp: WITH and RETURN: columns, aggregation, ORDER BY, SKIP, LIMIT.
#include <fmt/format.h>

#include "engine/binder/binder.hpp"
#include "engine/binder/expression_text.hpp"
#include "engine/binder/free_slots.hpp"

namespace kith::engine {

Result<ExpressionPtr> Binder::bind_row_count(const ast::Expression& count, std::string_view clause) {
  Scope none;
  Result<ExpressionPtr> bound = bind_expression(count, none);
  if (!bound.ok()) {
    if (bound.error().detail == "UndefinedVariable") {
      return std::move(syntax_error("NonConstantExpression",
                                    fmt::format("{} takes a number that does not depend on the row", clause),
                                    count.range))
          .with_hint("use a literal, a parameter or a function of those");
    }
    return std::move(bound).error();
  }
  const ExpressionPtr& expression = *bound;
  const ConstantExpression* literal = std::get_if<ConstantExpression>(&expression->node);
  if (literal != nullptr && literal->value.is(ValueKind::kInteger) && literal->value.get<std::int64_t>() < 0) {
    return syntax_error("NegativeIntegerArgument", fmt::format("{} cannot be negative", clause), count.range);
  }
  KITH_CHECK_OK(require(*expression, {StaticType::kInteger}, clause));
  return bound;
}

Status Binder::bind_aggregation(const std::vector<ast::ProjectionItem>& items, const std::vector<std::string>& names,
                                BoundProjection& bound, KeyContext& keys, Scope& result, const Scope& scope) {
  bound.aggregates = true;
  std::vector<Slot> slots(items.size());
  std::vector<StaticType> types(items.size(), StaticType::kAny);
  for (std::size_t i = 0; i < items.size(); ++i) {  // grouping keys
    if (contains_aggregate(*items[i].expression, context_.functions)) continue;
    KITH_TRY(ExpressionPtr key, bind_expression(*items[i].expression, scope));
    const auto* plain = std::get_if<SlotExpression>(&key->node);
    slots[i] = plain != nullptr ? plain->slot : new_slot(names[i]);
    types[i] = key->type;
    add_free_slots(*key, keys.key_slots);
    const auto [known, is_new] = keys.keys.try_emplace(to_string(*key, {}), slots[i]);
    if (plain != nullptr && !is_new) slots[i] = known->second;
    if (plain == nullptr || is_new) bound.keys.emplace_back(slots[i], std::move(key));
  }
  keys.items = &bound.items;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (!contains_aggregate(*items[i].expression, context_.functions)) continue;
    keys_ = &keys;
    aggregates_allowed_ = true;
    Result<ExpressionPtr> value = bind_expression(*items[i].expression, scope);
    keys_ = nullptr;
    aggregates_allowed_ = false;
    if (!value.ok()) return std::move(value).error();
    types[i] = (*value)->type;
    if (const auto* plain = std::get_if<SlotExpression>(&(*value)->node)) {
      slots[i] = plain->slot;
    } else {
      slots[i] = new_slot(names[i]);
      bound.projections.emplace_back(slots[i], *std::move(value));
    }
  }
  for (std::size_t i = 0; i < items.size(); ++i) {
    result[names[i]] = Symbol{.slot = slots[i], .type = types[i]};
    bound.columns.emplace_back(names[i], slots[i]);
  }
  return Status::success();
}

Result<ExpressionPtr> Binder::bind_order_item(const ast::Expression& item, const BoundProjection& bound,
                                              KeyContext& keys, const Scope& before, const Scope& after) {
  const bool restricted = bound.aggregates || bound.distinct;
  if (!contains_aggregate(item, context_.functions)) {
    // The same expression as a column: that column, whatever its name. A name of a column goes before a name from
    // above.
    const auto* variable = std::get_if<ast::Variable>(&item.node);
    if (variable == nullptr || !after.contains(variable->name)) {
      Result<ExpressionPtr> whole = bind_expression(item, before);
      if (whole.ok()) {
        if (const auto known = keys.keys.find(to_string(**whole, {})); known != keys.keys.end()) {
          return slot_expression(known->second, (*whole)->type, item.range);
        }
      }
    }
  } else if (!bound.aggregates) {
    return std::move(syntax_error("InvalidAggregation", "ORDER BY cannot aggregate where the projection does not",
                                  item.range))
        .with_hint("aggregate in the projection and order by its name");
  }
  Scope combined = before;
  if (!restricted) {
    for (const auto& [name, symbol] : after) combined[name] = symbol;
    return bind_expression(item, combined);
  }
  keys.aliases = after;
  keys_ = &keys;
  keys.ordering = true;
  aggregates_allowed_ = bound.aggregates;
  const bool mixes = contains_aggregate(item, context_.functions);
  auto* const items = keys.items;
  if (!mixes) keys.items = nullptr;  // then what is missing is undefined, not ambiguous
  Result<ExpressionPtr> result = bind_expression(item, combined);
  keys.items = items;
  keys_ = nullptr;
  aggregates_allowed_ = false;
  return result;
}

Result<BoundProjection> Binder::bind_projection(const ast::Projection& projection, const ast::Expression* where,
                                                bool is_with, Scope& scope) {
  BoundProjection bound;
  bound.distinct = projection.distinct;

  // `*` first, by name, then the items.
  std::vector<ast::ProjectionItem> items;
  std::deque<ast::Expression> variables;
  if (projection.star) {
    if (scope.empty() && !is_with) {
      return syntax_error("NoVariablesInScope", "`*` stands for all variables, and there are none",
                          projection.star_range);
    }
    for (const auto& [name, symbol] : scope) {
      if (symbol.visibility != Visibility::kVisible) continue;
      variables.push_back(ast::Expression{projection.star_range, ast::Variable{name}});
      items.push_back({&variables.back(), std::nullopt, name});
    }
  }
  items.insert(items.end(), projection.items.begin(), projection.items.end());
  std::vector<std::string> names;
  bool aggregates = false;
  for (const ast::ProjectionItem& item : items) {
    const auto* variable = std::get_if<ast::Variable>(&item.expression->node);
    std::string name = item.alias.has_value() ? item.alias->text : variable != nullptr ? variable->name : item.text;
    if (std::find(names.begin(), names.end(), name) != names.end()) {
      return syntax_error("ColumnNameConflict", fmt::format("two columns are called `{}`", name),
                          item.alias.has_value() ? item.alias->range : item.expression->range);
    }
    names.push_back(std::move(name));
    aggregates = aggregates || contains_aggregate(*item.expression, context_.functions);
  }

  KeyContext keys;
  Scope after;
  if (aggregates) {
    KITH_CHECK_OK(bind_aggregation(items, names, bound, keys, after, scope));
  } else {
    std::set<Slot> used;
    for (std::size_t i = 0; i < items.size(); ++i) {
      KITH_TRY(ExpressionPtr value, bind_expression(*items[i].expression, scope));
      const auto* plain = std::get_if<SlotExpression>(&value->node);
      Symbol symbol{.slot = 0, .type = value->type};
      if (plain != nullptr && used.insert(plain->slot).second) {
        symbol.slot = plain->slot;
      } else {
        symbol.slot = new_slot(names[i]);
        bound.projections.emplace_back(symbol.slot, value);
      }
      keys.keys.try_emplace(to_string(*value, {}), symbol.slot);
      after[names[i]] = symbol;
      bound.columns.emplace_back(names[i], symbol.slot);
    }
  }

  for (const ast::SortItem& item : projection.order_by) {
    KITH_TRY(ExpressionPtr key, bind_order_item(*item.expression, bound, keys, scope, after));
    bound.order.push_back({std::move(key), item.descending});
  }
  for (const ast::ProjectionItem& item : items) {  // last: an item that is wrong in itself is the better thing to say
    if (is_with && !item.alias.has_value() && !std::holds_alternative<ast::Variable>(item.expression->node)) {
      return std::move(syntax_error("NoExpressionAlias", fmt::format("in WITH, `{}` needs a name", item.text),
                                    item.expression->range))
          .with_hint(fmt::format("write {} AS name", item.text));
    }
  }
  if (projection.skip != nullptr) {
    KITH_TRY(bound.skip, bind_row_count(*projection.skip, "SKIP"));
  }
  if (projection.limit != nullptr) {
    KITH_TRY(bound.limit, bind_row_count(*projection.limit, "LIMIT"));
  }
  if (where != nullptr) {
    Scope visible = scope;
    if (bound.aggregates || bound.distinct) {  // of what was there before, only what is projected
      keys.aliases = after;
      keys.items = nullptr;
      keys_ = &keys;
    } else {
      for (const auto& [name, symbol] : after) visible[name] = symbol;
    }
    Result<ExpressionPtr> predicate = bind_predicate(*where, visible);
    keys_ = nullptr;
    if (!predicate.ok()) return std::move(predicate).error();
    bound.where = *std::move(predicate);
  }
  scope = std::move(after);
  return bound;
}

}  // namespace kith::engine
