// engine/binder/bind_path_search.cpp: quantified path patterns, and paths with a selector, a path mode or a WHERE of
// their own, which are walked as one.
#include <algorithm>

#include <fmt/format.h>

#include "engine/binder/binder.hpp"
#include "engine/binder/free_slots.hpp"

namespace kith::engine {
namespace {

Error pattern_error(std::string message, SourceRange where) {
  return syntax_error("InvalidRelationshipPattern", std::move(message), where);
}

void set_bounds(PathSegment& segment, const ast::VariableLength& length) {
  segment.minimum = static_cast<std::uint64_t>(length.minimum.value_or(1));
  segment.maximum.reset();
  if (length.maximum.has_value()) segment.maximum = static_cast<std::uint64_t>(*length.maximum);
  segment.is_group = true;
}

ExpressionPtr equal_nodes(Slot left, Slot right) {
  return make_expression({}, StaticType::kBoolean,
                         BinaryExpression{BinaryKind::kEqual, slot_expression(left, StaticType::kNode),
                                          slot_expression(right, StaticType::kNode)});
}

bool is_selective(const ast::PathPrefix& prefix) {
  return prefix.selector == ast::PathSelector::kShortest || prefix.selector == ast::PathSelector::kAllShortest ||
         prefix.selector == ast::PathSelector::kShortestGroups;
}

}  // namespace

Status Binder::check_match_mode(const std::vector<ast::PatternPart*>& parts, PatternUse use) const {
  const bool repeatable = use.mode == ast::MatchMode::kRepeatableElements;
  for (const ast::PatternPart* part : parts) {
    if (!repeatable && parts.size() > 1 && is_selective(part->prefix)) {
      return std::move(pattern_error("a path with a selector must be the only path of its MATCH", part->prefix.range))
          .with_hint("write a MATCH for each path, or MATCH REPEATABLE ELEMENTS");
    }
    const bool any_walk = part->prefix.mode == ast::PathMode::kUnspecified || part->prefix.mode == ast::PathMode::kWalk;
    if (!repeatable || !any_walk || part->prefix.selector != ast::PathSelector::kNone) continue;
    for (const ast::RelationshipPattern& relationship : part->relationships) {
      if (!relationship.length.has_value() || relationship.length->maximum.has_value()) continue;
      return std::move(pattern_error("with REPEATABLE ELEMENTS a quantifier without an upper bound has no end of paths",
                                     relationship.length->range))
          .with_hint("give it an upper bound, a selector such as ANY SHORTEST, or a path mode such as TRAIL");
    }
  }
  return Status::success();
}

Result<Slot> Binder::declare_group_variable(const std::optional<ast::Name>& variable, Scope& scope,
                                            std::vector<Slot>& introduced) {
  if (scope.contains(variable->text)) return already_bound(*variable);
  const Slot slot = new_slot(variable->text);
  scope[variable->text] = Symbol{.slot = slot, .type = StaticType::kList};
  introduced.push_back(slot);
  return slot;
}

Status Binder::bind_group(const ast::RelationshipPattern& written, const Scope& outer, Scope& scope,
                          std::vector<Slot>& introduced, BoundPathSearch& into) {
  const ast::PatternPart& group = *written.group;
  if (group.relationships.size() > kMostLevels) return query_too_long();
  if (group.relationships.empty()) {
    return pattern_error("a quantified path pattern needs a relationship", written.range);
  }
  PathSegment segment;
  segment.joint = into.search.segments.empty() ? into.search.from : new_slot();
  set_bounds(segment, *written.length);
  const auto index = static_cast<std::uint32_t>(into.search.segments.size());
  Scope inner = outer;
  std::vector<ExpressionPtr> predicates;
  std::vector<Slot> nodes;
  std::set<std::string> own;
  for (std::uint32_t i = 0; i < group.nodes.size(); ++i) {
    const std::optional<ast::Name>& variable = group.nodes[i].variable;
    const Slot slot = new_slot(variable.has_value() ? variable->text : "");
    nodes.push_back(slot);
    if (!variable.has_value()) continue;
    if (own.contains(variable->text)) {
      predicates.push_back(equal_nodes(inner.at(variable->text).slot, slot));
      continue;
    }
    KITH_TRY(const Slot list, declare_group_variable(variable, scope, introduced));
    own.insert(variable->text);
    inner[variable->text] = Symbol{.slot = slot, .type = StaticType::kNode};
    into.search.outputs.push_back({list, PathOutput::Kind::kNode, index, i});
  }
  for (std::uint32_t i = 0; i < group.relationships.size(); ++i) {
    const ast::RelationshipPattern& relationship = group.relationships[i];
    if (relationship.length.has_value() || relationship.group != nullptr) {
      return std::move(pattern_error("quantified patterns cannot stand inside each other", relationship.range))
          .with_hint("give only the innermost or the outermost a quantifier");
    }
    const std::optional<ast::Name>& variable = relationship.variable;
    PathStep step{.types = {},
                  .direction = relationship.direction,
                  .from = nodes[i],
                  .relationship = new_slot(variable.has_value() ? variable->text : ""),
                  .to = nodes[i + 1],
                  .where = nullptr};
    if (variable.has_value()) {
      KITH_TRY(const Slot list, declare_group_variable(variable, scope, introduced));
      inner[variable->text] = Symbol{.slot = step.relationship, .type = StaticType::kRelationship};
      into.search.outputs.push_back({list, PathOutput::Kind::kRelationship, index, i});
    }
    segment.steps.push_back(std::move(step));
  }
  // Every variable first: properties and predicates may refer to all of the group, but to nothing else of the MATCH.
  for (std::size_t i = 0; i < group.nodes.size(); ++i) {
    const ast::NodePattern& node = group.nodes[i];
    KITH_CHECK_OK(bind_element(node.labels, node.properties, node.where, nodes[i], StaticType::kNode, inner, nullptr,
                               predicates));
  }
  for (std::size_t i = 0; i < group.relationships.size(); ++i) {
    const ast::RelationshipPattern& relationship = group.relationships[i];
    KITH_CHECK_OK(bind_element(relationship.types, relationship.properties, relationship.where,
                               segment.steps[i].relationship, StaticType::kRelationship, inner, &segment.steps[i].types,
                               predicates));
  }
  if (group.where != nullptr) {
    KITH_TRY(const ExpressionPtr where, bind_predicate(*group.where, inner));
    split_conjuncts(where, predicates);
  }
  into.search.segments.push_back(std::move(segment));
  into.of_segments.push_back(std::move(predicates));
  into.of_joints.emplace_back();
  return Status::success();
}

Status Binder::bind_search_relationship(const ast::RelationshipPattern& written, Slot from, Slot to, const Scope& outer,
                                        Scope& scope, std::vector<Slot>& introduced, BoundPathSearch& into) {
  const auto index = static_cast<std::uint32_t>(into.search.segments.size());
  PathSegment segment;
  segment.joint = from;
  PathStep step{.types = {},
                .direction = written.direction,
                .from = from,
                .relationship = new_slot(),
                .to = to,
                .where = nullptr};
  std::vector<ExpressionPtr> predicates;
  if (written.length.has_value()) {
    set_bounds(segment, *written.length);
    step.from = new_slot();
    step.to = new_slot();
    Scope inner = outer;
    if (written.variable.has_value()) {
      KITH_TRY(const Slot list, declare_group_variable(written.variable, scope, introduced));
      inner[written.variable->text] = Symbol{.slot = step.relationship, .type = StaticType::kRelationship};
      into.search.outputs.push_back({list, PathOutput::Kind::kRelationship, index, 0});
    }
    KITH_CHECK_OK(bind_element(written.types, written.properties, written.where, step.relationship,
                               StaticType::kRelationship, inner, &step.types, predicates));
  } else if (written.variable.has_value()) {
    if (scope.contains(written.variable->text)) return already_bound(*written.variable);
    scope[written.variable->text] = Symbol{.slot = step.relationship, .type = StaticType::kRelationship};
    introduced.push_back(step.relationship);
    into.search.outputs.push_back({step.relationship, PathOutput::Kind::kRelationship, index, 0});
  } else if (written.properties != nullptr || written.where != nullptr) {
    // What its predicates read may come after it: then they are asked of the whole path.
    into.search.outputs.push_back({step.relationship, PathOutput::Kind::kRelationship, index, 0});
  }
  segment.steps.push_back(std::move(step));
  into.search.segments.push_back(std::move(segment));
  into.of_segments.push_back(std::move(predicates));
  into.of_joints.emplace_back();
  return Status::success();
}

Status Binder::bind_whole_path(const ast::PatternPart& part, Scope& scope, BoundPattern& pattern,
                               std::vector<Slot>& introduced, PatternUse use, std::vector<Slot>& node_slots) {
  const Scope& outer = *use.outer;
  if (part.relationships.size() > kMostLevels) return query_too_long();
  const std::size_t last = part.nodes.size() - 1;
  auto bound = std::make_shared<BoundPathSearch>();
  PathSearchOperator& search = bound->search;
  KITH_TRY(search.from, declare_node(part.nodes.front(), scope, pattern, introduced, use));
  KITH_TRY(search.to, declare_node(part.nodes.back(), scope, pattern, introduced, use));
  search.relationships = new_slot();
  introduced.push_back(search.relationships);
  search.selector = part.prefix.selector;
  search.mode = part.prefix.mode == ast::PathMode::kUnspecified ? ast::PathMode::kWalk : part.prefix.mode;
  search.different_relationships =
      use.mode != ast::MatchMode::kRepeatableElements || part.prefix.mode == ast::PathMode::kTrail;
  if (part.prefix.count != nullptr) {
    KITH_TRY(search.count, bind_row_count(*part.prefix.count, "SHORTEST"));
  }

  // Every variable first: properties and predicates may refer to all of the path.
  node_slots.push_back(search.from);
  std::vector<std::pair<std::size_t, ExpressionPtr>> same_node;
  for (std::size_t i = 1; i < last; ++i) {
    const std::optional<ast::Name>& variable = part.nodes[i].variable;
    const Slot slot = new_slot(variable.has_value() ? variable->text : "");
    node_slots.push_back(slot);
    const PathOutput output{slot, PathOutput::Kind::kJoint, static_cast<std::uint32_t>(i), 0};
    if (!variable.has_value()) {
      if (part.nodes[i].properties != nullptr || part.nodes[i].where != nullptr) search.outputs.push_back(output);
      continue;
    }
    search.outputs.push_back(output);  // of one that stands for an end, too: they are compared when the end is known
    if (const auto known = scope.find(variable->text); known != scope.end()) {
      KITH_CHECK_OK(check_visible(known->second, variable->text, variable->range, scope));
      const StaticType type = known->second.type;
      if (type != StaticType::kNode && type != StaticType::kAny && type != StaticType::kNull) {
        return syntax_error("VariableTypeConflict",
                            fmt::format("`{}` is a {}, and cannot be a NODE here", variable->text, to_string(type)),
                            variable->range);
      }
      for (std::set<Slot>* tracker : trackers_) tracker->insert(known->second.slot);
      same_node.emplace_back(i, equal_nodes(known->second.slot, slot));
      continue;
    }
    scope[variable->text] = Symbol{.slot = slot, .type = StaticType::kNode};
    introduced.push_back(slot);
  }
  node_slots.push_back(search.to);
  std::uint64_t shortest = 0;
  std::optional<std::uint64_t> longest = 0;
  for (std::size_t i = 0; i < part.relationships.size(); ++i) {
    const ast::RelationshipPattern& relationship = part.relationships[i];
    if (relationship.group != nullptr) {
      KITH_CHECK_OK(bind_group(relationship, outer, scope, introduced, *bound));
      search.segments.back().joint = node_slots[i];
    } else {
      KITH_CHECK_OK(
          bind_search_relationship(relationship, node_slots[i], node_slots[i + 1], outer, scope, introduced, *bound));
    }
    const PathSegment& segment = search.segments.back();
    shortest += segment.minimum * segment.steps.size();
    longest = longest.has_value() && segment.maximum.has_value()
                  ? std::optional<std::uint64_t>(*longest + *segment.maximum * segment.steps.size())
                  : std::nullopt;
  }

  for (std::size_t i = 0; i <= last; ++i) {
    const ast::NodePattern& node = part.nodes[i];
    const bool is_end = i == 0 || i == last;  // the labels of an end are known to the pattern already
    KITH_CHECK_OK(bind_element(is_end ? nullptr : node.labels, node.properties, node.where, node_slots[i],
                               StaticType::kNode, scope, nullptr, is_end ? pattern.predicates : bound->of_joints[i]));
  }
  for (auto& [joint, predicate] : same_node) bound->of_joints[joint].push_back(std::move(predicate));
  for (std::size_t i = 0; i < part.relationships.size(); ++i) {
    const ast::RelationshipPattern& relationship = part.relationships[i];
    if (search.segments[i].is_group) continue;
    PathStep& step = search.segments[i].steps.front();
    KITH_CHECK_OK(bind_element(relationship.types, relationship.properties, relationship.where, step.relationship,
                               StaticType::kRelationship, scope, &step.types, bound->of_segments[i]));
  }
  if (part.where != nullptr) {
    KITH_TRY(const ExpressionPtr where, bind_predicate(*part.where, scope));
    split_conjuncts(where, bound->of_paths);
  }
  if (part.variable.has_value()) {
    if (scope.contains(part.variable->text)) return already_bound(*part.variable);
    const Slot slot = new_slot(part.variable->text);
    scope[part.variable->text] = Symbol{.slot = slot, .type = StaticType::kPath};
    introduced.push_back(slot);
    pattern.paths.emplace_back(slot, make_expression(part.range, StaticType::kPath,
                                                     PathExpression{.nodes = {search.from, search.to},
                                                                    .relationships = {search.relationships}}));
  }

  PatternRelationship relationship{.slot = search.relationships,
                                   .from = search.from,
                                   .to = search.to,
                                   .types = {},
                                   .direction = Direction::kBoth,
                                   .length = PatternRelationship::Length{shortest, longest},
                                   .where = nullptr};
  relationship.selector = search.selector;
  relationship.search = std::move(bound);
  pattern.relationships.push_back(std::move(relationship));
  return Status::success();
}

}  // namespace kith::engine
