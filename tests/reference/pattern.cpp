// tests/reference/pattern.cpp: matches of patterns, found by trying every combination of elements that hang together
// and keeping those whose properties and predicates hold.
#include <algorithm>
#include <limits>

#include "tests/reference/evaluator.hpp"
#include "values/compare.hpp"

namespace kith::reference {
namespace {

Value node_value(std::size_t node) { return Node{NodeId{node}, nullptr}; }
Value relationship_value(std::size_t one) { return Relationship{RelationshipId{one}, nullptr}; }

/// The row with `name` bound to `value`; nothing when it is bound to another value already.
std::optional<Row> bound(const Row& row, const std::optional<ast::Name>& name, const Value& value) {
  if (!name.has_value()) return row;
  const auto found = row.find(name->text);
  if (found != row.end()) return equals(found->second, value) == true ? std::optional(row) : std::nullopt;
  Row extended = row;
  extended[name->text] = value;
  return extended;
}

}  // namespace

/// A MATCH on its way: what has been chosen for the parts before the one at hand.
struct Evaluator::Match {
  const std::vector<ast::PatternPart*>& parts;
  const ast::Expression* where;
  bool repeatable;   ///< REPEATABLE ELEMENTS.
  const Row& outer;  ///< What earlier clauses have bound.
  Found found;
  std::vector<std::size_t> used = {};  ///< Relationships: none may be taken twice, unless the elements are repeatable.
  std::vector<std::pair<const ast::NodePattern*, std::size_t>> nodes = {};
  std::vector<std::pair<const ast::RelationshipPattern*, std::size_t>> relationships = {};
  ast::PathMode mode = ast::PathMode::kUnspecified;  ///< Of the part at hand.
  PathContent path = {};                             ///< Of the part at hand.
};

void Evaluator::spend(std::size_t steps) {
  constexpr std::size_t kMostSteps = 150'000;
  spent_ += steps;
  if (spent_ > kMostSteps) throw Skipped{"too large"};
}

Rows Evaluator::matches(const std::vector<ast::PatternPart*>& parts, const ast::Expression* where, const Row& row,
                        ast::MatchMode mode) {
  Rows rows;
  Match match{parts, where, mode == ast::MatchMode::kRepeatableElements, row,
              [&](const Row& found) { rows.push_back(found); }};
  match_parts(match, 0, row);
  shuffled(rows);
  return rows;
}

/// Whether the properties and predicates of the elements chosen hold, from these numbers on.
bool Evaluator::elements_satisfy(const Match& match, std::size_t first_node, std::size_t first_relationship,
                                 const Row& row) {
  const auto has_properties = [&](const ast::Expression* properties, const Value& element) {
    if (properties == nullptr) return true;
    const Value wanted = evaluate(*properties, {row});
    return std::all_of(wanted.map().begin(), wanted.map().end(),
                       [&](const auto& entry) { return equals(property(element, entry.first), entry.second) == true; });
  };
  for (std::size_t i = first_node; i < match.nodes.size(); ++i) {
    const auto& [pattern, node] = match.nodes[i];
    if (!has_properties(pattern->properties, node_value(node)) || !holds(pattern->where, row)) return false;
  }
  for (std::size_t i = first_relationship; i < match.relationships.size(); ++i) {
    const auto& [pattern, one] = match.relationships[i];
    if (!has_properties(pattern->properties, relationship_value(one))) return false;
    if (pattern->where == nullptr) continue;
    Row inner = row;
    if (pattern->variable.has_value()) inner[pattern->variable->text] = relationship_value(one);
    if (!holds(pattern->where, inner)) return false;
  }
  return true;
}

void Evaluator::match_parts(Match& match, std::size_t part, const Row& row) {
  spend();
  if (part == match.parts.size()) {
    const auto path_holds = [&](const ast::PatternPart* one) {
      return one->prefix.selector != ast::PathSelector::kNone || holds(one->where, row);
    };
    if (elements_satisfy(match, 0, 0, row) && std::all_of(match.parts.begin(), match.parts.end(), path_holds) &&
        holds(match.where, row)) {
      match.found(row);
    }
    return;
  }
  const ast::PatternPart& pattern = *match.parts[part];
  if (pattern.prefix.selector != ast::PathSelector::kNone) return match_selected(match, part, row);
  const PathContent before = match.path;
  const ast::PathMode mode_before = match.mode;
  match.mode = pattern.prefix.mode;
  for (std::size_t node = 0; node < graph_.nodes.size(); ++node) {
    match.path = {};
    match.path.nodes.push_back({NodeId{node}, nullptr});
    match_chain(match, pattern, 0, node, row, [&](const Row& matched, std::size_t) {
      const Value path = Path{std::make_shared<const PathContent>(match.path)};
      const std::optional<Row> extended = bound(matched, pattern.variable, path);
      if (!extended.has_value()) unsupported("a bound path");
      const PathContent of_this = match.path;
      match_parts(match, part + 1, *extended);
      match.path = of_this;
      match.mode = pattern.prefix.mode;
    });
  }
  match.path = before;
  match.mode = mode_before;
}

/// Takes `at` for node number `step`, and goes on from there; `then` gets the row and the node at the end.
void Evaluator::match_chain(Match& match, const ast::PatternPart& pattern, std::size_t step, std::size_t at,
                            const Row& row, const Reached& then) {
  spend();
  const ast::NodePattern& node = pattern.nodes[step];
  if (node.labels != nullptr && !has_label(*node.labels, graph_.nodes[at].labels)) return;
  const std::optional<Row> extended = bound(row, node.variable, node_value(at));
  if (!extended.has_value()) return;
  match.nodes.emplace_back(&node, at);
  if (step == pattern.relationships.size()) {
    then(*extended, at);
  } else {
    match_step(match, pattern, step, at, *extended, then);
  }
  match.nodes.pop_back();
}

/// Relationships of the pattern's types and direction at a node, each with the node at its other end; a self-loop once.
std::vector<std::pair<std::size_t, std::size_t>> Evaluator::neighbours(const ast::RelationshipPattern& pattern,
                                                                       std::size_t node) const {
  std::vector<std::pair<std::size_t, std::size_t>> found;
  for (std::size_t i = 0; i < graph_.relationships.size(); ++i) {
    const GraphRelationship& one = graph_.relationships[i];
    if (pattern.types != nullptr && !has_label(*pattern.types, {one.type})) continue;
    if (pattern.direction != Direction::kIncoming && one.start == node) {
      found.emplace_back(i, one.end);
    } else if (pattern.direction != Direction::kOutgoing && one.end == node) {
      found.emplace_back(i, one.start);
    }
  }
  return found;
}

/// Whether the path at hand may go on over a relationship to a node: match mode and path mode.
bool Evaluator::may_take(const Match& match, std::size_t one, std::size_t end) {
  if (!match.repeatable && std::find(match.used.begin(), match.used.end(), one) != match.used.end()) return false;
  const auto& nodes = match.path.nodes;
  const auto& relationships = match.path.relationships;
  const auto passes = [&](std::size_t node) {
    return std::any_of(nodes.begin(), nodes.end(), [&](const Node& other) { return other.id.value == node; });
  };
  switch (match.mode) {
    case ast::PathMode::kUnspecified:
    case ast::PathMode::kWalk:
      return true;
    case ast::PathMode::kTrail:
      return std::none_of(relationships.begin(), relationships.end(),
                          [&](const Relationship& other) { return other.id.value == one; });
    case ast::PathMode::kAcyclic:
      return !passes(end);
    case ast::PathMode::kSimple: {
      const bool has_returned = nodes.size() > 1 && nodes.front().id == nodes.back().id;
      return !has_returned && (!passes(end) || nodes.front().id.value == end);
    }
  }
  return true;
}

/// Goes over each relationship at a node that the pattern and the modes allow.
void Evaluator::take_each(Match& match, const ast::RelationshipPattern& pattern, std::size_t at,
                          const std::function<void(std::size_t one, std::size_t end)>& then) {
  for (const auto& [one, end] : neighbours(pattern, at)) {
    if (!may_take(match, one, end)) continue;
    match.used.push_back(one);
    match.relationships.emplace_back(&pattern, one);
    match.path.relationships.push_back({RelationshipId{one}, nullptr});
    match.path.nodes.push_back({NodeId{end}, nullptr});
    then(one, end);
    match.path.nodes.pop_back();
    match.path.relationships.pop_back();
    match.relationships.pop_back();
    match.used.pop_back();
  }
}

/// From node number `step`, which is `at`, over relationship number `step`.
void Evaluator::match_step(Match& match, const ast::PatternPart& pattern, std::size_t step, std::size_t at,
                           const Row& row, const Reached& then) {
  const ast::RelationshipPattern& relationship = pattern.relationships[step];
  const bool is_bounded = !relationship.length.has_value() || relationship.length->maximum.has_value();
  if (match.repeatable && !is_bounded && match.mode <= ast::PathMode::kWalk) unsupported("walks without end");
  if (relationship.group != nullptr) {
    Rows rounds;
    return repeat_group(match, pattern, step, at, rounds, row, then);
  }
  if (relationship.length.has_value()) {
    std::vector<std::size_t> walked;
    return walk(match, pattern, step, at, walked, row, then);
  }
  take_each(match, relationship, at, [&](std::size_t one, std::size_t end) {
    if (const std::optional<Row> extended = bound(row, relationship.variable, relationship_value(one))) {
      match_chain(match, pattern, step + 1, end, *extended, then);
    }
  });
}

/// Variable length: ends here when the length allows it, and goes one relationship further when it may.
void Evaluator::walk(Match& match, const ast::PatternPart& pattern, std::size_t step, std::size_t at,
                     std::vector<std::size_t>& walked, const Row& row, const Reached& then) {
  spend();
  const ast::RelationshipPattern& relationship = pattern.relationships[step];
  const auto minimum = relationship.length->minimum.value_or(1);
  const auto maximum = relationship.length->maximum.value_or(std::numeric_limits<std::int64_t>::max());
  const auto length = static_cast<std::int64_t>(walked.size());
  if (length >= minimum && length <= maximum) {
    List list;
    for (const std::size_t one : walked) list.push_back(relationship_value(one));
    if (const std::optional<Row> extended = bound(row, relationship.variable, list)) {
      match_chain(match, pattern, step + 1, at, *extended, then);
    }
  }
  if (length >= maximum) return;
  take_each(match, relationship, at, [&](std::size_t one, std::size_t end) {
    walked.push_back(one);
    walk(match, pattern, step, end, walked, row, then);
    walked.pop_back();
  });
}

/// A group: ends here when the number of rounds allows it, and goes one round further when it may. A round's variables
/// are its own; its predicates see them and what earlier clauses have bound. Outside they are lists.
void Evaluator::repeat_group(Match& match, const ast::PatternPart& pattern, std::size_t step, std::size_t at,
                             Rows& rounds, const Row& row, const Reached& then) {
  spend();
  const ast::RelationshipPattern& repeated = pattern.relationships[step];
  ast::PatternPart& group = *repeated.group;
  const auto minimum = repeated.length->minimum.value_or(1);
  const auto maximum = repeated.length->maximum.value_or(std::numeric_limits<std::int64_t>::max());
  const auto length = static_cast<std::int64_t>(rounds.size());
  if (length >= minimum && length <= maximum) {
    std::optional<Row> extended = row;
    for (const std::string& name : names_in({&group})) {
      List list;
      for (const Row& round : rounds) list.push_back(round.at(name));
      if (extended.has_value()) extended = bound(*extended, ast::Name{name, {}}, list);
    }
    if (extended.has_value()) match_chain(match, pattern, step + 1, at, *extended, then);
  }
  if (length >= maximum) return;
  const std::size_t first_node = match.nodes.size(), first_relationship = match.relationships.size();
  match_chain(match, group, 0, at, match.outer, [&](const Row& round, std::size_t end) {
    if (!elements_satisfy(match, first_node, first_relationship, round) || !holds(group.where, round)) return;
    // What has been tested is put aside: the whole match has no such variables to test it by.
    const std::vector nodes(match.nodes.begin() + static_cast<std::ptrdiff_t>(first_node), match.nodes.end());
    const std::vector relationships(match.relationships.begin() + static_cast<std::ptrdiff_t>(first_relationship),
                                    match.relationships.end());
    match.nodes.resize(first_node);
    match.relationships.resize(first_relationship);
    rounds.push_back(round);
    repeat_group(match, pattern, step, end, rounds, row, then);
    rounds.pop_back();
    match.nodes.insert(match.nodes.end(), nodes.begin(), nodes.end());
    match.relationships.insert(match.relationships.end(), relationships.begin(), relationships.end());
  });
}

/// All ways between each pair of ends, of which the selector keeps some; they share no uniqueness with other parts.
void Evaluator::match_selected(Match& match, std::size_t part, const Row& row) {
  const ast::PatternPart& pattern = *match.parts[part];
  const ast::PathPrefix& prefix = pattern.prefix;
  const bool is_function = prefix.selector <= ast::PathSelector::kAllShortestPaths;
  ast::PatternPart plain = pattern;
  plain.prefix.selector = ast::PathSelector::kNone;
  plain.variable = ast::Name{"  path", {}};
  if (is_function && !plain.relationships.front().length.has_value())
    plain.relationships.front().length = ast::VariableLength{{}, 1, 1};
  std::map<std::pair<std::size_t, std::size_t>, Rows> between;
  const std::vector<ast::PatternPart*> only = {&plain};
  const auto mode = match.repeatable ? ast::MatchMode::kRepeatableElements : ast::MatchMode::kUnspecified;
  for (const Row& way : matches(only, nullptr, row, mode)) {
    const auto& nodes = way.at("  path").as_path().content->nodes;
    between[{nodes.front().id.value, nodes.back().id.value}].push_back(way);
  }
  const std::size_t count = prefix.count == nullptr ? 1 : row_count(*prefix.count);
  const auto length = [](const Row& way) { return way.at("  path").as_path().content->relationships.size(); };
  for (auto& [ends, ways] : between) {
    std::stable_sort(ways.begin(), ways.end(), [&](const Row& a, const Row& b) { return length(a) < length(b); });
    std::size_t num_groups = 0, last_length = 0;
    for (std::size_t i = 0; i < ways.size(); ++i) {
      if (num_groups == 0 || length(ways[i]) != last_length) ++num_groups;
      last_length = length(ways[i]);
      const bool all_shortest =
          prefix.selector == ast::PathSelector::kAllShortestPaths || prefix.selector == ast::PathSelector::kAllShortest;
      const bool is_kept = all_shortest                                            ? num_groups == 1
                           : prefix.selector == ast::PathSelector::kShortestGroups ? num_groups <= count
                                                                                   : i < count;
      if (!is_kept) break;
      Row way = ways[i];
      const Value path = way.at("  path");
      way.erase("  path");
      const std::optional<Row> extended = bound(way, pattern.variable, path);
      if (!extended.has_value()) unsupported("a bound path");
      match_parts(match, part + 1, *extended);
    }
  }
}

}  // namespace kith::reference
