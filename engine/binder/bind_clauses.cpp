// engine/binder/bind_clauses.cpp: queries, the order of clauses, and the reading clauses.
#include <fmt/format.h>

#include "engine/binder/binder.hpp"

namespace kith::engine {
namespace {

bool is_updating(const ast::Clause& clause) {
  return std::holds_alternative<ast::Create>(clause.node) || std::holds_alternative<ast::Merge>(clause.node) ||
         std::holds_alternative<ast::Set>(clause.node) || std::holds_alternative<ast::Remove>(clause.node) ||
         std::holds_alternative<ast::Delete>(clause.node) || std::holds_alternative<ast::Foreach>(clause.node);
}

/// Whether a part of CALL { } begins by importing variables.
bool imports(const ast::SingleQuery& part) {
  return !part.clauses.empty() && std::holds_alternative<ast::With>(part.clauses.front()->node);
}

Error composition_error(std::string message, std::string hint, SourceRange range) {
  return syntax_error("InvalidClauseComposition", std::move(message), range).with_hint(std::move(hint));
}

}  // namespace

Result<BoundQuery> Binder::bind(const ast::RegularQuery& query) { return bind_query(query, {}, false); }

Result<BoundQuery> Binder::bind_query(const ast::RegularQuery& query, const Scope& outer, bool is_subquery) {
  BoundQuery bound;
  for (std::size_t i = 1; i < query.all.size(); ++i) {
    if (query.all[i] != query.all[0]) {
      return composition_error("UNION and UNION ALL cannot be mixed in one query", "use one of the two throughout",
                               query.parts[i + 1].range);
    }
  }
  bound.all = !query.all.empty() && query.all.front();
  for (const ast::SingleQuery& part : query.parts) {
    // CALL { }: each part of a UNION imports for itself.
    KITH_TRY(BoundPart one, bind_part(part, is_subquery || imports(part) ? outer : Scope{}, is_subquery));
    bound.parts.push_back(std::move(one));
  }
  bound.columns = bound.parts.front().columns;
  if (bound.parts.size() > 1) {
    for (std::size_t p = 1; p < bound.parts.size(); ++p) {
      const auto& left = bound.columns;
      auto& right = bound.parts[p].columns;
      std::vector<std::pair<std::string, Slot>> aligned;  // in the order of the first part
      for (const auto& [name, slot] : left) {
        const auto found =
            std::find_if(right.begin(), right.end(), [&](const auto& column) { return column.first == name; });
        if (found != right.end()) aligned.push_back(*found);
      }
      if (aligned.size() != left.size() || right.size() != left.size()) {
        return syntax_error("DifferentColumnsInUnion", "all parts of a UNION must return columns of the same names",
                            query.parts[p].range);
      }
      right = std::move(aligned);
    }
    for (auto& [name, slot] : bound.columns) slot = new_slot(name);
  }
  return bound;
}

Status Binder::check_clause_order(const ast::SingleQuery& query, bool is_subquery) const {
  bool updated = false;
  for (std::size_t i = 0; i < query.clauses.size(); ++i) {
    const ast::Clause& clause = *query.clauses[i];
    const bool is_last = i + 1 == query.clauses.size();
    if (is_updating(clause)) {
      if (is_subquery) {
        return composition_error("a subquery of an expression cannot write", "move the writing clause out of it",
                                 clause.range);
      }
      updated = true;
    } else if (std::holds_alternative<ast::With>(clause.node)) {
      updated = false;
    } else if (std::holds_alternative<ast::Return>(clause.node)) {
      if (!is_last) return composition_error("RETURN must be the last clause", "use WITH to go on", clause.range);
    } else if (updated && !std::holds_alternative<ast::CallSubquery>(clause.node)) {
      if (const auto* match = std::get_if<ast::Match>(&clause.node);
          match != nullptr || std::holds_alternative<ast::Unwind>(clause.node)) {
        return composition_error("a reading clause after a writing one needs a WITH between them",
                                 "write `WITH *` before it", clause.range);
      }
    }
    if (is_last && !is_subquery) {
      if (std::holds_alternative<ast::Match>(clause.node) || std::holds_alternative<ast::Unwind>(clause.node) ||
          std::holds_alternative<ast::With>(clause.node)) {
        return composition_error("a query cannot end here", "add a RETURN or a writing clause", clause.range);
      }
    }
  }
  return Status::success();
}

Result<BoundPart> Binder::bind_part(const ast::SingleQuery& query, Scope scope, bool is_subquery) {
  KITH_CHECK_OK(check_clause_order(query, is_subquery));
  const Scope outer = is_subquery ? scope : Scope{};
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
      for (const auto& [name, symbol] : outer) scope.try_emplace(name, symbol);
      add(std::move(bound));
    } else if (const auto* last = std::get_if<ast::Return>(&clause->node)) {
      KITH_TRY(BoundProjection bound, bind_projection(last->projection, nullptr, false, scope));
      part.columns = bound.columns;
      add(std::move(bound));
    } else if (const auto* call = std::get_if<ast::Call>(&clause->node)) {
      std::vector<std::pair<std::string, Slot>> columns;
      KITH_TRY(BoundCall bound, bind_call(*call, scope, columns));
      add(std::move(bound));
      if (call->standalone) part.columns = std::move(columns);
    } else if (const auto* subquery = std::get_if<ast::CallSubquery>(&clause->node)) {
      KITH_TRY(BoundSubquery bound, bind_call_subquery(*subquery, scope));
      add(std::move(bound));
    } else {
      KITH_CHECK_OK(bind_updating_clause(*clause, scope, part));
    }
  }
  return part;
}

