// tests/reference/rewrite.cpp: each rewrite changes a freshly parsed tree and prints it.
#include "tests/reference/rewrite.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "parser/parser.hpp"
#include "tests/reference/printer.hpp"

namespace kith::reference {
namespace {

using Change = bool (*)(ast::Statement&);

ast::RegularQuery& query_of(const ast::Statement& statement) { return *std::get<ast::RegularQuery*>(statement.node); }

bool has_star(const ast::RegularQuery& query) {
  const auto is_star = [](const ast::Clause* clause) {
    const auto* with = std::get_if<ast::With>(&clause->node);
    const auto* last = std::get_if<ast::Return>(&clause->node);
    return (with != nullptr && with->projection.star) || (last != nullptr && last->projection.star);
  };
  return std::any_of(query.parts.begin(), query.parts.end(), [&](const ast::SingleQuery& part) {
    return std::any_of(part.clauses.begin(), part.clauses.end(), is_star);
  });
}

/// Calls `change` with each MATCH of the query that is not in a subquery.
template <class Changing>
bool change_matches(ast::Statement& statement, const Changing& change) {
  bool changed = false;
  for (ast::SingleQuery& part : query_of(statement).parts) {
    for (ast::Clause* clause : part.clauses) {
      if (auto* match = std::get_if<ast::Match>(&clause->node)) changed = change(*match) || changed;
    }
  }
  return changed;
}

/// Without a selector, a path mode, groups, or a WHERE of its own.
bool is_bare(const ast::PatternPart& part) {
  return part.prefix.selector == ast::PathSelector::kNone && part.prefix.mode == ast::PathMode::kUnspecified &&
         part.where == nullptr &&
         std::none_of(part.relationships.begin(), part.relationships.end(),
                      [](const auto& one) { return one.group != nullptr; });
}

/// A path and a list of relationships have a direction; they stay as they are.
bool reverse_patterns(ast::Statement& statement) {
  return change_matches(statement, [](ast::Match& match) {
    bool changed = false;
    for (ast::PatternPart* part : match.patterns) {
      const bool has_list = std::any_of(part->relationships.begin(), part->relationships.end(), [](const auto& one) {
        return one.length.has_value() && one.variable.has_value();
      });
      if (part->variable.has_value() || !is_bare(*part) || has_list || part->relationships.empty()) {
        continue;
      }
      std::reverse(part->nodes.begin(), part->nodes.end());
      std::reverse(part->relationships.begin(), part->relationships.end());
      for (ast::RelationshipPattern& one : part->relationships) {
        if (one.direction == Direction::kBoth) continue;
        one.direction = one.direction == Direction::kIncoming ? Direction::kOutgoing : Direction::kIncoming;
      }
      changed = true;
    }
    return changed;
  });
}

bool insert_with_star(ast::Statement& statement) {
  bool changed = false;
  for (ast::SingleQuery& part : query_of(statement).parts) {
    std::vector<ast::Clause*> clauses;
    for (ast::Clause* clause : part.clauses) {
      clauses.push_back(clause);
      if (!std::holds_alternative<ast::Match>(clause->node) && !std::holds_alternative<ast::Unwind>(clause->node))
        continue;
      ast::With with;
      with.projection.star = true;
      clauses.push_back(&statement.arena->clauses.emplace_back(ast::Clause{{}, with}));
      changed = true;
    }
    part.clauses = clauses;
  }
  return changed;
}

/// MATCH ... WHERE p is MATCH ... WITH * WHERE p.
bool filter_afterwards(ast::Statement& statement) {
  bool changed = false;
  for (ast::SingleQuery& part : query_of(statement).parts) {
    std::vector<ast::Clause*> clauses;
    for (ast::Clause* clause : part.clauses) {
      clauses.push_back(clause);
      auto* match = std::get_if<ast::Match>(&clause->node);
      if (match == nullptr || match->optional || match->where == nullptr) continue;
      ast::With with;
      with.projection.star = true;
      with.where = match->where;
      match->where = nullptr;
      clauses.push_back(&statement.arena->clauses.emplace_back(ast::Clause{{}, with}));
      changed = true;
    }
    part.clauses = clauses;
  }
  return changed;
}

/// Cuts the first MATCH that has something to cut: after its first pattern, else inside a pattern of two relationships.
/// All relationships get names, so that the second MATCH can be told which ones the first has taken.
bool split_match(ast::Statement& statement) {
  if (has_star(query_of(statement))) return false;  // new names would show
  for (ast::SingleQuery& part : query_of(statement).parts) {
    for (std::size_t c = 0; c < part.clauses.size(); ++c) {
      auto* match = std::get_if<ast::Match>(&part.clauses[c]->node);
      if (match == nullptr || match->optional || match->mode == ast::MatchMode::kRepeatableElements) continue;
      const auto is_plain = [](const ast::PatternPart* one) {
        return !one->variable.has_value() && is_bare(*one) &&
               std::all_of(one->nodes.begin(), one->nodes.end(),
                           [](const auto& node) { return node.properties == nullptr && node.where == nullptr; }) &&
               std::all_of(one->relationships.begin(), one->relationships.end(),
                           [](const auto& r) { return r.properties == nullptr && r.where == nullptr; });
      };
      if (!std::all_of(match->patterns.begin(), match->patterns.end(), is_plain)) continue;
      if (match->patterns.size() == 1) {
        ast::PatternPart& whole = *match->patterns.front();
        if (whole.relationships.size() < 2) continue;
        ast::PatternPart& rest = statement.arena->pattern_parts.emplace_back();
        if (!whole.nodes[1].variable.has_value()) whole.nodes[1].variable = ast::Name{"cut", {}};
        rest.nodes = {whole.nodes.begin() + 1, whole.nodes.end()};
        rest.nodes.front().labels = nullptr;
        rest.relationships = {whole.relationships.begin() + 1, whole.relationships.end()};
        whole.nodes.resize(2);
        whole.relationships.resize(1);
        match->patterns.push_back(&rest);
      }
      int number = 0;
      std::vector<std::pair<std::string, bool>> names[2];  // of relationships in the first MATCH and in the second
      for (std::size_t p = 0; p < match->patterns.size(); ++p) {
        for (ast::RelationshipPattern& one : match->patterns[p]->relationships) {
          if (!one.variable.has_value()) one.variable = ast::Name{fmt::format("taken{}", ++number), {}};
          names[p == 0 ? 0 : 1].emplace_back(one.variable->text, one.length.has_value());
        }
      }
      ast::Match first;
      first.patterns = {match->patterns.front()};
      match->patterns.erase(match->patterns.begin());
      std::string where;
      for (const auto& [left, left_is_list] : names[0]) {
        for (const auto& [right, right_is_list] : names[1]) {
          where += where.empty() ? "" : " AND ";
          where += left_is_list && right_is_list ? fmt::format("none(t IN {} WHERE t IN {})", left, right)
                   : left_is_list                ? fmt::format("NOT ({} IN {})", right, left)
                   : right_is_list               ? fmt::format("NOT ({} IN {})", left, right)
                                                 : fmt::format("{} <> {}", left, right);
        }
      }
      if (match->where != nullptr) where += (where.empty() ? "" : " AND ") + print(*match->where);
      match->where = nullptr;
      if (!where.empty()) {  // only to be printed: a variable whose name is the whole predicate
        match->where = &statement.arena->expressions.emplace_back(ast::Expression{{}, ast::Variable{where}});
      }
      part.clauses.insert(part.clauses.begin() + static_cast<std::ptrdiff_t>(c),
                          &statement.arena->clauses.emplace_back(ast::Clause{{}, first}));
      return true;
    }
  }
  return false;
}

bool has_name(const ast::Match& match) {
  const auto is_named = [](const auto& one) { return one.variable.has_value(); };
  return std::any_of(match.patterns.begin(), match.patterns.end(), [&](const ast::PatternPart* part) {
    return is_named(*part) || std::any_of(part->nodes.begin(), part->nodes.end(), is_named) ||
           std::any_of(part->relationships.begin(), part->relationships.end(), is_named);
  });
}

/// The first MATCH with a WHERE, and what comes before it: without the predicate, and as a union of three.
bool partition(ast::Statement& statement, Rewrite& rewrite) {
  const ast::SingleQuery& part = query_of(statement).parts.front();
  std::string before;
  bool names_anything = false;
  for (ast::Clause* clause : part.clauses) {
    auto* match = std::get_if<ast::Match>(&clause->node);
    names_anything = names_anything || match == nullptr || has_name(*match);
    if (const auto* with = std::get_if<ast::With>(&clause->node)) {
      if (with->projection.limit != nullptr || with->projection.skip != nullptr) return false;
    }
    if (std::holds_alternative<ast::CallSubquery>(clause->node)) return false;
    if (match == nullptr || match->optional || match->where == nullptr) {
      before += print(*clause) + " ";
      continue;
    }
    const std::string predicate = print(*match->where);
    match->where = nullptr;
    const std::string whole = before + print(*clause);
    if (!names_anything) return false;  // `*` would stand for nothing
    rewrite.original = whole + " RETURN *";
    rewrite.text = fmt::format(
        "{0} WHERE {1} RETURN * UNION ALL {0} WHERE NOT {1} RETURN * UNION ALL "
        "{0} WHERE CASE WHEN {1} THEN false WHEN NOT {1} THEN false ELSE true END RETURN *",
        whole, predicate);
    return true;
  }
  return false;
}

}  // namespace

std::vector<Rewrite> rewrites(const std::string& query) {
  std::vector<Rewrite> made;
  if (const auto whole = parser::parse(query); whole.ok() && query_of(*whole).before != nullptr) return made;
  const std::pair<const char*, Change> changes[] = {{"patterns reversed", reverse_patterns},
                                                    {"MATCH split in two", split_match},
                                                    {"WITH * inserted", insert_with_star},
                                                    {"WHERE after WITH *", filter_afterwards}};
  for (const auto& [name, change] : changes) {
    Result<ast::Statement> statement = parser::parse(query);
    if (!statement.ok() || !std::holds_alternative<ast::RegularQuery*>(statement->node) || !change(*statement))
      continue;
    const Result<std::string> text = print(*statement);
    if (text.ok()) made.push_back({name, {}, *text});
  }
  Result<ast::Statement> statement = parser::parse(query);
  Rewrite split{"predicate split in three", {}, {}};
  if (statement.ok() && std::holds_alternative<ast::RegularQuery*>(statement->node) && partition(*statement, split)) {
    made.push_back(std::move(split));
  }
  return made;
}

}  // namespace kith::reference
