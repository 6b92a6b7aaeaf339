// parser/grammar/composition.cpp: rules over whole queries that are easier to state on the tree than in the grammar.
#include <fmt/format.h>

#include "parser/grammar/parse_state.hpp"

namespace kith::parser {
namespace {

template <class Node>
bool is(const ast::Clause* clause) {
  return std::holds_alternative<Node>(clause->node);
}

/// Properties given as a parameter may hold nothing or anything, so a pattern to find cannot be planned by them.
void check_no_parameters(const ast::PatternPart& pattern, std::string_view clause) {
  const auto check = [&](const ast::Expression* properties) {
    if (properties == nullptr || !std::holds_alternative<ast::Parameter>(properties->node)) return;
    refuse(properties->range, "InvalidParameterUse",
           fmt::format("{} cannot take all properties from a parameter", clause),
           "name the properties: `{key: $parameter.key}`");
  };
  for (const ast::NodePattern& node : pattern.nodes) check(node.properties);
  for (const ast::RelationshipPattern& relationship : pattern.relationships) {
    check(relationship.properties);
    if (relationship.group != nullptr) check_no_parameters(*relationship.group, clause);
  }
}

void check_call(const ast::Call& call) {
  if (call.standalone) return;
  if (call.implicit_arguments) {
    refuse(call.name_range, "InvalidArgumentPassingMode",
           fmt::format("within a query `{}` needs its arguments in parentheses", call.procedure),
           fmt::format("write `CALL {}(…)`", call.procedure));
  }
  if (call.yield_star) {
    refuse(call.name_range, "UnexpectedSyntax", "`YIELD *` is possible only when the CALL is the whole query",
           "name the results: `YIELD a, b`");
  }
}

/// Whether nothing follows the clause in its query.
bool ends_query(const ast::Clause* clause) { return is<ast::Return>(clause) || is<ast::Finish>(clause); }

void check_clauses(const ast::SingleQuery& query, bool may_end_anyhow) {
  for (std::size_t i = 0; i < query.clauses.size(); ++i) {
    const ast::Clause* const clause = query.clauses[i];
    if (const auto* const match = std::get_if<ast::Match>(&clause->node)) {
      for (const ast::PatternPart* pattern : match->patterns) check_no_parameters(*pattern, "MATCH");
    } else if (const auto* const merge = std::get_if<ast::Merge>(&clause->node)) {
      check_no_parameters(*merge->pattern, "MERGE");
    } else if (const auto* const call = std::get_if<ast::Call>(&clause->node)) {
      check_call(*call);
    } else if (ends_query(clause) && i + 1 < query.clauses.size()) {
      const std::string_view name = is<ast::Return>(clause) ? "RETURN" : "FINISH";
      refuse(query.clauses[i + 1]->range, "InvalidClauseComposition",
             fmt::format("nothing but UNION can follow {}", name),
             is<ast::Return>(clause) ? "to go on with the results, use WITH instead of RETURN" : "");
    }
  }
  const ast::Clause* const last = query.clauses.back();
  if (may_end_anyhow) return;
  const std::string_view name = is<ast::Match>(last)                       ? "MATCH"
                                : is<ast::With>(last)                      ? "WITH"
                                : is<ast::Let>(last)                       ? "LET"
                                : is<ast::Filter>(last)                    ? "FILTER"
                                : is<ast::LoadCsv>(last)                   ? "LOAD CSV"
                                : !is<ast::Unwind>(last)                   ? ""
                                : std::get<ast::Unwind>(last->node).is_for ? "FOR"
                                                                           : "UNWIND";
  if (!name.empty()) {
    refuse(last->range, "InvalidClauseComposition", fmt::format("a query cannot end with {}", name),
           "end it with RETURN, or with a clause that writes");
  }
}

void check_query(ast::RegularQuery& query, bool standalone) {
  if (standalone && query.parts.size() == 1 && query.parts[0].clauses.size() == 1 && query.before == nullptr) {
    if (auto* const call = std::get_if<ast::Call>(&query.parts[0].clauses[0]->node)) call->standalone = true;
  }
  for (const ast::SingleQuery& part : query.parts) check_clauses(part, !standalone);
  for (std::size_t i = 1; i < query.operators.size(); ++i) {
    if (query.operators[i] != query.operators[0]) {
      const bool unions =
          query.operators[i] <= ast::SetOperator::kUnionAll && query.operators[0] <= ast::SetOperator::kUnionAll;
      refuse(query.parts[i + 1].range, "InvalidClauseComposition",
             unions ? "UNION and UNION ALL cannot be mixed in one query"
                    : "UNION, EXCEPT and INTERSECT, each with or without ALL, cannot be mixed in one query",
             "use the same for all parts, or a CALL { … } subquery for some");
    }
  }
}

}  // namespace

void check_composition(ast::Statement& statement) {
  auto* const main = std::get_if<ast::RegularQuery*>(&statement.node);
  for (ast::RegularQuery& query : statement.arena->queries) {
    // A query that an attempt left behind has no parts.
    if (!query.parts.empty()) check_query(query, main != nullptr && *main == &query);
  }
}

}  // namespace kith::parser
