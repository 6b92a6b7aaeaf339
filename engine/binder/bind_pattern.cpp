// engine/binder/bind_pattern.cpp: patterns of MATCH and of pattern predicates.
#include <fmt/format.h>

#include "engine/binder/binder.hpp"

namespace kith::engine {
namespace {

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

Error type_conflict(const std::string& name, StaticType is, StaticType wanted, SourceRange range) {
  return syntax_error("VariableTypeConflict",
                      fmt::format("`{}` is a {}, and cannot be a {} here", name, to_string(is), to_string(wanted)),
                      range);
}

}  // namespace

LabelTest Binder::bind_labels(const ast::LabelExpression& labels) const {
  LabelTest test{.kind = labels.kind, .name = labels.name.text, .operands = {}};
  for (const ast::LabelExpression* operand : labels.operands) test.operands.push_back(bind_labels(*operand));
  return test;
}

Result<Slot> Binder::declare_node(const ast::NodePattern& node, Scope& scope, BoundPattern& pattern,
                                  std::vector<Slot>& introduced, bool is_predicate) {
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
      if (is_predicate) return undefined_variable(name, node.variable->range, scope);
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
    LabelTest test = bind_labels(*node.labels);
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
                                    bool is_predicate) {
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
      bound.slot = found->second.slot;
      bound.bound = true;
      for (std::set<Slot>* tracker : trackers_) tracker->insert(bound.slot);
    } else {
      if (is_predicate) return undefined_variable(name, relationship.variable->range, scope);
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
    } else if (is_list) {
      return syntax_error("InvalidRelationshipPattern", "a variable-length relationship takes types of the form `:A|B`",
                          relationship.range);
    } else {
      pattern.predicates.push_back(
          make_expression(relationship.range, StaticType::kBoolean,
                          LabelTestExpression{slot_expression(bound.slot, StaticType::kRelationship),
                                              bind_labels(*relationship.types)}));
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
    std::vector<ExpressionPtr> predicates;
    const Slot subject = bound.length.has_value() ? bound.element : bound.slot;
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
                                          Scope& scope, std::vector<Slot>& introduced, bool is_predicate) {
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
    if (part.selector != ast::PathSelector::kNone && part.relationships.size() != 1) {
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
      KITH_TRY(const Slot slot, declare_node(part.nodes[i], scope, pattern, introduced, is_predicate));
      node_slots[p].push_back(slot);
      if (i > 0) {
        const ast::RelationshipPattern& relationship = part.relationships[i - 1];
        if (part.variable.has_value() && relationship.variable.has_value() &&
            relationship.variable->text == part.variable->text) {
          return syntax_error("VariableAlreadyBound",
                              fmt::format("`{}` is the path and a relationship in it", part.variable->text),
                              relationship.variable->range);
        }
        KITH_CHECK_OK(declare_relationship(relationship, node_slots[p][i - 1], slot, part.selector, scope, pattern,
                                           introduced, in_this_match, is_predicate));
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
    KITH_CHECK_OK(bind_inline_predicates(*parts[p], first_relationship[p], node_slots[p], scope, pattern));
  }
  if (where != nullptr) {
    KITH_TRY(ExpressionPtr predicate, bind_predicate(*where, scope));
    split_conjuncts(predicate, pattern.predicates);
  }

  for (std::size_t i = 0; i < pattern.relationships.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      const PatternRelationship& left = pattern.relationships[j];
      const PatternRelationship& right = pattern.relationships[i];
      if (left.selector != ast::PathSelector::kNone || right.selector != ast::PathSelector::kNone) continue;
      if (types_overlap(left.types, right.types)) pattern.disjoint.emplace_back(left.slot, right.slot);
    }
  }
  return pattern;
}

}  // namespace kith::engine
