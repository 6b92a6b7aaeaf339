// engine/binder/bind_write.cpp: CREATE, MERGE, SET, REMOVE, DELETE, FOREACH.
#include <fmt/format.h>

#include "engine/binder/binder.hpp"

namespace kith::engine {
namespace {

Error already_there(const ast::Name& name) {
  return std::move(syntax_error("VariableAlreadyBound",
                                fmt::format("`{}` is already bound, and cannot be created again", name.text),
                                name.range))
      .with_hint(fmt::format("refer to it as ({}) without labels or properties, or use SET", name.text));
}

/// Selectors, modes, quantifiers and WHERE describe paths to find.
Status check_creatable(const ast::PatternPart& part) {
  const ast::PathPrefix& prefix = part.prefix;
  if (prefix.selector != ast::PathSelector::kNone || prefix.mode != ast::PathMode::kUnspecified) {
    return syntax_error("UnexpectedSyntax", "a path with a selector or a path mode can be matched, not created",
                        part.range);
  }
  if (part.where != nullptr) {
    return syntax_error("UnexpectedSyntax", "WHERE has no place in a pattern to create", part.where->range);
  }
  for (const ast::RelationshipPattern& relationship : part.relationships) {
    if (relationship.group == nullptr) continue;
    return syntax_error("CreatingVarLength", "a quantified path pattern can be matched, not created",
                        relationship.range);
  }
  return Status::success();
}

}  // namespace

Result<WrittenName> Binder::bind_written_name(const ast::Name& name, const ast::Expression* value, const Scope& scope,
                                              bool may_be_list) {
  WrittenName written{.name = name.text};
  if (value == nullptr) return written;
  KITH_TRY(written.value, bind_expression(*value, scope));
  if (may_be_list) {
    KITH_CHECK_OK(require(*written.value, {StaticType::kString, StaticType::kList}, "a label"));
  } else {
    KITH_CHECK_OK(require(*written.value, {StaticType::kString}, "a property key"));
  }
  return written;
}

Result<std::vector<WrittenName>> Binder::bind_written_labels(const std::vector<ast::WrittenLabel>& labels,
                                                             const Scope& scope) {
  std::vector<WrittenName> written;
  for (const ast::WrittenLabel& label : labels) {
    KITH_TRY(WrittenName one, bind_written_name(label.name, label.value, scope, true));
    written.push_back(std::move(one));
  }
  return written;
}

Result<std::vector<WrittenName>> Binder::labels_to_create(const ast::LabelExpression& labels, SourceRange range,
                                                          const Scope& scope) {
  using Kind = ast::LabelExpression::Kind;
  std::vector<const ast::LabelExpression*> parts{&labels};
  if (labels.kind == Kind::kAnd) parts.assign(labels.operands.begin(), labels.operands.end());
  std::vector<WrittenName> written;
  for (const ast::LabelExpression* part : parts) {
    if (part->kind != Kind::kName && (part->kind != Kind::kDynamic || part->any)) {
      return syntax_error("UnexpectedSyntax", "a new node takes labels of the form `:A:B`", range);
    }
    KITH_TRY(WrittenName one, bind_written_name(part->name, part->value, scope, true));
    written.push_back(std::move(one));
  }
  return written;
}

Status Binder::bind_create_part(const ast::PatternPart& part, Scope& scope, CreatePattern& pattern, Projections& paths,
                                const PathExpression* merged) {
  const bool is_merge = merged != nullptr;
  KITH_CHECK_OK(check_creatable(part));
  if (part.variable.has_value() && scope.contains(part.variable->text)) return already_there(*part.variable);
  const Scope before = scope;
  PathExpression path;
  for (std::size_t i = 0; i < part.nodes.size(); ++i) {
    const ast::NodePattern& node = part.nodes[i];
    if (node.where != nullptr)
      return syntax_error("UnexpectedSyntax", "WHERE has no place in a pattern to create", node.range);
    if (node.variable.has_value()) {
      if (const auto found = scope.find(node.variable->text); found != scope.end()) {
        const StaticType type = found->second.type;
        if (type != StaticType::kNode && type != StaticType::kAny && type != StaticType::kNull) {
          return syntax_error(
              "VariableTypeConflict",
              fmt::format("`{}` is a {}, and cannot be a NODE here", node.variable->text, to_string(type)),
              node.variable->range);
        }
        if (part.relationships.empty() || node.labels != nullptr || node.properties != nullptr)
          return already_there(*node.variable);
        for (std::set<Slot>* tracker : trackers_) tracker->insert(found->second.slot);
        path.nodes.push_back(found->second.slot);
        continue;
      }
    }
    CreateNode created{
        .slot = is_merge ? merged->nodes[i] : new_slot(node.variable.has_value() ? node.variable->text : ""),
        .labels = {},
        .properties = nullptr};
    if (node.labels != nullptr) {
      KITH_TRY(created.labels, labels_to_create(*node.labels, node.range, before));
    }
    if (node.properties != nullptr) {
      if (is_merge && std::holds_alternative<ast::Parameter>(node.properties->node)) {
        return std::move(syntax_error("InvalidParameterUse", "MERGE cannot take its properties from a parameter",
                                      node.properties->range))
            .with_hint("name each: {key: $map.key}");
      }
      KITH_TRY(created.properties, bind_expression(*node.properties, before));
    }
    if (node.variable.has_value()) scope[node.variable->text] = Symbol{.slot = created.slot, .type = StaticType::kNode};
    path.nodes.push_back(created.slot);
    pattern.nodes.push_back(std::move(created));
  }
  for (std::size_t i = 0; i < part.relationships.size(); ++i) {
    const ast::RelationshipPattern& relationship = part.relationships[i];
    if (relationship.variable.has_value() && scope.contains(relationship.variable->text))
      return already_there(*relationship.variable);
    if (relationship.length.has_value()) {
      return syntax_error("CreatingVarLength", "a relationship of variable length can be matched, not created",
                          relationship.range);
    }
    if (relationship.where != nullptr) {
      return syntax_error("UnexpectedSyntax", "WHERE has no place in a pattern to create", relationship.range);
    }
    const ast::LabelExpression* const type = relationship.types;
    if (type == nullptr || (type->kind != ast::LabelExpression::Kind::kName &&
                            (type->kind != ast::LabelExpression::Kind::kDynamic || type->any))) {
      Error error =
          syntax_error("NoSingleRelationshipType", "a new relationship takes exactly one type", relationship.range);
      if (type != nullptr) {
        error.hint = "create one relationship for each type";
      } else {
        const std::string written = relationship.variable.has_value() ? relationship.variable->text : "TYPE";
        error.hint = fmt::format("a type stands behind a colon: `-[:{}]->`", written);
      }
      return error;
    }
    if (relationship.direction == Direction::kBoth && !is_merge) {
      return std::move(syntax_error("RequiresDirectedRelationship", "a new relationship takes a direction",
                                    relationship.range))
          .with_hint("write -[:TYPE]-> or <-[:TYPE]-");
    }
    const bool reversed = relationship.direction == Direction::kIncoming;
    CreateRelationship created{
        .slot = is_merge ? merged->relationships[i]
                         : new_slot(relationship.variable.has_value() ? relationship.variable->text : ""),
        .start = path.nodes[reversed ? i + 1 : i],
        .end = path.nodes[reversed ? i : i + 1],
        .type = {},
        .properties = nullptr};
    KITH_TRY(created.type, bind_written_name(type->name, type->value, before, true));
    if (relationship.properties != nullptr) {
      if (is_merge && std::holds_alternative<ast::Parameter>(relationship.properties->node)) {
        return syntax_error("InvalidParameterUse", "MERGE cannot take its properties from a parameter",
                            relationship.properties->range);
      }
      KITH_TRY(created.properties, bind_expression(*relationship.properties, before));
    }
    if (relationship.variable.has_value()) {
      scope[relationship.variable->text] = Symbol{.slot = created.slot, .type = StaticType::kRelationship};
    }
    path.relationships.push_back(created.slot);
    pattern.relationships.push_back(std::move(created));
  }
  if (part.variable.has_value()) {
    const Slot slot = new_slot(part.variable->text);
    scope[part.variable->text] = Symbol{.slot = slot, .type = StaticType::kPath};
    paths.emplace_back(slot, make_expression(part.range, StaticType::kPath, std::move(path)));
  }
  return Status::success();
}

Status Binder::bind_create(const ast::Create& create, Scope& scope, BoundPart& part) {
  BoundCreate bound;
  Projections paths;
  for (const ast::PatternPart* pattern : create.patterns) {
    KITH_CHECK_OK(bind_create_part(*pattern, scope, bound.pattern, paths, nullptr));
  }
  part.clauses.push_back({std::move(bound)});
  if (!paths.empty()) part.clauses.push_back({BoundColumns{std::move(paths)}});
  return Status::success();
}

Result<BoundMerge> Binder::bind_merge(const ast::Merge& merge, Scope& scope) {
  BoundMerge bound;
  // As a MATCH first; what it creates goes into the same slots.
  KITH_CHECK_OK(check_creatable(*merge.pattern));
  Scope matched = scope;
  std::vector<Slot> introduced;
  ast::PatternPart part = *merge.pattern;
  part.variable.reset();
  KITH_TRY(bound.match, bind_pattern({&part}, nullptr, matched, introduced, {}));
  PathExpression slots;
  if (bound.match.relationships.empty()) slots.nodes.push_back(bound.match.nodes.front().slot);
  for (const PatternRelationship& relationship : bound.match.relationships) {
    if (slots.nodes.empty()) slots.nodes.push_back(relationship.from);
    slots.nodes.push_back(relationship.to);
    slots.relationships.push_back(relationship.slot);
  }
  KITH_CHECK_OK(bind_create_part(*merge.pattern, scope, bound.create, bound.paths, &slots));
  KITH_TRY(bound.on_create, bind_set(merge.on_create, scope));
  KITH_TRY(bound.on_match, bind_set(merge.on_match, scope));
  return bound;
}

Result<std::vector<UpdateItem>> Binder::bind_set(const std::vector<ast::SetItem>& items, const Scope& scope) {
  std::vector<UpdateItem> bound;
  for (const ast::SetItem& item : items) {
    KITH_TRY(ExpressionPtr subject, bind_expression(*item.subject, scope));
    KITH_CHECK_OK(require(*subject, {StaticType::kNode, StaticType::kRelationship, StaticType::kMap}, "SET"));
    ExpressionPtr value;
    if (item.value != nullptr) {
      KITH_TRY(value, bind_expression(*item.value, scope));
    }
    const auto* variable = std::get_if<SlotExpression>(&subject->node);
    if (item.kind != ast::SetItem::Kind::kProperty && variable == nullptr) {
      return syntax_error("UnexpectedSyntax", "SET takes a variable here", item.range);
    }
    switch (item.kind) {
      case ast::SetItem::Kind::kProperty: {
        KITH_TRY(WrittenName key, bind_written_name(item.key, item.dynamic_key, scope, false));
        bound.emplace_back(SetPropertyItem{std::move(subject), std::move(key), std::move(value)});
        break;
      }
      case ast::SetItem::Kind::kReplace:
      case ast::SetItem::Kind::kMerge:
        KITH_CHECK_OK(require(*value, {StaticType::kMap, StaticType::kNode, StaticType::kRelationship}, "SET"));
        bound.emplace_back(
            SetPropertiesItem{variable->slot, std::move(value), item.kind == ast::SetItem::Kind::kReplace});
        break;
      case ast::SetItem::Kind::kLabels: {
        SetLabelsItem labels{variable->slot, {}};
        KITH_TRY(labels.labels, bind_written_labels(item.labels, scope));
        KITH_CHECK_OK(require(*subject, {StaticType::kNode}, "SET of labels"));
        bound.emplace_back(std::move(labels));
        break;
      }
    }
  }
  return bound;
}

Result<std::vector<UpdateItem>> Binder::bind_remove(const ast::Remove& remove, const Scope& scope) {
  std::vector<UpdateItem> bound;
  for (const ast::RemoveItem& item : remove.items) {
    KITH_TRY(ExpressionPtr subject, bind_expression(*item.subject, scope));
    KITH_CHECK_OK(require(*subject, {StaticType::kNode, StaticType::kRelationship, StaticType::kMap}, "REMOVE"));
    if (item.key.has_value() || item.dynamic_key != nullptr) {
      KITH_TRY(WrittenName key, bind_written_name(item.key.value_or(ast::Name{}), item.dynamic_key, scope, false));
      bound.emplace_back(RemovePropertyItem{std::move(subject), std::move(key)});
      continue;
    }
    const auto* variable = std::get_if<SlotExpression>(&subject->node);
    if (variable == nullptr) return syntax_error("UnexpectedSyntax", "REMOVE of labels takes a variable", item.range);
    KITH_CHECK_OK(require(*subject, {StaticType::kNode}, "REMOVE of labels"));
    RemoveLabelsItem labels{variable->slot, {}};
    KITH_TRY(labels.labels, bind_written_labels(item.labels, scope));
    bound.emplace_back(std::move(labels));
  }
  return bound;
}

Result<BoundDelete> Binder::bind_delete(const ast::Delete& node, const Scope& scope) {
  BoundDelete bound{.targets = {}, .detach = node.detach};
  for (const ast::Expression* target : node.targets) {
    if (std::holds_alternative<ast::LabelPredicate>(target->node)) {
      return std::move(syntax_error("InvalidDelete", "DELETE takes nodes, relationships and paths, not labels or types",
                                    target->range))
          .with_hint("REMOVE n:Label takes a label away");
    }
    KITH_TRY(ExpressionPtr expression, bind_expression(*target, scope));
    KITH_CHECK_OK(require(*expression, {StaticType::kNode, StaticType::kRelationship, StaticType::kPath}, "DELETE"));
    bound.targets.push_back(std::move(expression));
  }
  return bound;
}

Result<BoundForeach> Binder::bind_foreach(const ast::Foreach& node, const Scope& scope) {
  BoundForeach bound;
  KITH_TRY(bound.list, bind_expression(*node.list, scope));
  KITH_CHECK_OK(require(*bound.list, {StaticType::kList}, "FOREACH"));
  if (scope.contains(node.variable.text)) return already_bound(node.variable);
  Symbol element = element_symbol(*bound.list, node.variable.text);
  element.local = false;
  bound.element = element.slot;
  Scope inner = scope;
  inner[node.variable.text] = element;
  BoundPart body;
  for (const ast::Clause* clause : node.body) KITH_CHECK_OK(bind_updating_clause(*clause, inner, body));
  for (BoundClause& clause : body.clauses) bound.body.push_back(std::make_shared<BoundClause>(std::move(clause)));
  return bound;
}

Status Binder::bind_updating_clause(const ast::Clause& clause, Scope& scope, BoundPart& part) {
  const auto add = [&](auto bound) { part.clauses.push_back({std::move(bound)}); };
  if (const auto* create = std::get_if<ast::Create>(&clause.node)) return bind_create(*create, scope, part);
  if (const auto* merge = std::get_if<ast::Merge>(&clause.node)) {
    KITH_TRY(BoundMerge bound, bind_merge(*merge, scope));
    add(std::move(bound));
  } else if (const auto* set = std::get_if<ast::Set>(&clause.node)) {
    KITH_TRY(std::vector<UpdateItem> items, bind_set(set->items, scope));
    add(BoundUpdate{std::move(items)});
  } else if (const auto* remove = std::get_if<ast::Remove>(&clause.node)) {
    KITH_TRY(std::vector<UpdateItem> items, bind_remove(*remove, scope));
    add(BoundUpdate{std::move(items)});
  } else if (const auto* deletion = std::get_if<ast::Delete>(&clause.node)) {
    KITH_TRY(BoundDelete bound, bind_delete(*deletion, scope));
    add(std::move(bound));
  } else if (const auto* foreach = std::get_if<ast::Foreach>(&clause.node)) {
    KITH_TRY(BoundForeach bound, bind_foreach(*foreach, scope));
    add(std::move(bound));
  } else {
    return syntax_error("InvalidClauseComposition", "only writing clauses may stand here", clause.range);
  }
  return Status::success();
}

}  // namespace kith::engine
