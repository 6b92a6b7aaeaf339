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
  Found found;
  std::vector<std::size_t> used;  ///< Relationships: none may be taken twice.
  std::vector<std::pair<const ast::NodePattern*, std::size_t>> nodes;
  std::vector<std::pair<const ast::RelationshipPattern*, std::size_t>> relationships;
  PathContent path;  ///< Of the part at hand.
};

void Evaluator::spend(std::size_t steps) {
  constexpr std::size_t kMostSteps = 150'000;
  spent_ += steps;
  if (spent_ > kMostSteps) throw Skipped{"too large"};
}

Rows Evaluator::matches(const std::vector<ast::PatternPart*>& parts, const ast::Expression* where, const Row& row) {
  Rows rows;
  Match match{parts, where, [&](const Row& found) { rows.push_back(found); }, {}, {}, {}, {}};
  match_parts(match, 0, row);
  shuffled(rows);
  return rows;
}

bool Evaluator::satisfies(const Match& match, const Row& row) {
  const auto has_properties = [&](const ast::Expression* properties, const Value& element) {
    if (properties == nullptr) return true;
    const auto* map = std::get_if<ast::MapLiteral>(&properties->node);
    if (map == nullptr) unsupported("a parameter in a pattern");
    return std::all_of(map->entries.begin(), map->entries.end(), [&](const auto& entry) {
      return equals(property(element, entry.first.text), evaluate(*entry.second, {row})) == true;
    });
  };
  for (const auto& [pattern, node] : match.nodes) {
    if (!has_properties(pattern->properties, node_value(node)) || !holds(pattern->where, row)) return false;
  }
  for (const auto& [pattern, one] : match.relationships) {
    if (!has_properties(pattern->properties, relationship_value(one))) return false;
    if (pattern->where == nullptr) continue;
    Row inner = row;
    if (pattern->variable.has_value()) inner[pattern->variable->text] = relationship_value(one);
    if (!holds(pattern->where, inner)) return false;
  }
  return holds(match.where, row);
}

void Evaluator::match_parts(Match& match, std::size_t part, const Row& row) {
  spend();
  if (part == match.parts.size()) {
    if (satisfies(match, row)) match.found(row);
    return;
  }
  const ast::PatternPart& pattern = *match.parts[part];
  const bool is_shortest = pattern.prefix.selector == ast::PathSelector::kShortestPath ||
                           pattern.prefix.selector == ast::PathSelector::kAllShortestPaths;
  const bool has_group = std::any_of(pattern.relationships.begin(), pattern.relationships.end(),
                                     [](const auto& one) { return one.group != nullptr; });
  if (has_group || pattern.where != nullptr || pattern.prefix.mode != ast::PathMode::kUnspecified ||
      (!is_shortest && pattern.prefix.selector != ast::PathSelector::kNone)) {
    unsupported("a form of path");
  }
  if (is_shortest) return match_shortest(match, part, row);
  const PathContent before = match.path;
  for (std::size_t node = 0; node < graph_.nodes.size(); ++node) {
    match.path = {};
    match_chain(match, part, 0, node, row);
  }
  match.path = before;
}

/// Takes `at` for node number `step` of the part, and goes on from there.
void Evaluator::match_chain(Match& match, std::size_t part, std::size_t step, std::size_t at, const Row& row) {
  spend();
  const ast::PatternPart& pattern = *match.parts[part];
  const ast::NodePattern& node = pattern.nodes[step];
  if (node.labels != nullptr && !has_label(*node.labels, graph_.nodes[at].labels)) return;
  const std::optional<Row> extended = bound(row, node.variable, node_value(at));
  if (!extended.has_value()) return;
  match.nodes.emplace_back(&node, at);
  if (step == 0) match.path.nodes.push_back({NodeId{at}, nullptr});
  if (step < pattern.relationships.size()) {
    match_step(match, part, step, at, *extended);
  } else {
    match_end(match, part, *extended);
  }
  if (step == 0) match.path.nodes.pop_back();
  match.nodes.pop_back();
}

