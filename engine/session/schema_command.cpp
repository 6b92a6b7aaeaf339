// engine/session/schema_command.cpp: CREATE, DROP and SHOW of indexes and constraints; SHOW FUNCTIONS and PROCEDURES.
#include <algorithm>

#include <fmt/format.h>

#include "engine/binder/binder.hpp"
#include "engine/session/session.hpp"

namespace kith::engine {
namespace {

using storage::ConstraintKind;

struct SchemaElement {
  ElementKind element = ElementKind::kNode;
  std::uint32_t label_or_type = 0;
  std::vector<PropertyKeyId> keys;
};

Result<SchemaElement> element_of(const ast::Name& label, bool on_relationship, const std::vector<ast::Name>& keys,
                                 storage::WriteTransaction& transaction) {
  SchemaElement element;
  if (on_relationship) {
    element.element = ElementKind::kRelationship;
    KITH_TRY(const RelationshipTypeId type, transaction.add_relationship_type_name(label.text));
    element.label_or_type = type.value;
  } else {
    KITH_TRY(const LabelId id, transaction.add_label_name(label.text));
    element.label_or_type = id.value;
  }
  for (const ast::Name& key : keys) {
    KITH_TRY(const PropertyKeyId id, transaction.add_property_key_name(key.text));
    element.keys.push_back(id);
  }
  return element;
}

/// "index_Person_name": the same command makes the same name.
std::string name_of(const std::optional<ast::Name>& name, std::string_view prefix, const ast::Name& label,
                    const std::vector<ast::Name>& keys) {
  if (name.has_value()) return name->text;
  std::string made = fmt::format("{}_{}", prefix, label.text);
  for (const ast::Name& key : keys) made += "_" + key.text;
  return made;
}

bool has_name(const storage::Schema& schema, std::string_view name) {
  const auto named = [&](const auto& one) { return one.name == name; };
  return std::any_of(schema.indexes.begin(), schema.indexes.end(), named) ||
         std::any_of(schema.constraints.begin(), schema.constraints.end(), named);
}

template <class Definition>
bool same_place(const Definition& definition, const SchemaElement& element) {
  return definition.element == element.element && definition.label_or_type == element.label_or_type && definition.keys == element.keys;
}

Error exists_already(std::string_view what, std::string_view name, SourceRange range) {
  return Error(ErrorKind::kArgumentError, fmt::format("{} of this label and these properties exists already: `{}`", what, name))
      .with_hint("IF NOT EXISTS makes it only when it is not there")
      .at(range);
}

Status create_index(const ast::CreateIndex& command, storage::WriteTransaction& transaction, QueryCounters& counters) {
  KITH_TRY(const SchemaElement element, element_of(command.label, command.on_relationship, command.keys, transaction));
  const std::string name = name_of(command.name, "index", command.label, command.keys);
  for (const storage::IndexDefinition& index : transaction.schema().indexes) {
    if (!same_place(index, element)) continue;
    if (command.if_not_exists) return Status::success();
    return exists_already("an index", index.name, command.label.range);
  }
  if (command.if_not_exists && has_name(transaction.schema(), name)) return Status::success();
  storage::IndexDefinition definition;
  definition.name = name;
  definition.element = element.element;
  definition.label_or_type = element.label_or_type;
  definition.keys = element.keys;
  KITH_CHECK_OK(transaction.create_index(std::move(definition)));
  ++counters.indexes_added;
  return Status::success();
}

Status create_constraint(const ast::CreateConstraint& command, storage::WriteTransaction& transaction, QueryCounters& counters) {
  KITH_TRY(const SchemaElement element, element_of(command.label, command.on_relationship, command.keys, transaction));
  const ConstraintKind kind = command.kind == ast::CreateConstraint::Kind::kUnique ? ConstraintKind::kUnique : ConstraintKind::kNotNull;
  const std::string name = name_of(command.name, "constraint", command.label, command.keys);
  for (const storage::ConstraintDefinition& constraint : transaction.schema().constraints) {
    if (constraint.kind != kind || !same_place(constraint, element)) continue;
    if (command.if_not_exists) return Status::success();
    return exists_already("a constraint", constraint.name, command.label.range);
  }
  if (command.if_not_exists && has_name(transaction.schema(), name)) return Status::success();
  storage::ConstraintDefinition definition;
  definition.name = name;
  definition.kind = kind;
  definition.element = element.element;
  definition.label_or_type = element.label_or_type;
  definition.keys = element.keys;
  KITH_CHECK_OK(transaction.create_constraint(std::move(definition)));
  ++counters.constraints_added;
  return Status::success();
}

Status drop(const ast::DropSchema& command, storage::WriteTransaction& transaction, QueryCounters& counters) {
  const storage::Schema& schema = transaction.schema();
  const auto named = [&](const auto& one) { return one.name == command.name.text; };
  const bool exists = command.constraint ? std::any_of(schema.constraints.begin(), schema.constraints.end(), named)
                                         : std::any_of(schema.indexes.begin(), schema.indexes.end(), named);
  const std::string_view what = command.constraint ? "constraint" : "index";
  if (!exists) {
    if (command.if_exists) return Status::success();
    return Error(ErrorKind::kArgumentError, fmt::format("there is no {} named `{}`", what, command.name.text))
        .with_hint(command.constraint ? "SHOW CONSTRAINTS lists those there are" : "SHOW INDEXES lists those there are")
        .at(command.name.range);
  }
  if (command.constraint) {
    KITH_CHECK_OK(transaction.drop_constraint(command.name.text));
    ++counters.constraints_removed;
  } else {
    KITH_CHECK_OK(transaction.drop_index(command.name.text));
    ++counters.indexes_removed;
  }
  return Status::success();
}

template <class Definition>
void add_place(std::vector<Value>& cells, const Definition& definition, const storage::Names& names) {
  const bool is_node = definition.element == ElementKind::kNode;
  const std::string_view label = is_node ? names.name(LabelId{definition.label_or_type}) : names.name(RelationshipTypeId{definition.label_or_type});
  List keys;
  for (const PropertyKeyId key : definition.keys) keys.emplace_back(names.name(key));
  cells.emplace_back(is_node ? "NODE" : "RELATIONSHIP");
  cells.emplace_back(List{Value(label)});
  cells.emplace_back(std::move(keys));
}

QueryResult show_indexes(const storage::ReadView& view) {
  std::vector<Value> cells;
  for (const storage::IndexDefinition& index : view.schema().indexes) {
    cells.emplace_back(index.name);
    cells.emplace_back("RANGE");
    add_place(cells, index, view.names());
    cells.emplace_back(index.unique);
  }
  return QueryResult({"name", "type", "entityType", "labelsOrTypes", "properties", "unique"}, std::move(cells));
}

QueryResult show_constraints(const storage::ReadView& view) {
  std::vector<Value> cells;
  for (const storage::ConstraintDefinition& constraint : view.schema().constraints) {
    cells.emplace_back(constraint.name);
    cells.emplace_back(constraint.kind == ConstraintKind::kUnique ? "UNIQUENESS" : "PROPERTY_EXISTENCE");
    add_place(cells, constraint, view.names());
  }
  return QueryResult({"name", "type", "entityType", "labelsOrTypes", "properties"}, std::move(cells));
}

std::string fields_of(std::span<const Argument> fields) {
  std::vector<std::string> texts;
  for (const Argument& field : fields) texts.push_back(fmt::format("{} :: {}", field.name, to_string(field.type)));
  return fmt::format("{}", fmt::join(texts, ", "));
}

QueryResult show_functions() {
  std::vector<Value> cells;
  for (const FunctionDefinition& function : all_functions()) {
    cells.emplace_back(function.name);
    cells.emplace_back(fmt::format("{}({}{}) :: {}", function.name, fields_of(function.arguments), function.variadic ? ", ..." : "",
                                   to_string(function.result)));
    cells.emplace_back(false);
    cells.emplace_back(function.help);
  }
  for (const AggregateDefinition& aggregate : all_aggregates()) {
    cells.emplace_back(aggregate.name);
    cells.emplace_back(fmt::format("{}({}) :: {}", aggregate.name, fields_of(aggregate.arguments), to_string(aggregate.result)));
    cells.emplace_back(true);
    cells.emplace_back(aggregate.help);
  }
  return QueryResult({"name", "signature", "aggregating", "description"}, std::move(cells));
}

QueryResult show_procedures(const ProcedureTable& procedures) {
  std::vector<Value> cells;
  for (const auto& procedure : procedures.all()) {
    cells.emplace_back(procedure->name);
    cells.emplace_back(fmt::format("{}({}) :: ({})", procedure->name, fields_of(procedure->inputs), fields_of(procedure->outputs)));
    cells.emplace_back(procedure->writes ? "WRITE" : "READ");
    cells.emplace_back(procedure->help);
  }
  return QueryResult({"name", "signature", "mode", "description"}, std::move(cells));
}

}  // namespace

Result<QueryResult> run_schema_command(const ast::Statement& statement, const ProcedureTable& procedures, const storage::ReadView& view,
                                       storage::WriteTransaction* transaction) {
  if (const auto* show = std::get_if<ast::ShowSchema>(&statement.node)) {
    switch (show->what) {
      case ast::ShowSchema::What::kIndexes: return show_indexes(view);
      case ast::ShowSchema::What::kConstraints: return show_constraints(view);
      case ast::ShowSchema::What::kFunctions: return show_functions();
      case ast::ShowSchema::What::kProcedures: return show_procedures(procedures);
    }
  }
  if (statement.explain != ast::ExplainMode::kNone) return Error(ErrorKind::kUsage, "a schema command has no plan to explain");
  QueryResult result;
  QueryCounters counters;
  if (const auto* index = std::get_if<ast::CreateIndex>(&statement.node)) KITH_CHECK_OK(create_index(*index, *transaction, counters));
  if (const auto* constraint = std::get_if<ast::CreateConstraint>(&statement.node)) {
    KITH_CHECK_OK(create_constraint(*constraint, *transaction, counters));
  }
  if (const auto* dropped = std::get_if<ast::DropSchema>(&statement.node)) KITH_CHECK_OK(drop(*dropped, *transaction, counters));
  result.set_counters(counters);
  return result;
}

}  // namespace kith::engine
