// engine/planner/plan_query.cpp: from syntax tree to logical plan, clause by clause.
#include "engine/planner/plan_query.hpp"

#include "engine/optimizer/optimizer.hpp"
#include "engine/planner/planner.hpp"

namespace kith::engine {
namespace {

std::set<Slot> slots_of(const std::vector<std::pair<std::string, Slot>>& columns) {
  std::set<Slot> slots;
  for (const auto& [name, slot] : columns) slots.insert(slot);
  return slots;
}

bool clause_writes(const ast::Clause& clause, const ProcedureTable& procedures);

bool query_writes(const ast::RegularQuery& query, const ProcedureTable& procedures) {
  for (const ast::SingleQuery& part : query.parts) {
    for (const ast::Clause* clause : part.clauses) {
      if (clause_writes(*clause, procedures)) return true;
    }
  }
  return false;
}

bool clause_writes(const ast::Clause& clause, const ProcedureTable& procedures) {
  if (const auto* call = std::get_if<ast::Call>(&clause.node)) {
    const auto procedure = procedures.find(call->procedure);
    return procedure != nullptr && procedure->writes;
  }
  if (const auto* subquery = std::get_if<ast::CallSubquery>(&clause.node))
    return query_writes(*subquery->query, procedures);
  return !std::holds_alternative<ast::Match>(clause.node) && !std::holds_alternative<ast::Unwind>(clause.node) &&
         !std::holds_alternative<ast::With>(clause.node) && !std::holds_alternative<ast::Return>(clause.node);
}

/// Adds the pattern of a MATCH to that of the MATCH before it; false when they must be planned one after the other.
bool merge_matches(BoundMatch& match, const BoundMatch& following) {
  const auto is_plain = [](const BoundMatch& one) {
    return !one.optional && one.pattern.paths.empty() &&
           std::all_of(one.pattern.relationships.begin(), one.pattern.relationships.end(),
                       [](const PatternRelationship& relationship) {
                         return !relationship.bound && relationship.selector == ast::PathSelector::kNone;
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

bool is_write(const ast::RegularQuery& query, const ProcedureTable& procedures) {
  return query_writes(query, procedures);
}

LogicalPlan make_operator(OperatorNode node, std::vector<LogicalPlan> inputs, double estimated_rows) {
  auto plan = std::make_shared<LogicalOperator>();
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
  planned.columns = bound.columns;
  planned.writes = is_write(query, context.procedures);
  planned.num_slots = binder.num_slots();
  if (context.optimize) optimize(planned.root, slots_of(planned.columns), planned.num_slots);
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
  for (const auto& [name, slot] : query.columns) merged.output.push_back(slot);
  const std::vector<Slot> output = merged.output;
  LogicalPlan plan = make_operator(std::move(merged), std::move(inputs));
  return query.all ? plan : make_operator(DistinctOperator{output}, {std::move(plan)});
}

LogicalPlan Planner::plan_subquery(const BoundQuery& query, Slot row, const std::set<Slot>& outer) {
  PlanState state;
  state.available = outer;
  PlanScope scope{.row = std::nullopt, .outer = outer};
  if (!needs_per_row(query)) scope.row = row;
  state.plan = make_operator(ArgumentOperator{scope.row}, {}, 1);
  return plan(query, std::move(state), scope);
}

PlanState Planner::plan_part(const BoundPart& part, PlanState state, const PlanScope& scope) {
  for (std::size_t i = 0; i < part.clauses.size(); ++i) {
    const auto* match = std::get_if<BoundMatch>(&part.clauses[i].node);
    if (match == nullptr || !context_.optimize) {
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
    append_operator(state, UnwindOperator{unwind->element, unwind->list});
    state.available.insert(unwind->element);
  } else if (const auto* projection = std::get_if<BoundProjection>(&clause.node)) {
    plan_projection(*projection, state, scope);
  } else if (const auto* create = std::get_if<BoundCreate>(&clause.node)) {
    append_operator(state, CreateOperator{create->pattern});
    for (const CreateNode& node : create->pattern.nodes) state.available.insert(node.slot);
    for (const CreateRelationship& relationship : create->pattern.relationships)
      state.available.insert(relationship.slot);
  } else if (const auto* paths = std::get_if<BoundPaths>(&clause.node)) {
    append_operator(state, ProjectOperator{paths->paths, std::nullopt});
    for (const auto& [slot, path] : paths->paths) state.available.insert(slot);
  } else if (const auto* merge = std::get_if<BoundMerge>(&clause.node)) {
    plan_merge(*merge, state);
  } else if (const auto* update = std::get_if<BoundUpdate>(&clause.node)) {
    append_operator(state, UpdateOperator{update->items});
  } else if (const auto* deletion = std::get_if<BoundDelete>(&clause.node)) {
    append_operator(state, DeleteOperator{deletion->targets, deletion->detach});
  } else if (const auto* call = std::get_if<BoundCall>(&clause.node)) {
    append_operator(state, call->call);
    for (const auto& [field, slot] : call->call.yields) state.available.insert(slot);
    if (call->where != nullptr) append_operator(state, FilterOperator{call->where});
  } else if (const auto* foreach = std::get_if<BoundForeach>(&clause.node)) {
    plan_foreach(*foreach, state);
  } else if (const auto* subquery = std::get_if<BoundSubquery>(&clause.node)) {
    plan_call_subquery(*subquery, state);
  }
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
  if (projection.aggregates) append_operator(state, AggregateOperator{projection.keys, projection.items});
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

void Planner::plan_call_subquery(const BoundSubquery& subquery, PlanState& state) {
  ApplyOperator apply{.kind = ApplyKind::kInner, .row = binder_.new_slot(), .introduced = {}};
  apply.per_row = subquery.writes || !subquery.returns || needs_per_row(*subquery.query);
  apply.unit = !subquery.returns;
  for (const auto& [name, slot] : subquery.query->columns) apply.introduced.push_back(slot);
  PlanScope scope;
  if (!apply.per_row) scope.row = apply.row;
  PlanState inner{.plan = make_operator(ArgumentOperator{scope.row}, {}, 1),
                  .available = {subquery.outer.begin(), subquery.outer.end()}};
  LogicalPlan right = plan(*subquery.query, std::move(inner), scope);
  if (subquery.writes) append_operator(state, EagerOperator{});
  LogicalPlan left = plan_or_argument(state);
  const double rows = left->estimated_rows;
  state.available.insert(apply.introduced.begin(), apply.introduced.end());
  state.plan = make_operator(std::move(apply), {std::move(left), std::move(right)}, rows);
}

}  // namespace kith::engine
