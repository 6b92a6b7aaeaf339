// engine/binder/bind_subquery.cpp: pattern predicates, pattern comprehensions, EXISTS / COUNT / COLLECT.
#include "engine/binder/binder.hpp"

namespace kith::engine {
namespace {

/// Remembers which slots of the surrounding query are referred to while it lives.
class OuterTracker {
 public:
  OuterTracker(std::vector<std::set<Slot>*>& trackers, std::uint32_t first_inner)
      : trackers_(trackers), first_inner_(first_inner) {
    trackers_.push_back(&slots_);
  }
  ~OuterTracker() { trackers_.pop_back(); }
  OuterTracker(const OuterTracker&) = delete;
  OuterTracker& operator=(const OuterTracker&) = delete;
  std::vector<Slot> outer() const {
    std::vector<Slot> outer;
    for (const Slot slot : slots_) {
      if (slot < first_inner_) outer.push_back(slot);
    }
    return outer;
  }

 private:
  std::vector<std::set<Slot>*>& trackers_;
  std::set<Slot> slots_;
  Slot first_inner_;
};

std::set<Slot> slots_of(const Scope& scope) {
  std::set<Slot> slots;
  for (const auto& [name, symbol] : scope) {
    if (symbol.visibility == Visibility::kVisible) slots.insert(symbol.slot);
  }
  return slots;
}

BoundQuery match_only(BoundPattern pattern, std::vector<Slot> introduced) {
  BoundQuery query;
  query.parts.emplace_back();
  query.parts.front().clauses.push_back({BoundMatch{false, std::move(pattern), std::move(introduced)}});
  return query;
}

}  // namespace

Result<ExpressionPtr> Binder::bind_pattern_predicate(const ast::PatternPart& part, SourceRange range,
                                                     const Scope& scope) {
  const Scope outer = scope_of_subquery(scope);
  KeyContext* const keys = std::exchange(keys_, nullptr);
  OuterTracker tracker(trackers_, num_slots());
  Scope inner = outer;
  std::vector<Slot> introduced;
  ast::PatternPart copy = part;
  Result<BoundPattern> pattern = bind_pattern({&copy}, nullptr, inner, introduced, PatternUse{.is_predicate = true});
  keys_ = keys;
  if (!pattern.ok()) return std::move(pattern).error();
  const Slot row = new_slot();
  LogicalPlan plan = plan_subquery_(match_only(*std::move(pattern), std::move(introduced)), row, slots_of(outer));
  return make_expression(range, StaticType::kBoolean,
                         SubqueryBoundExpression{ast::SubqueryKind::kExists, std::move(plan), row, 0, tracker.outer()});
}

Result<ExpressionPtr> Binder::bind_pattern_comprehension(const ast::PatternComprehension& node, SourceRange range,
                                                         const Scope& scope) {
  const Scope outer = scope_of_subquery(scope);
  KeyContext* const keys = std::exchange(keys_, nullptr);
  OuterTracker tracker(trackers_, num_slots());
  Scope inner = outer;
  std::vector<Slot> introduced;
  const auto bind = [&]() -> Result<BoundQuery> {
    KITH_TRY(BoundPattern pattern, bind_pattern({node.pattern}, node.where, inner, introduced, {}));
    BoundQuery query = match_only(std::move(pattern), introduced);
    BoundProjection projection;
    KITH_TRY(ExpressionPtr value, bind_expression(*node.projection, inner));
    const Slot result = new_slot();
    projection.projections.emplace_back(result, std::move(value));
    projection.columns.emplace_back("", result);
    query.columns = projection.columns;
    query.parts.front().columns = projection.columns;
    query.parts.front().clauses.push_back({std::move(projection)});
    return query;
  };
  Result<BoundQuery> query = bind();
  keys_ = keys;
  if (!query.ok()) return std::move(query).error();
  const Slot row = new_slot();
  const Slot result = query->columns.front().second;
  LogicalPlan plan = plan_subquery_(*query, row, slots_of(outer));
  return make_expression(
      range, StaticType::kList,
      SubqueryBoundExpression{ast::SubqueryKind::kCollect, std::move(plan), row, result, tracker.outer()});
}

Result<ExpressionPtr> Binder::bind_subquery_expression(const ast::SubqueryExpression& node, SourceRange range,
                                                       const Scope& scope) {
  const Scope outer = scope_of_subquery(scope);
  KeyContext* const keys = std::exchange(keys_, nullptr);
  const bool pattern_before = std::exchange(pattern_allowed_, false);
  const bool aggregates_before = std::exchange(aggregates_allowed_, false);
  const ast::Expression* const aggregate_before = std::exchange(inside_aggregate_, nullptr);
  OuterTracker tracker(trackers_, num_slots());
  const auto bind = [&]() -> Result<BoundQuery> {
    if (node.query != nullptr) return bind_query(*node.query, outer, QueryRole::kExpression);
    Scope inner = outer;
    std::vector<Slot> introduced;
    KITH_TRY(BoundPattern pattern, bind_pattern(node.patterns, node.where, inner, introduced, {}));
    return match_only(std::move(pattern), std::move(introduced));
  };
  Result<BoundQuery> query = bind();
  keys_ = keys;
  pattern_allowed_ = pattern_before;
  aggregates_allowed_ = aggregates_before;
  inside_aggregate_ = aggregate_before;
  if (!query.ok()) return std::move(query).error();
  if (node.kind == ast::SubqueryKind::kCollect && query->columns.size() != 1) {
    return syntax_error("InvalidClauseComposition", "COLLECT { } must RETURN exactly one column", range);
  }
  const Slot row = new_slot();
  const Slot result = query->columns.empty() ? 0 : query->columns.front().second;
  LogicalPlan plan = plan_subquery_(*query, row, slots_of(outer));
  const StaticType type = node.kind == ast::SubqueryKind::kExists  ? StaticType::kBoolean
                          : node.kind == ast::SubqueryKind::kCount ? StaticType::kInteger
                                                                   : StaticType::kList;
  SubqueryBoundExpression subquery{node.kind, std::move(plan), row, result, tracker.outer()};
  subquery.per_row = needs_per_row(*query);
  return make_expression(range, type, std::move(subquery));
}

}  // namespace kith::engine
