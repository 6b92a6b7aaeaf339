// engine/binder/bind_clauses.cpp: queries, the order of clauses, and the reading clauses.
#include <fmt/format.h>

#include "engine/binder/binder.hpp"
#include "engine/functions/function.hpp"
#include "parser/spelling.hpp"

namespace kith::engine {
namespace {

bool is_updating(const ast::Clause& clause) {
  return std::holds_alternative<ast::Create>(clause.node) || std::holds_alternative<ast::Merge>(clause.node) ||
         std::holds_alternative<ast::Set>(clause.node) || std::holds_alternative<ast::Remove>(clause.node) ||
         std::holds_alternative<ast::Delete>(clause.node) || std::holds_alternative<ast::Foreach>(clause.node);
}

/// Whether a part of CALL { } begins by importing variables.
bool begins_with_import(const ast::SingleQuery& part) {
  return !part.clauses.empty() && std::holds_alternative<ast::With>(part.clauses.front()->node);
}

/// The slots of what may be named.
std::vector<Slot> slots_of(const Scope& scope) {
  std::vector<Slot> slots;
  for (const auto& [name, symbol] : scope) {
    if (symbol.visibility == Visibility::kVisible) slots.push_back(symbol.slot);
  }
  return slots;
}

Error composition_error(std::string message, std::string hint, SourceRange range) {
  return syntax_error("InvalidClauseComposition", std::move(message), range).with_hint(std::move(hint));
}

}  // namespace

Result<BoundQuery> Binder::bind(const ast::RegularQuery& query) { return bind_query(query, {}, QueryRole::kMain); }

Result<BoundQuery> Binder::bind_query(const ast::RegularQuery& query, const Scope& outer, QueryRole role) {
  BoundQuery bound;
  if (!query.operators.empty()) bound.combined = query.operators.front();
  Scope start = outer;
  std::vector<BoundClause> first;
  if (query.before != nullptr) {
    KITH_TRY(first, bind_before(*query.before, outer, role, start));
    if (query.parts.size() > 1) return bind_next_of_several(query, outer, start, std::move(first), role);
  }
  for (const ast::SingleQuery& part : query.parts) {
    // CALL { }: each part of a UNION imports for itself.
    const bool sees_start = !is_importing(role) || query.before != nullptr || begins_with_import(part);
    KITH_TRY(BoundPart one, bind_part(part, outer, sees_start ? start : Scope{}, role));
    one.clauses.insert(one.clauses.begin(), std::make_move_iterator(first.begin()),
                       std::make_move_iterator(first.end()));
    first.clear();
    bound.parts.push_back(std::move(one));
  }
  bound.columns = bound.parts.front().columns;
  if (bound.parts.size() > 1) {
    for (std::size_t p = 1; p < bound.parts.size(); ++p) {
      KITH_CHECK_OK(align_columns(bound.columns, bound.parts[p].columns, query.operators[p - 1], query.parts[p].range));
    }
    for (auto& [name, slot] : bound.columns) slot = new_slot(name);
  }
  return bound;
}

Status Binder::align_columns(const Columns& wanted, Columns& columns, ast::SetOperator combined,
                             SourceRange where) const {
  Columns aligned;  // in the order of the first part
  for (const auto& [name, slot] : wanted) {
    const auto found =
        std::find_if(columns.begin(), columns.end(), [&](const auto& column) { return column.first == name; });
    if (found != columns.end()) aligned.push_back(*found);
  }
  if (aligned.size() != wanted.size() || columns.size() != wanted.size()) {
    const std::string_view word = combined <= ast::SetOperator::kUnionAll    ? "UNION"
                                  : combined <= ast::SetOperator::kExceptAll ? "EXCEPT"
                                                                             : "INTERSECT";
    return syntax_error(
        "DifferentColumnsInUnion",
        fmt::format("all parts of {} {} must return columns of the same names", word == "UNION" ? "a" : "an", word),
        where);
  }
  columns = std::move(aligned);
  return Status::success();
}

Result<std::vector<BoundClause>> Binder::bind_before(const ast::RegularQuery& before, const Scope& outer,
                                                     QueryRole role, Scope& scope) {
  BoundSubquery subquery;
  KITH_TRY(BoundQuery query, bind_query(before, outer, role_inside(role)));
  subquery.outer = slots_of(outer);
  subquery.keeps_outer = true;
  subquery.returns = !query.columns.empty();
  subquery.writes = is_write(before, context_.procedures);
  for (const auto& [name, slot] : query.columns) scope[name] = Symbol{.slot = slot};
  subquery.query = std::make_shared<BoundQuery>(std::move(query));
  std::vector<BoundClause> clauses;
  clauses.push_back({std::move(subquery)});
  return clauses;
}

/// The rows of what goes before are collected, so that each part has all of them and they are computed once.
Result<BoundQuery> Binder::bind_next_of_several(const ast::RegularQuery& query, const Scope& outer, const Scope& before,
                                                std::vector<BoundClause> first, QueryRole role) {
  const auto columns = std::get<BoundSubquery>(first.front().node).query->columns;
  const Slot table = new_slot();
  BoundProjection collected;
  collected.aggregates = true;
  std::vector<ExpressionPtr> cells;
  for (const auto& [name, slot] : columns) cells.push_back(slot_expression(slot));
  BoundAggregate collect;
  collect.function = find_aggregate("collect");
  collect.arguments = {make_expression(query.range, StaticType::kList, ListExpression{std::move(cells)})};
  collected.items.push_back({table, std::move(collect)});
  collected.columns = {{"", table}};

  BoundSubquery rest;
  BoundQuery inner;
  inner.combined = query.operators.front();
  for (const ast::SingleQuery& part : query.parts) {
    const Slot row = new_slot();
    Scope scope = before;
    std::vector<BoundClause> unpacked;
    unpacked.push_back({BoundUnwind{UnwindOperator{.element = row, .list = slot_expression(table)}}});
    BoundColumns values;
    for (std::size_t c = 0; c < columns.size(); ++c) {
      const Slot slot = new_slot(columns[c].first);
      const auto index =
          make_expression({}, StaticType::kInteger, ConstantExpression{Value(static_cast<std::int64_t>(c))});
      values.columns.emplace_back(slot,
                                  make_expression({}, StaticType::kAny, IndexExpression{slot_expression(row), index}));
      scope[columns[c].first] = Symbol{.slot = slot};
    }
    unpacked.push_back({std::move(values)});
    KITH_TRY(BoundPart one, bind_part(part, outer, scope, role));
    one.clauses.insert(one.clauses.begin(), std::make_move_iterator(unpacked.begin()),
                       std::make_move_iterator(unpacked.end()));
    inner.parts.push_back(std::move(one));
  }
  inner.columns = inner.parts.front().columns;
  for (std::size_t p = 1; p < inner.parts.size(); ++p) {
    KITH_CHECK_OK(align_columns(inner.columns, inner.parts[p].columns, query.operators[p - 1], query.parts[p].range));
  }
  for (auto& [name, slot] : inner.columns) slot = new_slot(name);
  rest.outer = slots_of(outer);
  rest.outer.push_back(table);
  rest.keeps_outer = true;
  rest.returns = !inner.columns.empty();
  for (const ast::SingleQuery& part : query.parts) rest.writes = rest.writes || is_write(part, context_.procedures);

  BoundQuery bound;
  bound.columns = inner.columns;
  rest.query = std::make_shared<BoundQuery>(std::move(inner));
  BoundPart& part = bound.parts.emplace_back();
  part.clauses = std::move(first);
  part.clauses.push_back({std::move(collected)});
  part.clauses.push_back({std::move(rest)});
  part.columns = bound.columns;
  return bound;
}

Status Binder::check_clause_order(const ast::SingleQuery& query, QueryRole role) const {
  bool updated = false;
  for (std::size_t i = 0; i < query.clauses.size(); ++i) {
    const ast::Clause& clause = *query.clauses[i];
    const bool is_last = i + 1 == query.clauses.size();
    const bool reads = std::holds_alternative<ast::Match>(clause.node) ||
                       std::holds_alternative<ast::Unwind>(clause.node) ||
                       std::holds_alternative<ast::LoadCsv>(clause.node);
    if (is_updating(clause)) {
      if (is_in_expression(role)) {
        return composition_error("a subquery of an expression cannot write", "move the writing clause out of it",
                                 clause.range);
      }
      updated = true;
    } else if (std::holds_alternative<ast::With>(clause.node)) {
      updated = false;
    } else if (std::holds_alternative<ast::Return>(clause.node)) {
      if (!is_last) return composition_error("RETURN must be the last clause", "use WITH to go on", clause.range);
    } else if (updated && reads) {
      return composition_error("a reading clause after a writing one needs a WITH between them",
                               "write `WITH *` before it", clause.range);
    }
    const auto* subquery = std::get_if<ast::CallSubquery>(&clause.node);
    if (subquery != nullptr && subquery->transactions.has_value() && role != QueryRole::kMain) {
      return composition_error("CALL { } IN TRANSACTIONS cannot stand inside a subquery",
                               "move it to the outermost query", subquery->transactions->range);
    }
    if (is_last && role != QueryRole::kExpression &&
        (reads || std::holds_alternative<ast::With>(clause.node) || std::holds_alternative<ast::Let>(clause.node) ||
         std::holds_alternative<ast::Filter>(clause.node))) {
      return composition_error("a query cannot end here", "add a RETURN or a writing clause", clause.range);
    }
  }
  return Status::success();
}

Result<BoundPart> Binder::bind_part(const ast::SingleQuery& query, const Scope& outer, Scope scope, QueryRole role) {
  KITH_CHECK_OK(check_clause_order(query, role));
  const bool is_constant =
      role == QueryRole::kExpression || role == QueryRole::kScoped;  // what is around stays visible
  const Scope constants = is_constant ? outer : Scope{};
  const auto csv = std::exchange(csv_, std::nullopt);
  BoundPart part;
  for (const ast::Clause* clause : query.clauses) {
    const auto add = [&](auto bound) { part.clauses.push_back({std::move(bound)}); };
    if (const auto* match = std::get_if<ast::Match>(&clause->node)) {
      KITH_TRY(BoundMatch bound, bind_match(*match, scope));
      add(std::move(bound));
    } else if (const auto* unwind = std::get_if<ast::Unwind>(&clause->node)) {
      KITH_TRY(BoundUnwind bound, bind_unwind(*unwind, scope));
      add(std::move(bound));
    } else if (const auto* with = std::get_if<ast::With>(&clause->node)) {
      KITH_TRY(BoundProjection bound, bind_projection(with->projection, with->where, true, scope));
      if (role == QueryRole::kScoped) KITH_CHECK_OK(check_shadowing(with->projection, scope, constants));
      for (const auto& [name, symbol] : constants) scope.try_emplace(name, symbol);
      csv_lost_ = csv_lost_ || csv_.has_value();
      csv_.reset();
      add(std::move(bound));
    } else if (const auto* last = std::get_if<ast::Return>(&clause->node)) {
      KITH_TRY(BoundProjection bound, bind_projection(last->projection, nullptr, false, scope));
      part.columns = bound.columns;
      add(std::move(bound));
    } else if (const auto* let = std::get_if<ast::Let>(&clause->node)) {
      KITH_TRY(BoundColumns bound, bind_let(*let, scope));
      add(std::move(bound));
    } else if (const auto* filter = std::get_if<ast::Filter>(&clause->node)) {
      KITH_TRY(ExpressionPtr predicate, bind_predicate(*filter->predicate, scope));
      add(BoundFilter{std::move(predicate)});
    } else if (const auto* load = std::get_if<ast::LoadCsv>(&clause->node)) {
      KITH_TRY(BoundLoadCsv bound, bind_load_csv(*load, scope));
      add(std::move(bound));
    } else if (const auto* conditional = std::get_if<ast::Conditional>(&clause->node)) {
      KITH_TRY(BoundConditional bound, bind_conditional(*conditional, scope, role));
      part.columns = bound.columns;
      add(std::move(bound));
    } else if (const auto* call = std::get_if<ast::Call>(&clause->node)) {
      std::vector<std::pair<std::string, Slot>> columns;
      KITH_TRY(BoundCall bound, bind_call(*call, scope, columns));
      add(std::move(bound));
      if (call->standalone) part.columns = std::move(columns);
    } else if (const auto* subquery = std::get_if<ast::CallSubquery>(&clause->node)) {
      KITH_TRY(BoundSubquery bound, bind_call_subquery(*subquery, scope, role));
      add(std::move(bound));
    } else if (!std::holds_alternative<ast::Finish>(clause->node)) {
      KITH_CHECK_OK(bind_updating_clause(*clause, scope, part));
    }
  }
  csv_ = csv;
  return part;
}

Status Binder::check_shadowing(const ast::Projection& projection, const Scope& scope, const Scope& constants) const {
  for (const ast::ProjectionItem& item : projection.items) {
    if (!item.alias.has_value()) continue;
    const auto constant = constants.find(item.alias->text);
    const auto named = scope.find(item.alias->text);
    if (constant == constants.end() || named == scope.end() || named->second.slot == constant->second.slot) continue;
    return std::move(syntax_error("VariableAlreadyBound",
                                  fmt::format("`{}` is imported into the subquery, and cannot get another value",
                                              item.alias->text),
                                  item.alias->range))
        .with_hint("choose another name");
  }
  return Status::success();
}

Error Binder::already_bound(const ast::Name& name) const {
  return syntax_error("VariableAlreadyBound", fmt::format("`{}` is already bound", name.text), name.range);
}

Result<BoundMatch> Binder::bind_match(const ast::Match& match, Scope& scope) {
  BoundMatch bound{.optional = match.optional, .pattern = {}, .introduced = {}};
  KITH_TRY(bound.pattern,
           bind_pattern(match.patterns, match.where, scope, bound.introduced, PatternUse{.mode = match.mode}));
  return bound;
}

Result<BoundUnwind> Binder::bind_unwind(const ast::Unwind& unwind, Scope& scope) {
  BoundUnwind bound;
  KITH_TRY(bound.unwind.list, bind_expression(*unwind.list, scope));
  if (unwind.is_for) {
    KITH_CHECK_OK(require(*bound.unwind.list, {StaticType::kList}, "FOR"));
    bound.unwind.lists_only = true;
  }
  if (scope.contains(unwind.variable.text)) return already_bound(unwind.variable);
  Symbol element = element_symbol(*bound.unwind.list, unwind.variable.text);
  element.local = false;
  bound.unwind.element = element.slot;
  scope[unwind.variable.text] = element;
  if (unwind.ordinal.has_value()) {
    if (scope.contains(unwind.ordinal->text)) return already_bound(*unwind.ordinal);
    bound.unwind.ordinal = new_slot(unwind.ordinal->text);
    bound.unwind.first_ordinal = unwind.from_one ? 1 : 0;
    scope[unwind.ordinal->text] = Symbol{.slot = *bound.unwind.ordinal, .type = StaticType::kInteger};
  }
  return bound;
}

Result<BoundColumns> Binder::bind_let(const ast::Let& let, Scope& scope) {
  BoundColumns bound;
  const Scope before = scope;
  for (const auto& [name, value] : let.items) {
    if (scope.contains(name.text)) return already_bound(name);
    KITH_TRY(ExpressionPtr expression, bind_expression(*value, before));
    const Slot slot = new_slot(name.text);
    scope[name.text] = Symbol{.slot = slot, .type = expression->type};
    bound.columns.emplace_back(slot, std::move(expression));
  }
  return bound;
}

Result<BoundLoadCsv> Binder::bind_load_csv(const ast::LoadCsv& load, Scope& scope) {
  BoundLoadCsv bound;
  bound.load.headers = load.headers;
  KITH_TRY(bound.load.source, bind_expression(*load.source, scope));
  KITH_CHECK_OK(require(*bound.load.source, {StaticType::kString}, "LOAD CSV"));
  if (load.terminator != nullptr) {
    KITH_TRY(bound.load.terminator, bind_expression(*load.terminator, {}));
    KITH_CHECK_OK(require(*bound.load.terminator, {StaticType::kString}, "FIELDTERMINATOR"));
  }
  if (scope.contains(load.variable.text)) return already_bound(load.variable);
  bound.load.row = new_slot(load.variable.text);
  bound.load.line_number = new_slot();
  bound.load.file = new_slot();
  csv_.emplace(bound.load.line_number, bound.load.file);
  scope[load.variable.text] =
      Symbol{.slot = bound.load.row, .type = load.headers ? StaticType::kMap : StaticType::kList};
  return bound;
}

Result<BoundConditional> Binder::bind_conditional(const ast::Conditional& conditional, Scope& scope, QueryRole role) {
  BoundConditional bound;
  std::optional<bool> returns;
  for (const ast::Conditional::Branch& branch : conditional.branches) {
    BoundConditional::Branch one;
    if (branch.when != nullptr) {
      KITH_TRY(one.when, bind_predicate(*branch.when, scope));
    }
    KITH_TRY(BoundQuery query, bind_query(*branch.query, scope, role_inside(role)));
    one.query.outer = slots_of(scope);
    one.query.keeps_outer = true;
    one.query.writes = is_write(*branch.query, context_.procedures);
    one.query.returns = !query.columns.empty();
    if (!returns.has_value()) {
      returns = one.query.returns;
      for (const auto& [name, slot] : query.columns) bound.columns.emplace_back(name, new_slot(name));
    } else if (query.columns.size() != bound.columns.size()) {
      return syntax_error("DifferentColumnsInUnion", "all branches of WHEN must return columns of the same names",
                          branch.query->range);
    }
    Columns aligned = query.columns;
    if (!align_columns(bound.columns, aligned, ast::SetOperator::kUnion, branch.query->range).ok()) {
      return syntax_error("DifferentColumnsInUnion", "all branches of WHEN must return columns of the same names",
                          branch.query->range);
    }
    for (const auto& [name, slot] : aligned) one.slots.push_back(slot);
    one.query.query = std::make_shared<BoundQuery>(std::move(query));
    bound.branches.push_back(std::move(one));
  }
  return bound;
}

Result<BoundSubquery> Binder::bind_call_subquery(const ast::CallSubquery& call, Scope& scope, QueryRole role) {
  BoundSubquery bound;
  bound.optional = call.optional;
  Scope inner;
  // Without parentheses the parts that begin with WITH import by it.
  if (call.imports_all || (!call.scoped && call.query->before == nullptr)) inner = scope;
  for (const ast::Name& name : call.imports) {
    const auto found = scope.find(name.text);
    if (found == scope.end()) return undefined_variable(name.text, name.range, scope);
    KITH_CHECK_OK(check_visible(found->second, name.text, name.range, scope));
    if (!inner.emplace(name.text, found->second).second) {
      return syntax_error("VariableAlreadyBound", fmt::format("`{}` is imported twice", name.text), name.range);
    }
    for (std::set<Slot>* tracker : trackers_) tracker->insert(found->second.slot);
  }
  if (call.imports_all) {
    for (const Slot slot : slots_of(scope)) {
      for (std::set<Slot>* tracker : trackers_) tracker->insert(slot);
    }
  }
  bound.keeps_outer = call.scoped;
  const QueryRole importing = is_in_expression(role) ? QueryRole::kImportingInExpression : QueryRole::kImporting;
  KITH_TRY(BoundQuery query, bind_query(*call.query, inner, call.scoped ? role_inside(role) : importing));
  bound.outer = slots_of(inner);
  // Where a row without an answer gets nulls, a column that is an outer variable under another name needs a slot of its
  // own: the variable stays. Those of several parts have one.
  BoundColumns copies;
  for (auto& [name, slot] : query.columns) {
    const bool has_nulls = (call.optional || call.transactions.has_value()) && query.parts.size() == 1;
    if (!has_nulls || std::find(bound.outer.begin(), bound.outer.end(), slot) == bound.outer.end()) continue;
    const Slot copy = new_slot(name);
    copies.columns.emplace_back(copy, slot_expression(slot));
    slot = copy;
  }
  if (!copies.columns.empty()) {
    query.parts.front().columns = query.columns;
    query.parts.front().clauses.push_back({std::move(copies)});
  }
  bound.returns = !query.columns.empty();
  bound.writes = is_write(*call.query, context_.procedures);
  for (const auto& [name, slot] : query.columns) {
    if (scope.contains(name)) {
      return syntax_error("VariableAlreadyBound", fmt::format("`{}` is already bound outside the subquery", name),
                          call.query->parts.front().range);
    }
    scope[name] = Symbol{.slot = slot};
  }
  if (call.transactions.has_value()) {
    KITH_TRY(bound.batches, bind_batches(*call.transactions, bound, query.columns, scope));
  }
  bound.query = std::make_shared<BoundQuery>(std::move(query));
  return bound;
}

Result<TransactionBatchesOperator> Binder::bind_batches(const ast::InTransactions& written,
                                                        const BoundSubquery& subquery, const Columns& columns,
                                                        Scope& scope) {
  if (subquery.optional) {
    return syntax_error("UnexpectedSyntax", "OPTIONAL CALL cannot run IN TRANSACTIONS", written.range);
  }
  TransactionBatchesOperator batches;
  batches.unit = !subquery.returns;
  batches.on_error = written.on_error;
  for (const auto& [name, slot] : columns) batches.introduced.push_back(slot);
  if (written.num_rows != nullptr) {
    KITH_TRY(batches.num_rows, bind_row_count(*written.num_rows, "IN TRANSACTIONS OF"));
  }
  if (written.status.has_value()) {
    if (written.on_error == ast::InTransactions::OnError::kFail) {
      return std::move(syntax_error("UnexpectedSyntax", "REPORT STATUS needs ON ERROR CONTINUE or ON ERROR BREAK",
                                    written.status->range))
          .with_hint("without it an error ends the whole query");
    }
    if (scope.contains(written.status->text)) return already_bound(*written.status);
    batches.status = new_slot(written.status->text);
    scope[written.status->text] = Symbol{.slot = *batches.status, .type = StaticType::kMap};
  }
  return batches;
}

Result<BoundCall> Binder::bind_call(const ast::Call& call, Scope& scope,
                                    std::vector<std::pair<std::string, Slot>>& columns) {
  BoundCall bound;
  bound.optional = call.optional;
  const std::shared_ptr<const ProcedureDefinition> procedure = context_.procedures.find(call.procedure);
  if (procedure == nullptr) {
    const auto procedures = context_.procedures.all();
    std::vector<std::string_view> names;
    for (const auto& known : procedures) names.push_back(known->name);
    const std::string_view nearest = parser::nearest_spelling(call.procedure, names, call.procedure.size() / 4);
    return bind_error(ErrorKind::kProcedureError, "ProcedureNotFound",
                      fmt::format("there is no procedure `{}`", call.procedure), call.name_range)
        .with_hint(nearest.empty() ? "SHOW PROCEDURES lists those there are"
                                   : fmt::format("did you mean `{}`?", nearest));
  }
  bound.call.procedure = procedure;
  if (call.implicit_arguments) {
    if (!call.standalone) {
      return std::move(syntax_error("InvalidArgumentPassingMode",
                                    fmt::format("`{}` is called inside a query, and needs its arguments in parentheses",
                                                call.procedure),
                                    call.name_range))
          .with_hint(fmt::format("write {}(...)", call.procedure));
    }
    for (const Argument& input : procedure->inputs) {
      if (!context_.parameters.contains(input.name)) {
        if (bound.call.arguments.size() >= procedure->inputs.size() - procedure->num_optional) break;
        return bind_error(ErrorKind::kParameterMissing, "MissingParameter",
                          fmt::format("`{}` takes `{}`, and the parameter `${}` was not given", call.procedure,
                                      input.name, input.name),
                          call.name_range);
      }
      bound.call.arguments.push_back(
          make_expression(call.name_range, StaticType::kAny, ParameterExpression{input.name}));
    }
  } else {
    const std::size_t most = procedure->inputs.size();
    const std::size_t least = most - procedure->num_optional;
    if (call.arguments.size() < least || call.arguments.size() > most) {
      const std::string wanted = least == most ? fmt::to_string(most) : fmt::format("{} to {}", least, most);
      return syntax_error("InvalidNumberOfArguments",
                          fmt::format("`{}` takes {} arguments, not {}", call.procedure, wanted, call.arguments.size()),
                          call.name_range);
    }
    KITH_TRY(bound.call.arguments, bind_all(call.arguments, scope));
    for (std::size_t i = 0; i < call.arguments.size(); ++i) {
      const StaticType wanted = procedure->inputs[i].type;
      if (wanted == StaticType::kFloat || wanted == StaticType::kNumber) {
        KITH_CHECK_OK(require(*bound.call.arguments[i], {StaticType::kNumber}, call.procedure));
      } else {
        KITH_CHECK_OK(require(*bound.call.arguments[i], {wanted}, call.procedure));
      }
    }
  }

  const auto yield = [&](std::uint32_t field, const std::string& name, SourceRange range) -> Status {
    if (scope.contains(name)) {
      return syntax_error("VariableAlreadyBound", fmt::format("`{}` is already bound", name), range);
    }
    const Slot slot = new_slot(name);
    scope[name] = Symbol{.slot = slot, .type = procedure->outputs[field].type};
    bound.call.yields.emplace_back(field, slot);
    columns.emplace_back(name, slot);
    return Status::success();
  };
  if (!call.yields || call.yield_star) {
    if (!call.standalone && call.yield_star) {
      return std::move(syntax_error("UnexpectedSyntax", "YIELD * is only for a call that is the whole query",
                                    call.name_range))
          .with_hint("name what you need: YIELD a, b");
    }
    if (call.standalone) {
      for (std::uint32_t field = 0; field < procedure->outputs.size(); ++field) {
        KITH_CHECK_OK(yield(field, procedure->outputs[field].name, call.name_range));
      }
    } else if (!procedure->outputs.empty()) {
      return std::move(syntax_error(
          "UndefinedVariable",
          fmt::format("`{}` yields values, and inside a query YIELD must name them", call.procedure), call.name_range));
    }
  }
  for (const ast::YieldItem& item : call.yield_items) {
    std::uint32_t field = 0;
    while (field < procedure->outputs.size() && procedure->outputs[field].name != item.field.text) ++field;
    if (field == procedure->outputs.size()) {
      std::vector<std::string_view> names;
      for (const Argument& output : procedure->outputs) names.push_back(output.name);
      return std::move(syntax_error("UndefinedVariable",
                                    fmt::format("`{}` does not yield `{}`", call.procedure, item.field.text),
                                    item.field.range))
          .with_hint(names.empty() ? "it yields nothing" : fmt::format("it yields {}", fmt::join(names, ", ")));
    }
    const ast::Name& name = item.alias.has_value() ? *item.alias : item.field;
    KITH_CHECK_OK(yield(field, name.text, name.range));
  }
  if (call.where != nullptr) {
    KITH_TRY(bound.where, bind_predicate(*call.where, scope));
  }
  return bound;
}

}  // namespace kith::engine