/// The whole part has been matched.
void Evaluator::match_end(Match& match, std::size_t part, const Row& row) {
  const std::optional<Row> extended =
      bound(row, match.parts[part]->variable, Path{std::make_shared<const PathContent>(match.path)});
  if (!extended.has_value()) return;
  const PathContent path = match.path;
  match_parts(match, part + 1, *extended);
  match.path = path;
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

/// From node number `step`, which is `at`, over relationship number `step`.
void Evaluator::match_step(Match& match, std::size_t part, std::size_t step, std::size_t at, const Row& row) {
  const ast::RelationshipPattern& pattern = match.parts[part]->relationships[step];
  if (pattern.length.has_value()) {
    std::vector<std::size_t> walked;
    return walk(match, part, step, at, walked, row);
  }
  for (const auto& [one, end] : neighbours(pattern, at)) {
    if (std::find(match.used.begin(), match.used.end(), one) != match.used.end()) continue;
    const std::optional<Row> extended = bound(row, pattern.variable, relationship_value(one));
    if (!extended.has_value()) continue;
    match.used.push_back(one);
    match.relationships.emplace_back(&pattern, one);
    match.path.relationships.push_back({RelationshipId{one}, nullptr});
    match.path.nodes.push_back({NodeId{end}, nullptr});
    match_chain(match, part, step + 1, end, *extended);
    match.path.nodes.pop_back();
    match.path.relationships.pop_back();
    match.relationships.pop_back();
    match.used.pop_back();
  }
}

/// Variable length: ends here when the length allows it, and goes one relationship further when it may.
void Evaluator::walk(Match& match, std::size_t part, std::size_t step, std::size_t at, std::vector<std::size_t>& walked,
                     const Row& row) {
  spend();
  const ast::RelationshipPattern& pattern = match.parts[part]->relationships[step];
  const auto minimum = pattern.length->minimum.value_or(1);
  const auto maximum = pattern.length->maximum.value_or(std::numeric_limits<std::int64_t>::max());
  const auto length = static_cast<std::int64_t>(walked.size());
  if (length >= minimum && length <= maximum) {
    List list;
    for (const std::size_t one : walked) list.push_back(relationship_value(one));
    if (const std::optional<Row> extended = bound(row, pattern.variable, list)) {
      match_chain(match, part, step + 1, at, *extended);
    }
  }
  if (length >= maximum) return;
  for (const auto& [one, end] : neighbours(pattern, at)) {
    if (std::find(match.used.begin(), match.used.end(), one) != match.used.end()) continue;
    match.used.push_back(one);
    match.relationships.emplace_back(&pattern, one);
    match.path.relationships.push_back({RelationshipId{one}, nullptr});
    match.path.nodes.push_back({NodeId{end}, nullptr});
    walked.push_back(one);
    walk(match, part, step, end, walked, row);
    walked.pop_back();
    match.path.nodes.pop_back();
    match.path.relationships.pop_back();
    match.relationships.pop_back();
    match.used.pop_back();
  }
}

/// All ways between each pair of ends, of which the shortest are kept; they share no uniqueness with other parts.
void Evaluator::match_shortest(Match& match, std::size_t part, const Row& row) {
  ast::PatternPart plain = *match.parts[part];
  plain.prefix.selector = ast::PathSelector::kNone;
  plain.variable = ast::Name{"  path", {}};
  if (!plain.relationships.front().length.has_value())
    plain.relationships.front().length = ast::VariableLength{{}, 1, 1};
  std::map<std::pair<std::size_t, std::size_t>, Rows> between;
  const std::vector<ast::PatternPart*> only = {&plain};
  for (const Row& way : matches(only, nullptr, row)) {
    const auto& nodes = way.at("  path").as_path().content->nodes;
    if (nodes.front().id == nodes.back().id) unsupported("a shortest path from a node to itself");
    between[{nodes.front().id.value, nodes.back().id.value}].push_back(way);
  }
  const auto length = [](const Row& way) { return way.at("  path").as_path().content->relationships.size(); };
  for (auto& [ends, ways] : between) {
    const auto best =
        std::min_element(ways.begin(), ways.end(), [&](const Row& a, const Row& b) { return length(a) < length(b); });
    const std::size_t shortest = length(*best);
    for (Row& way : ways) {
      if (length(way) != shortest) continue;
      const Value path = way.at("  path");
      way.erase("  path");
      const std::optional<Row> extended = bound(way, match.parts[part]->variable, path);
      if (!extended.has_value()) unsupported("a bound path");
      match_parts(match, part + 1, *extended);
      if (match.parts[part]->prefix.selector == ast::PathSelector::kShortestPath) break;
    }
  }
}

}  // namespace kith::reference