Result<BoundMatch> Binder::bind_match(const ast::Match& match, Scope& scope) {
  BoundMatch bound{.optional = match.optional, .pattern = {}, .introduced = {}};
  KITH_TRY(bound.pattern, bind_pattern(match.patterns, match.where, scope, bound.introduced));
  return bound;
}

Result<BoundUnwind> Binder::bind_unwind(const ast::Unwind& unwind, Scope& scope) {
  BoundUnwind bound;
  KITH_TRY(bound.list, bind_expression(*unwind.list, scope));
  if (scope.contains(unwind.variable.text)) {
    return syntax_error("VariableAlreadyBound", fmt::format("`{}` is already bound", unwind.variable.text),
                        unwind.variable.range);
  }
  Symbol element = element_symbol(*bound.list, unwind.variable.text);
  element.local = false;
  bound.element = element.slot;
  scope[unwind.variable.text] = element;
  return bound;
}

Result<BoundSubquery> Binder::bind_call_subquery(const ast::CallSubquery& call, Scope& scope) {
  BoundSubquery bound;
  KITH_TRY(BoundQuery query, bind_query(*call.query, scope, false));
  for (const auto& [name, symbol] : scope) bound.outer.push_back(symbol.slot);
  bound.returns = !query.columns.empty();
  bound.writes = is_write(*call.query, context_.procedures);
  for (const auto& [name, slot] : query.columns) {
    if (scope.contains(name)) {
      return syntax_error("VariableAlreadyBound", fmt::format("`{}` is already bound outside the subquery", name),
                          call.query->parts.front().range);
    }
    scope[name] = Symbol{.slot = slot};
  }
  bound.query = std::make_shared<BoundQuery>(std::move(query));
  return bound;
}

Result<BoundCall> Binder::bind_call(const ast::Call& call, Scope& scope,
                                    std::vector<std::pair<std::string, Slot>>& columns) {
  BoundCall bound;
  const std::shared_ptr<const ProcedureDefinition> procedure = context_.procedures.find(call.procedure);
  if (procedure == nullptr) {
    return bind_error(ErrorKind::kProcedureError, "ProcedureNotFound",
                      fmt::format("there is no procedure `{}`", call.procedure), call.name_range)
        .with_hint("SHOW PROCEDURES lists those there are");
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
      return syntax_error("UndefinedVariable", fmt::format("`{}` does not yield `{}`", call.procedure, item.field.text),
                          item.field.range);
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
