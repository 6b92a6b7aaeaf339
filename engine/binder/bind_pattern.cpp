// engine/binder/bind_pattern.cpp: patterns of MATCH and of pattern predicates.
#include <fmt/format.h>

#include "engine/binder/binder.hpp"

namespace kith::engine {
namespace {

bool is_quantified(const ast::RelationshipPattern& relationship) {
  return relationship.length.has_value() || relationship.group != nullptr;
}
bool is_selective(const ast::PatternPart& part) {
  return part.prefix.selector == ast::PathSelector::kShortest ||
         part.prefix.selector == ast::PathSelector::kAllShortest ||
         part.prefix.selector == ast::PathSelector::kShortestGroups;
}
bool is_old_shortest_path(const ast::PatternPart& part) {
  return part.prefix.selector == ast::PathSelector::kShortestPath ||
         part.prefix.selector == ast::PathSelector::kAllShortestPaths;
}

/// Whether the path is walked as one, rather than relationship by relationship in whatever order is best.
bool is_walked_whole(const ast::PatternPart& part, ast::MatchMode mode) {
  if (part.relationships.empty() || is_old_shortest_path(part)) return false;
  if (is_selective(part) || part.prefix.mode == ast::PathMode::kAcyclic || part.prefix.mode == ast::PathMode::kSimple ||
      part.where != nullptr)
    return true;
  return mode == ast::MatchMode::kRepeatableElements &&
         std::any_of(part.relationships.begin(), part.relationships.end(), is_quantified);
}

/// ANY SHORTEST and ALL SHORTEST over one quantified relationship between two nodes are what shortestPath() and
/// allShortestPaths() find, by a search from both ends.
std::optional<ast::PathSelector> as_old_shortest_path(const ast::PatternPart& part, ast::MatchMode mode) {
  if (mode == ast::MatchMode::kRepeatableElements) return std::nullopt;
  const bool one = part.prefix.selector == ast::PathSelector::kShortest && part.prefix.count == nullptr;
  if (!one && part.prefix.selector != ast::PathSelector::kAllShortest) return std::nullopt;
  if (part.relationships.size() != 1 || part.relationships[0].group != nullptr ||
      !part.relationships[0].length.has_value() || part.where != nullptr ||
      (part.prefix.mode != ast::PathMode::kUnspecified && part.prefix.mode != ast::PathMode::kTrail)) {
    return std::nullopt;
  }
  return one ? ast::PathSelector::kShortestPath : ast::PathSelector::kAllShortestPaths;
}

Error new_in_predicate(const std::string& name, SourceRange where) {
  return std::move(syntax_error(
                       "UndefinedVariable",
                       fmt::format("`{}` is not defined, and a pattern in a predicate names nothing new", name), where))
      .with_hint(fmt::format("leave the name out, or write EXISTS {{ … }} around the pattern to use `{}` in it", name));
}

/// The names of a disjunction (`A|B`); nothing when the expression is of another form.
std::optional<std::vector<std::string>> disjunction_of(const ast::LabelExpression& labels) {
  if (labels.kind == ast::LabelExpression::Kind::kName) return std::vector<std::string>{labels.name.text};
  if (labels.kind != ast::LabelExpression::Kind::kOr) return std::nullopt;
  std::vector<std::string> names;
  for (const ast::LabelExpression* operand : labels.operands) {
    if (operand->kind != ast::LabelExpression::Kind::kName) return std::nullopt;
    names.push_back(operand->name.text);
  }
  return names;
}

bool types_overlap(const std::vector<std::string>& left, const std::vector<std::string>& right) {
  if (left.empty() || right.empty()) return true;
  for (const std::string& type : left) {
    for (const std::string& other : right) {
      if (type == other) return true;
    }
  }
  return false;
}

bool is_shortest(const PatternRelationship& relationship) { return relationship.selector != ast::PathSelector::kNone; }

/// Any of the types of the steps; empty when one of them takes every type.
std::vector<std::string> types_of(const std::vector<PathStep>& steps) {
  std::vector<std::string> types;
  for (const PathStep& step : steps) {
    if (step.types.empty()) return {};
    types.insert(types.end(), step.types.begin(), step.types.end());
  }
  return types;
}

std::optional<std::uint64_t> most_relationships(const PathSegment& segment) {
  if (!segment.maximum.has_value()) return std::nullopt;
  return *segment.maximum * segment.steps.size();
}

/// The part that each relationship of the pattern is of.
std::vector<std::size_t> parts_of_relationships(const std::vector<std::size_t>& first_relationship, std::size_t size) {
  std::vector<std::size_t> parts(size);
  for (std::size_t p = 0; p < first_relationship.size(); ++p) {
    for (std::size_t r = first_relationship[p]; r < size; ++r) parts[r] = p;
  }
  return parts;
}

/// A node inside a path that is walked whole cannot be the place where another path begins.
Status check_inner_nodes(const BoundPattern& pattern, const std::vector<ast::PatternPart*>& parts) {
  for (const PatternRelationship& relationship : pattern.relationships) {
    if (relationship.search == nullptr) continue;
    for (const PathOutput& output : relationship.search->search.outputs) {
      for (const PatternNode& node : pattern.nodes) {
        if (node.slot != output.slot) continue;
        return Error(ErrorKind::kUnsupported,
                     "a node inside a path with a selector, a path mode or a WHERE of its own cannot be shared with "
                     "another path of the MATCH")
            .with_hint("give it another name there, and ask for equality in the WHERE")
            .at(parts.back()->range)
            .at_compile_time();
      }
    }
  }
  return Status::success();
}

Error type_conflict(const std::string& name, StaticType is, StaticType wanted, SourceRange range) {
  return syntax_error("VariableTypeConflict",
                      fmt::format("`{}` is a {}, and cannot be a {} here", name, to_string(is), to_string(wanted)),
                      range);
}

}  // namespace

Result<LabelTest> Binder::bind_labels(const ast::LabelExpression& labels, const Scope& scope) {
  LabelTest test{.kind = labels.kind, .name = labels.name.text, .operands = {}};
  for (const ast::LabelExpression* operand : labels.operands) {
    KITH_TRY(LabelTest one, bind_labels(*operand, scope));
    test.operands.push_back(std::move(one));
  }
  if (labels.value != nullptr) {
    KITH_TRY(test.value, bind_expression(*labels.value, scope));
    KITH_CHECK_OK(require(*test.value, {StaticType::kString, StaticType::kList}, "a label"));
    test.any = labels.any;
  }
  return test;
}

Result<Slot> Binder::declare_node(const ast::NodePattern& node, Scope& scope, BoundPattern& pattern,
                                  std::vector<Slot>& introduced, PatternUse use) {
  Slot slot = 0;
  if (node.variable.has_value()) {
    const std::string& name = node.variable->text;
    if (const auto found = scope.find(name); found != scope.end()) {
      KITH_CHECK_OK(check_visible(found->second, name, node.variable->range, scope));
      const StaticType type = found->second.type;
      if (type != StaticType::kNode && type != StaticType::kAny && type != StaticType::kNull) {
        return type_conflict(name, type, StaticType::kNode, node.variable->range);
      }
      slot = found->second.slot;
      for (std::set<Slot>* tracker : trackers_) tracker->insert(slot);
    } else {
      if (use.is_predicate) return new_in_predicate(name, node.variable->range);
      slot = new_slot(name);
      scope[name] = Symbol{.slot = slot, .type = StaticType::kNode};
      introduced.push_back(slot);
    }
  } else {
    slot = new_slot();
    introduced.push_back(slot);
  }
  auto found = std::find_if(pattern.nodes.begin(), pattern.nodes.end(),
                            [&](const PatternNode& known) { return known.slot == slot; });
  if (found == pattern.nodes.end()) {
    const bool is_new = std::find(introduced.begin(), introduced.end(), slot) != introduced.end();
    pattern.nodes.push_back(PatternNode{.slot = slot, .bound = !is_new, .labels = {}});
    found = std::prev(pattern.nodes.end());
  }
  if (node.labels != nullptr) {
    KITH_TRY(LabelTest test, bind_labels(*node.labels, scope));
    if (test.kind == ast::LabelExpression::Kind::kAnd) {
      for (LabelTest& operand : test.operands) found->labels.push_back(std::move(operand));
    } else {
      found->labels.push_back(std::move(test));
    }
  }
  return slot;
}

Status Binder::declare_relationship(const ast::RelationshipPattern& relationship, Slot from, Slot to,
                                    ast::PathSelector selector, Scope& scope, BoundPattern& pattern,
                                    std::vector<Slot>& introduced, std::set<std::string>& in_this_match,
                                    PatternUse use) {
  if (relationship.group != nullptr) {
    auto search = std::make_shared<BoundPathSearch>();
    search->search.from = from;
    search->search.to = to;
    search->search.relationships = new_slot();
    introduced.push_back(search->search.relationships);
    KITH_CHECK_OK(bind_group(relationship, *use.outer, scope, introduced, *search));
    const PathSegment& segment = search->search.segments.front();
    PatternRelationship group{
        .slot = search->search.relationships,
        .from = from,
        .to = to,
        .types = types_of(segment.steps),
        .direction = Direction::kBoth,
        .length = PatternRelationship::Length{segment.minimum * segment.steps.size(), most_relationships(segment)},
        .where = nullptr};
    group.search = std::move(search);
    pattern.relationships.push_back(std::move(group));
    return Status::success();
  }
  PatternRelationship bound{.slot = 0,
                            .from = from,
                            .to = to,
                            .types = {},
                            .direction = relationship.direction,
                            .length = {},
                            .where = nullptr};
  bound.selector = selector;
  const bool is_list = relationship.length.has_value() || selector != ast::PathSelector::kNone;
  if (relationship.variable.has_value()) {
    const std::string& name = relationship.variable->text;
    const auto found = scope.find(name);
    if (in_this_match.contains(name)) {
      return syntax_error("RelationshipUniquenessViolation",
                          fmt::format("`{}` stands for two relationships of one pattern, which always differ", name),
                          relationship.variable->range);
    }
    if (found != scope.end()) {
      KITH_CHECK_OK(check_visible(found->second, name, relationship.variable->range, scope));
      const StaticType wanted = is_list ? StaticType::kList : StaticType::kRelationship;
      const StaticType type = found->second.type;
      if (type != wanted && type != StaticType::kAny && type != StaticType::kNull) {
        return type_conflict(name, type, wanted, relationship.variable->range);
      }
      // A group, or a path walked whole, of this MATCH has the name.
      if (!use.outer->contains(name)) return already_bound(*relationship.variable);
      bound.slot = found->second.slot;
      bound.bound = true;
      for (std::set<Slot>* tracker : trackers_) tracker->insert(bound.slot);
    } else {
      if (use.is_predicate) return new_in_predicate(name, relationship.variable->range);
      bound.slot = new_slot(name);
      scope[name] = Symbol{.slot = bound.slot, .type = is_list ? StaticType::kList : StaticType::kRelationship};
      introduced.push_back(bound.slot);
    }
    in_this_match.insert(name);
  } else {
    bound.slot = new_slot();
    introduced.push_back(bound.slot);
  }
  if (relationship.types != nullptr) {
    if (auto names = disjunction_of(*relationship.types)) {
      bound.types = *std::move(names);
    } else if (!is_list) {
      KITH_TRY(LabelTest test, bind_labels(*relationship.types, scope));
      pattern.predicates.push_back(make_expression(
          relationship.range, StaticType::kBoolean,
          LabelTestExpression{slot_expression(bound.slot, StaticType::kRelationship), std::move(test)}));
    }
  }
  if (is_list) {
    PatternRelationship::Length length;
    if (relationship.length.has_value()) {
      const auto& written = *relationship.length;
      if (written.minimum.has_value()) length.minimum = static_cast<std::uint64_t>(*written.minimum);
      if (written.maximum.has_value()) length.maximum = static_cast<std::uint64_t>(*written.maximum);
    } else {
      length.maximum = 1;
    }
    bound.length = length;
    bound.element = new_slot();
  }
  pattern.relationships.push_back(std::move(bound));
  return Status::success();
}

Status Binder::bind_properties(const ast::Expression& properties, Slot slot, StaticType type, const Scope& scope,
                               std::vector<ExpressionPtr>& predicates) {
  const auto* map = std::get_if<ast::MapLiteral>(&properties.node);
  if (map == nullptr) {
    return std::move(syntax_error("InvalidParameterUse",
                                  "a pattern to match cannot take its properties from a parameter", properties.range))
        .with_hint("name each: {key: $map.key}");
  }
  for (const auto& [key, value] : map->entries) {
    KITH_TRY(ExpressionPtr bound, bind_expression(*value, scope));
    const SourceRange range{key.range.begin, value->range.end};
    predicates.push_back(make_expression(
        range, StaticType::kBoolean,
        BinaryExpression{
            BinaryKind::kEqual,
            make_expression(key.range, StaticType::kAny, PropertyExpression{slot_expression(slot, type), key.text}),
            std::move(bound)}));
  }
  return Status::success();
}

Status Binder::bind_element(const ast::LabelExpression* labels, const ast::Expression* properties,
                            const ast::Expression* where, Slot slot, StaticType type, const Scope& scope,
                            std::vector<std::string>* types, std::vector<ExpressionPtr>& predicates) {
  if (labels != nullptr) {
    std::optional<std::vector<std::string>> names;
    if (types != nullptr) names = disjunction_of(*labels);
    if (names.has_value()) {
      *types = *std::move(names);
    } else {
      KITH_TRY(LabelTest test, bind_labels(*labels, scope));
      predicates.push_back(
          make_expression({}, StaticType::kBoolean, LabelTestExpression{slot_expression(slot, type), std::move(test)}));
    }
  }
  if (properties != nullptr) KITH_CHECK_OK(bind_properties(*properties, slot, type, scope, predicates));
  if (where != nullptr) {
    KITH_TRY(const ExpressionPtr predicate, bind_predicate(*where, scope));
    split_conjuncts(predicate, predicates);
  }
  return Status::success();
}

Status Binder::bind_inline_predicates(const ast::PatternPart& part, std::size_t first_relationship,
                                      const std::vector<Slot>& node_slots, const Scope& scope, BoundPattern& pattern) {
  for (std::size_t i = 0; i < part.nodes.size(); ++i) {
    const ast::NodePattern& node = part.nodes[i];
    if (node.properties != nullptr) {
      KITH_CHECK_OK(bind_properties(*node.properties, node_slots[i], StaticType::kNode, scope, pattern.predicates));
    }
    if (node.where != nullptr) {
      KITH_TRY(ExpressionPtr where, bind_predicate(*node.where, scope));
      split_conjuncts(where, pattern.predicates);
    }
  }
  for (std::size_t i = 0; i < part.relationships.size(); ++i) {
    const ast::RelationshipPattern& written = part.relationships[i];
    PatternRelationship& bound = pattern.relationships[first_relationship + i];
    if (bound.search != nullptr) continue;
    std::vector<ExpressionPtr> predicates;
    const Slot subject = bound.length.has_value() ? bound.element : bound.slot;
    if (bound.length.has_value() && written.types != nullptr && bound.types.empty()) {
      KITH_TRY(LabelTest test, bind_labels(*written.types, scope));
      predicates.push_back(
          make_expression(written.range, StaticType::kBoolean,
                          LabelTestExpression{slot_expression(subject, StaticType::kRelationship), std::move(test)}));
    }
    if (written.properties != nullptr) {
      KITH_CHECK_OK(bind_properties(*written.properties, subject, StaticType::kRelationship, scope, predicates));
    }
    if (written.where != nullptr) {
      Scope inner = scope;
      if (bound.length.has_value() && written.variable.has_value()) {
        inner[written.variable->text] = Symbol{.slot = bound.element, .type = StaticType::kRelationship, .local = true};
      }
      KITH_TRY(ExpressionPtr where, bind_predicate(*written.where, inner));
      split_conjuncts(where, predicates);
    }
    if (!bound.length.has_value()) {
      for (ExpressionPtr& predicate : predicates) pattern.predicates.push_back(std::move(predicate));
    } else if (predicates.size() == 1) {
      bound.where = predicates.front();
    } else if (!predicates.empty()) {
      bound.where = make_expression(written.range, StaticType::kBoolean,
                                    LogicalExpression{ast::LogicalOperatorKind::kAnd, std::move(predicates)});
    }
  }
  return Status::success();
}

Result<BoundPattern> Binder::bind_pattern(const std::vector<ast::PatternPart*>& parts, const ast::Expression* where,
                                          Scope& scope, std::vector<Slot>& introduced, PatternUse use) {
  KITH_CHECK_OK(check_match_mode(parts, use));
  const Scope outer = scope;
  use.outer = &outer;
  BoundPattern pattern;
  std::set<std::string> in_this_match;
  std::vector<std::vector<Slot>> node_slots(parts.size());
  std::vector<std::size_t> first_relationship;

  // Every variable first: properties and predicates may refer to all of them.
  for (std::size_t p = 0; p < parts.size(); ++p) {
    const ast::PatternPart& part = *parts[p];
    first_relationship.push_back(pattern.relationships.size());
    if (part.variable.has_value() && scope.contains(part.variable->text)) {
      return syntax_error("VariableAlreadyBound", fmt::format("`{}` is already bound", part.variable->text),
                          part.variable->range);
    }
    if (is_walked_whole(part, use.mode) && !as_old_shortest_path(part, use.mode).has_value()) {
      KITH_CHECK_OK(bind_whole_path(part, scope, pattern, introduced, use, node_slots[p]));
      continue;
    }
    const ast::PathSelector selector =
        as_old_shortest_path(part, use.mode)
            .value_or(is_old_shortest_path(part) ? part.prefix.selector : ast::PathSelector::kNone);
    if (is_old_shortest_path(part) && (part.relationships.size() != 1 || part.relationships[0].group != nullptr)) {
      return syntax_error("InvalidRelationshipPattern",
                          "a shortest path takes exactly one relationship between two nodes", part.range);
    }
    for (std::size_t i = 0; i < part.nodes.size(); ++i) {
      if (part.variable.has_value() && part.nodes[i].variable.has_value() &&
          part.nodes[i].variable->text == part.variable->text) {
        return syntax_error("VariableAlreadyBound",
                            fmt::format("`{}` is the path and a node in it", part.variable->text),
                            part.nodes[i].variable->range);
      }
      KITH_TRY(const Slot slot, declare_node(part.nodes[i], scope, pattern, introduced, use));
      node_slots[p].push_back(slot);
      if (i > 0) {
        const ast::RelationshipPattern& relationship = part.relationships[i - 1];
        if (part.variable.has_value() && relationship.variable.has_value() &&
            relationship.variable->text == part.variable->text) {
          return syntax_error("VariableAlreadyBound",
                              fmt::format("`{}` is the path and a relationship in it", part.variable->text),
                              relationship.variable->range);
        }
        KITH_CHECK_OK(declare_relationship(relationship, node_slots[p][i - 1], slot, selector, scope, pattern,
                                           introduced, in_this_match, use));
      }
    }
    if (part.variable.has_value()) {
      PathExpression path{.nodes = node_slots[p], .relationships = {}};
      for (std::size_t i = first_relationship[p]; i < pattern.relationships.size(); ++i) {
        path.relationships.push_back(pattern.relationships[i].slot);
      }
      const Slot slot = new_slot(part.variable->text);
      scope[part.variable->text] = Symbol{.slot = slot, .type = StaticType::kPath};
      introduced.push_back(slot);
      pattern.paths.emplace_back(slot, make_expression(part.range, StaticType::kPath, std::move(path)));
    }
  }

  if (pattern.relationships.size() + pattern.nodes.size() > kMostLevels) return query_too_long();
  for (std::size_t p = 0; p < parts.size(); ++p) {
    if (is_walked_whole(*parts[p], use.mode) && !as_old_shortest_path(*parts[p], use.mode).has_value()) continue;
    KITH_CHECK_OK(bind_inline_predicates(*parts[p], first_relationship[p], node_slots[p], scope, pattern));
  }
  KITH_CHECK_OK(check_inner_nodes(pattern, parts));
  if (where != nullptr) {
    KITH_TRY(ExpressionPtr predicate, bind_predicate(*where, scope));
    split_conjuncts(predicate, pattern.predicates);
  }

  const std::vector<std::size_t> part_of = parts_of_relationships(first_relationship, pattern.relationships.size());
  for (std::size_t i = 0; i < pattern.relationships.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      // Under REPEATABLE ELEMENTS only within a path that says TRAIL.
      if (use.mode == ast::MatchMode::kRepeatableElements &&
          (part_of[i] != part_of[j] || parts[part_of[i]]->prefix.mode != ast::PathMode::kTrail)) {
        continue;
      }
      const PatternRelationship& left = pattern.relationships[j];
      const PatternRelationship& right = pattern.relationships[i];
      if (is_shortest(left) || is_shortest(right)) continue;
      if (types_overlap(left.types, right.types)) pattern.disjoint.emplace_back(left.slot, right.slot);
    }
  }
  return pattern;
}

}  // namespace kith::engine
