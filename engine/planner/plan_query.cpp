// engine/planner/plan_query.cpp: from syntax tree to logical plan, clause by clause.
#include "engine/planner/plan_query.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "engine/functions/function.hpp"
#include "engine/optimizer/optimizer.hpp"
#include "engine/planner/planner.hpp"

namespace kith::engine {
namespace {

std::set<Slot> slots_of(const std::vector<std::pair<std::string, Slot>>& columns) {
  std::set<Slot> slots;
  for (const auto& [name, slot] : columns) slots.insert(slot);
  return slots;
}

bool clause_writes(const ast::Clause& clause, const ProcedureTable& procedures) {
  const auto& node = clause.node;
  if (const auto* call = std::get_if<ast::Call>(&node)) {
    const auto procedure = procedures.find(call->procedure);
    return procedure != nullptr && procedure->writes;
  }
  if (const auto* subquery = std::get_if<ast::CallSubquery>(&node))
    return subquery->transactions.has_value() || is_write(*subquery->query, procedures);
  if (const auto* conditional = std::get_if<ast::Conditional>(&node)) {
    return std::any_of(conditional->branches.begin(), conditional->branches.end(),
                       [&](const auto& branch) { return is_write(*branch.query, procedures); });
  }
  return std::holds_alternative<ast::Create>(node) || std::holds_alternative<ast::Merge>(node) ||
         std::holds_alternative<ast::Set>(node) || std::holds_alternative<ast::Remove>(node) ||
         std::holds_alternative<ast::Delete>(node) || std::holds_alternative<ast::Foreach>(node);
}

ExpressionPtr integer(std::int64_t value) {
  return make_expression({}, StaticType::kInteger, ConstantExpression{Value(value)});
}

ExpressionPtr compare(BinaryKind kind, ExpressionPtr left, ExpressionPtr right) {
  return make_expression({}, StaticType::kBoolean, BinaryExpression{kind, std::move(left), std::move(right)});
}

/// Adds the pattern of a MATCH to that of the MATCH before it; false when they must be planned one after the other.
bool merge_matches(BoundMatch& match, const BoundMatch& following) {
  const auto is_plain = [](const BoundMatch& one) {
    return !one.optional && one.pattern.paths.empty() &&
           std::all_of(one.pattern.relationships.begin(), one.pattern.relationships.end(),
                       [](const PatternRelationship& relationship) {
                         return !relationship.bound && relationship.selector == ast::PathSelector::kNone &&
                                relationship.search == nullptr;
                       });
  };
  if (!is_plain(match) || !is_plain(following)) return false;
  BoundPattern& pattern = match.pattern;
  for (const PatternNode& node : following.pattern.nodes) {
    const auto known = std::find_if(pattern.nodes.begin(), pattern.nodes.end(),
                                    [&](const PatternNode& other) { return other.slot == node.slot; });
    if (known == pattern.nodes.end()) {
      pattern.nodes.push_back(node);
    } else {
      known->labels.insert(known->labels.end(), node.labels.begin(), node.labels.end());
    }
  }
  const auto append = [](auto& to, const auto& from) { to.insert(to.end(), from.begin(), from.end()); };
  append(pattern.relationships, following.pattern.relationships);
  append(pattern.predicates, following.pattern.predicates);
  append(pattern.disjoint, following.pattern.disjoint);
  append(match.introduced, following.introduced);
  return true;
}

}  // namespace

Error query_too_long() {
  return Error(ErrorKind::kUnsupported,
               fmt::format("the query is too long: more than {} steps, one after the other", kMostLevels))
      .at_compile_time()
      .with_hint("run it as several statements, in one transaction where they belong together");
}

bool is_write(const ast::SingleQuery& query, const ProcedureTable& procedures) {
  return std::any_of(query.clauses.begin(), query.clauses.end(),
                     [&](const ast::Clause* clause) { return clause_writes(*clause, procedures); });
}

bool is_write(const ast::RegularQuery& query, const ProcedureTable& procedures) {
  if (query.before != nullptr && is_write(*query.before, procedures)) return true;
  return std::any_of(query.parts.begin(), query.parts.end(),
                     [&](const ast::SingleQuery& part) { return is_write(part, procedures); });
}

LogicalPlan make_operator(OperatorNode node, std::vector<LogicalPlan> inputs, double estimated_rows) {
  auto plan = std::make_shared<LogicalOperator>();
  for (const LogicalPlan& input : inputs) plan->depth = std::max(plan->depth, input->depth + 1);
  plan->node = std::move(node);
  plan->inputs = std::move(inputs);
  plan->estimated_rows = estimated_rows;
  return plan;
}

LogicalPlan plan_or_argument(PlanState& state) {
  return state.plan != nullptr ? std::move(state.plan) : make_operator(ArgumentOperator{}, {}, 1);
}

void append_operator(PlanState& state, OperatorNode node) {
  LogicalPlan input = plan_or_argument(state);
  const double rows = input->estimated_rows;
  state.plan = make_operator(std::move(node), {std::move(input)}, rows);
}

Result<PlannedQuery> plan_query(const ast::RegularQuery& query, std::string_view text, const PlanningContext& context) {
  Planner* planner = nullptr;
  Binder binder(text, context, [&planner](const BoundQuery& subquery, Slot row, const std::set<Slot>& outer) {
    return planner->plan_subquery(subquery, row, outer);
  });
  Planner own(binder, context);
  planner = &own;

  KITH_TRY(const BoundQuery bound, binder.bind(query));
  PlannedQuery planned;
  planned.root = own.plan(bound, {}, {});
  KITH_CHECK_OK(context.interrupt.check());
  if (own.num_levels(planned.root) > kMostLevels) return query_too_long();
  planned.columns = bound.columns;
  planned.writes = is_write(query, context.procedures);
  optimize(planned.root, slots_of(planned.columns), context.rules, [&] { return binder.new_slot(); });
  KITH_CHECK_OK(context.interrupt.check());
  planned.num_slots = binder.num_slots();
  planned.slot_names = binder.slot_names();
  return planned;
}

LogicalPlan Planner::plan(const BoundQuery& query, PlanState state, const PlanScope& scope) {
  if (query.parts.size() == 1) {
    PlanState done = plan_part(query.parts.front(), std::move(state), scope);
    return plan_or_argument(done);
  }
  UnionOperator merged;
  std::vector<LogicalPlan> inputs;
  for (const BoundPart& part : query.parts) {
    PlanState done = plan_part(part, state, scope);
    std::vector<Slot> slots;
    for (const auto& [name, slot] : part.columns) slots.push_back(slot);
    merged.slots.push_back(std::move(slots));
    inputs.push_back(plan_or_argument(done));
  }
  std::vector<Slot> output;
  for (const auto& [name, slot] : query.columns) output.push_back(slot);
  if (query.combined > ast::SetOperator::kUnionAll) {
    LogicalPlan all = std::move(inputs.front());
    std::vector<Slot> slots = merged.slots.front();
    for (std::size_t i = 1; i < inputs.size() && all->depth <= kMostLevels; ++i) {  // from left to right
      all = plan_difference(query.combined, std::move(all), slots, std::move(inputs[i]), merged.slots[i], output);
      slots = output;
    }
    return all;
  }
  merged.output = output;
  LogicalPlan plan = make_operator(std::move(merged), std::move(inputs));
  return query.combined == ast::SetOperator::kUnionAll ? plan
                                                       : make_operator(DistinctOperator{output}, {std::move(plan)});
}

/// EXCEPT and INTERSECT: every different row with how often it comes from either side, and from that how often it
/// stays.
LogicalPlan Planner::plan_difference(ast::SetOperator kind, LogicalPlan left, const std::vector<Slot>& left_slots,
                                     LogicalPlan right, const std::vector<Slot>& right_slots,
                                     const std::vector<Slot>& output) {
  const Slot in_left = binder_.new_slot(), in_right = binder_.new_slot();
  const auto marked = [&](LogicalPlan side, std::int64_t is_left) {
    return make_operator(ProjectOperator{{{in_left, integer(is_left)}, {in_right, integer(1 - is_left)}}, std::nullopt},
                         {std::move(side)});
  };
  const auto with_marks = [&](std::vector<Slot> slots) {
    slots.insert(slots.end(), {in_left, in_right});
    return slots;
  };
  UnionOperator both;
  both.slots = {with_marks(left_slots), with_marks(right_slots)};
  both.output = with_marks(output);
  std::vector<LogicalPlan> sides;
  sides.push_back(marked(std::move(left), 1));
  sides.push_back(marked(std::move(right), 0));
  PlanState state{.plan = make_operator(std::move(both), std::move(sides)), .available = {}};

  AggregateOperator counted;
  for (const Slot slot : output) counted.keys.emplace_back(slot, slot_expression(slot));
  const auto count = [&](Slot mark) {
    const Slot slot = binder_.new_slot();
    BoundAggregate sum;
    sum.function = find_aggregate("sum");
    sum.arguments = {slot_expression(mark, StaticType::kInteger)};
    counted.items.push_back({slot, std::move(sum)});
    return slot_expression(slot, StaticType::kInteger);
  };
  const ExpressionPtr num_left = count(in_left), num_right = count(in_right);
  append_operator(state, std::move(counted));
  const auto keep = [&](std::vector<ExpressionPtr> conditions) {
    append_operator(state, FilterOperator{join_conjuncts(std::move(conditions))});
  };
  const auto repeat = [&](ExpressionPtr times) {
    append_operator(state, UnwindOperator{.element = binder_.new_slot(),
                                          .list = make_expression({}, StaticType::kList,
                                                                  FunctionExpression{find_function("range"),
                                                                                     {integer(1), std::move(times)}})});
  };
  const ExpressionPtr in_both = compare(BinaryKind::kLess, num_left, num_right);
  switch (kind) {
    case ast::SetOperator::kExcept:
      keep({compare(BinaryKind::kGreater, num_left, integer(0)), compare(BinaryKind::kEqual, num_right, integer(0))});
      break;
    case ast::SetOperator::kIntersect:
      keep({compare(BinaryKind::kGreater, num_left, integer(0)), compare(BinaryKind::kGreater, num_right, integer(0))});
      break;
    case ast::SetOperator::kExceptAll:
      repeat(make_expression({}, StaticType::kInteger, BinaryExpression{BinaryKind::kSubtract, num_left, num_right}));
      break;
    default:
      repeat(make_expression({}, StaticType::kInteger, CaseBoundExpression{nullptr, {{in_both, num_left}}, num_right}));
      break;
  }
  append_operator(state, ProjectOperator{{}, output});
  return state.plan;
}

LogicalPlan Planner::plan_subquery(const BoundQuery& query, Slot row, const std::set<Slot>& outer) {
  PlanState state;
  state.available = outer;
  PlanScope scope{.row = std::nullopt, .outer = outer};
  if (!needs_per_row(query)) scope.row = row;
  state.plan = make_operator(ArgumentOperator{scope.row}, {}, 1);
  LogicalPlan subplan = plan(query, std::move(state), scope);
  num_subquery_levels_ += subplan->depth;
  if (subplan->depth <= kMostLevels) {
    std::set<Slot> needed = slots_of(query.columns);
    needed.insert(row);
    optimize(subplan, needed, context_.rules, [this] { return binder_.new_slot(); });
  }
  return subplan;
}

PlanState Planner::plan_part(const BoundPart& part, PlanState state, const PlanScope& scope) {
  for (std::size_t i = 0; i < part.clauses.size(); ++i) {
    if (state.plan != nullptr && state.plan->depth > kMostLevels) break;  // plan_query refuses it
    const auto* match = std::get_if<BoundMatch>(&part.clauses[i].node);
    if (match == nullptr || !context_.rules.merge_matches) {
      plan_clause(part.clauses[i], state, scope);
      continue;
    }
    // MATCH after MATCH is one pattern to order, in which relationships need differ within each MATCH only.
    BoundMatch merged = *match;
    while (i + 1 < part.clauses.size()) {
      const auto* following = std::get_if<BoundMatch>(&part.clauses[i + 1].node);
      if (following == nullptr || !merge_matches(merged, *following)) break;
      ++i;
    }
    plan_match(merged, state);
  }
  return state;
}

void Planner::plan_clause(const BoundClause& clause, PlanState& state, const PlanScope& scope) {
  if (const auto* match = std::get_if<BoundMatch>(&clause.node)) {
    plan_match(*match, state);
  } else if (const auto* unwind = std::get_if<BoundUnwind>(&clause.node)) {
    append_operator(state, unwind->unwind);
    state.available.insert(unwind->unwind.element);
    if (unwind->unwind.ordinal.has_value()) state.available.insert(*unwind->unwind.ordinal);
  } else if (const auto* filter = std::get_if<BoundFilter>(&clause.node)) {
    append_operator(state, FilterOperator{filter->predicate});
  } else if (const auto* load = std::get_if<BoundLoadCsv>(&clause.node)) {
    append_operator(state, load->load);
    state.available.insert({load->load.row, load->load.line_number, load->load.file});
  } else if (const auto* conditional = std::get_if<BoundConditional>(&clause.node)) {
    plan_conditional(*conditional, state, scope);
  } else if (const auto* projection = std::get_if<BoundProjection>(&clause.node)) {
    plan_projection(*projection, state, scope);
  } else if (const auto* create = std::get_if<BoundCreate>(&clause.node)) {
    append_operator(state, CreateOperator{create->pattern});
    for (const CreateNode& node : create->pattern.nodes) state.available.insert(node.slot);
    for (const CreateRelationship& relationship : create->pattern.relationships)
      state.available.insert(relationship.slot);
  } else if (const auto* added = std::get_if<BoundColumns>(&clause.node)) {
    append_operator(state, ProjectOperator{added->columns, std::nullopt});
    for (const auto& [slot, value] : added->columns) state.available.insert(slot);
  } else if (const auto* merge = std::get_if<BoundMerge>(&clause.node)) {
    plan_merge(*merge, state);
  } else if (const auto* update = std::get_if<BoundUpdate>(&clause.node)) {
    append_operator(state, UpdateOperator{update->items});
  } else if (const auto* deletion = std::get_if<BoundDelete>(&clause.node)) {
    append_operator(state, DeleteOperator{deletion->targets, deletion->detach});
  } else if (const auto* call = std::get_if<BoundCall>(&clause.node)) {
    plan_call(*call, state);
  } else if (const auto* foreach = std::get_if<BoundForeach>(&clause.node)) {
    plan_foreach(*foreach, state);
  } else if (const auto* subquery = std::get_if<BoundSubquery>(&clause.node)) {
    plan_call_subquery(*subquery, state);
  }
}

void Planner::plan_call(const BoundCall& call, PlanState& state) {
  std::vector<Slot> yields;
  for (const auto& [field, slot] : call.call.yields) yields.push_back(slot);
  const bool writes = call.call.procedure->writes;
  if (writes) append_operator(state, EagerOperator{});
  if (!call.optional) {
    append_operator(state, call.call);
    if (writes) append_operator(state, EagerOperator{});
    if (call.where != nullptr) append_operator(state, FilterOperator{call.where});
  } else {
    const Slot row = binder_.new_slot();
    PlanState inner{.plan = make_operator(ArgumentOperator{row}, {}, 1), .available = state.available};
    append_operator(inner, call.call);
    if (writes) append_operator(inner, EagerOperator{});
    if (call.where != nullptr) append_operator(inner, FilterOperator{call.where});
    append_apply(state, ApplyOperator{.kind = ApplyKind::kOptional, .row = row, .introduced = yields}, inner.plan);
    if (writes) append_operator(state, EagerOperator{});
  }
  state.available.insert(yields.begin(), yields.end());
}

void Planner::append_apply(PlanState& state, ApplyOperator apply, LogicalPlan right) {
  LogicalPlan left = plan_or_argument(state);
  const double rows = std::max(left->estimated_rows, 1.0);
  state.available.insert(apply.introduced.begin(), apply.introduced.end());
  state.plan = make_operator(std::move(apply), {std::move(left), std::move(right)}, rows);
}

void Planner::plan_match(const BoundMatch& match, PlanState& state) {
  if (!match.optional) {
    plan_pattern(match.pattern, state, binder_, context_);
    return;
  }
  const Slot row = binder_.new_slot();
  PlanState inner{.plan = make_operator(ArgumentOperator{row}, {}, 1), .available = state.available};
  plan_pattern(match.pattern, inner, binder_, context_);
  LogicalPlan outer = plan_or_argument(state);
  const double rows = std::max(outer->estimated_rows, 1.0) * std::max(inner.plan->estimated_rows, 1.0);
  state.plan = make_operator(ApplyOperator{.kind = ApplyKind::kOptional, .row = row, .introduced = match.introduced},
                             {std::move(outer), std::move(inner.plan)}, rows);
  state.available.insert(match.introduced.begin(), match.introduced.end());
}

void Planner::plan_projection(const BoundProjection& projection, PlanState& state, const PlanScope& scope) {
  if (projection.aggregates) {
    append_operator(state, AggregateOperator{projection.keys, projection.items});
    if (!scope.outer.empty() && !scope.row.has_value()) {  // what is around the subquery is still there afterwards
      ApplyOperator beside{.kind = ApplyKind::kInner, .row = binder_.new_slot(), .introduced = {}, .per_row = true};
      for (const auto& [slot, key] : projection.keys) beside.introduced.push_back(slot);
      for (const AggregateOperator::Item& item : projection.items) beside.introduced.push_back(item.slot);
      LogicalPlan groups = std::exchange(state.plan, make_operator(ArgumentOperator{}, {}, 1));
      append_apply(state, std::move(beside), std::move(groups));
    }
  }
  if (!projection.projections.empty()) append_operator(state, ProjectOperator{projection.projections, std::nullopt});
  std::set<Slot> keep = slots_of(projection.columns);
  if (scope.row.has_value()) keep.insert(*scope.row);
  if (projection.distinct) {
    append_operator(state, DistinctOperator{{keep.begin(), keep.end()}});
  }
  if (!projection.order.empty()) append_operator(state, SortOperator{projection.order});
  if (projection.skip != nullptr) append_operator(state, SkipOperator{projection.skip});
  if (projection.limit != nullptr) append_operator(state, LimitOperator{projection.limit});
  if (projection.where != nullptr) append_operator(state, FilterOperator{projection.where});
  for (const Slot slot : scope.outer) {
    if (state.available.contains(slot)) keep.insert(slot);
  }
  append_operator(state, ProjectOperator{{}, std::vector<Slot>(keep.begin(), keep.end())});
  state.available = std::move(keep);
}

void Planner::plan_merge(const BoundMerge& merge, PlanState& state) {
  const Slot row = binder_.new_slot();
  PlanState inner{.plan = make_operator(ArgumentOperator{row}, {}, 1), .available = state.available};
  plan_pattern(merge.match, inner, binder_, context_);
  MergeOperator node{.create = merge.create, .on_create = merge.on_create, .on_match = merge.on_match, .row = row};
  LogicalPlan outer = plan_or_argument(state);
  const double rows = outer->estimated_rows;
  state.plan = make_operator(std::move(node), {std::move(outer), std::move(inner.plan)}, rows);
  for (const CreateNode& created : merge.create.nodes) state.available.insert(created.slot);
  for (const CreateRelationship& created : merge.create.relationships) state.available.insert(created.slot);
  if (!merge.paths.empty()) {
    append_operator(state, ProjectOperator{merge.paths, std::nullopt});
    for (const auto& [slot, path] : merge.paths) state.available.insert(slot);
  }
}

void Planner::plan_foreach(const BoundForeach& foreach, PlanState& state) {
  const Slot row = binder_.new_slot();
  PlanState inner{.plan = make_operator(ArgumentOperator{row}, {}, 1), .available = state.available};
  inner.available.insert(foreach.element);
  for (const auto& clause : foreach.body) plan_clause(*clause, inner, {});
  LogicalPlan outer = plan_or_argument(state);
  const double rows = outer->estimated_rows;
  state.plan = make_operator(ForeachOperator{foreach.element, foreach.list, row},
                             {std::move(outer), std::move(inner.plan)}, rows);
}

LogicalPlan Planner::plan_inner(const BoundSubquery& subquery, PlanState inner, PlanScope scope) {
  if (subquery.keeps_outer) scope.outer.insert(subquery.outer.begin(), subquery.outer.end());
  inner.available.insert(subquery.outer.begin(), subquery.outer.end());
  return plan(*subquery.query, std::move(inner), scope);
}

void Planner::plan_call_subquery(const BoundSubquery& subquery, PlanState& state) {
  if (subquery.writes) append_operator(state, EagerOperator{});
  if (subquery.batches.has_value()) {
    PlanState inner{.plan = make_operator(ArgumentOperator{}, {}, 1), .available = {}};
    LogicalPlan right = plan_inner(subquery, std::move(inner), {});
    LogicalPlan left = plan_or_argument(state);
    const double rows = left->estimated_rows;
    state.available.insert(subquery.batches->introduced.begin(), subquery.batches->introduced.end());
    if (subquery.batches->status.has_value()) state.available.insert(*subquery.batches->status);
    state.plan = make_operator(*subquery.batches, {std::move(left), std::move(right)}, rows);
    return;
  }
  ApplyOperator apply{.kind = subquery.optional ? ApplyKind::kOptional : ApplyKind::kInner,
                      .row = binder_.new_slot(),
                      .introduced = {}};
  apply.per_row = subquery.writes || !subquery.returns || needs_per_row(*subquery.query);
  apply.unit = !subquery.returns;
  for (const auto& [name, slot] : subquery.query->columns) apply.introduced.push_back(slot);
  PlanScope scope;
  if (!apply.per_row) scope.row = apply.row;
  PlanState inner{.plan = make_operator(ArgumentOperator{scope.row}, {}, 1), .available = {}};
  LogicalPlan right = plan_inner(subquery, std::move(inner), scope);
  append_apply(state, std::move(apply), std::move(right));
  if (subquery.writes) append_operator(state, EagerOperator{});  // what stops above it does not stop the writes
}

/// The number of the branch is computed once for each row. Each branch is a subquery of the rows that chose it, since a
/// query that aggregates answers even when it is given none.
void Planner::plan_conditional(const BoundConditional& conditional, PlanState& state, const PlanScope& scope) {
  const Slot chosen = binder_.new_slot();
  CaseBoundExpression choice;
  bool writes = false;
  for (std::size_t i = 0; i < conditional.branches.size(); ++i) {
    const BoundConditional::Branch& branch = conditional.branches[i];
    writes = writes || branch.query.writes;
    const ExpressionPtr number = integer(static_cast<std::int64_t>(i));
    if (branch.when != nullptr) {
      choice.branches.emplace_back(branch.when, number);
    } else {
      choice.otherwise = number;
    }
  }
  append_operator(
      state, ProjectOperator{{{chosen, make_expression({}, StaticType::kInteger, std::move(choice))}}, std::nullopt});
  state.available.insert(chosen);
  if (writes) append_operator(state, EagerOperator{});

  const bool unit = conditional.columns.empty();
  UnionOperator merged;
  std::vector<LogicalPlan> inputs;
  for (std::size_t i = 0; i < conditional.branches.size(); ++i) {
    const BoundSubquery& query = conditional.branches[i].query;
    PlanState branch{.plan = make_operator(ArgumentOperator{}, {}, 1), .available = state.available};
    append_operator(branch, FilterOperator{compare(BinaryKind::kEqual, slot_expression(chosen),
                                                   integer(static_cast<std::int64_t>(i)))});
    plan_call_subquery(query, branch);
    if (unit) {
      append_apply(
          state,
          ApplyOperator{
              .kind = ApplyKind::kInner, .row = binder_.new_slot(), .introduced = {}, .per_row = true, .unit = true},
          branch.plan);
      if (writes) append_operator(state, EagerOperator{});
      if (state.plan->depth > kMostLevels) break;  // plan_query refuses it
      continue;
    }
    merged.slots.push_back(conditional.branches[i].slots);
    inputs.push_back(std::move(branch.plan));
  }
  if (!unit) {
    ApplyOperator apply{.kind = ApplyKind::kInner, .row = binder_.new_slot(), .introduced = {}, .per_row = true};
    for (const auto& [name, slot] : conditional.columns) apply.introduced.push_back(slot);
    merged.output = apply.introduced;
    append_apply(state, std::move(apply), make_operator(std::move(merged), std::move(inputs)));
    if (writes) append_operator(state, EagerOperator{});
  }
  std::set<Slot> keep = slots_of(conditional.columns);
  if (scope.row.has_value()) keep.insert(*scope.row);
  for (const Slot slot : scope.outer) {
    if (state.available.contains(slot)) keep.insert(slot);
  }
  append_operator(state, ProjectOperator{{}, std::vector<Slot>(keep.begin(), keep.end())});
  state.available = std::move(keep);
}

}  // namespace kith::engine
