// engine/session/schema_command.cpp: CREATE, DROP and SHOW of indexes and constraints; SHOW FUNCTIONS and PROCEDURES.
#include "engine/session/schema_command.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "engine/binder/binder.hpp"
#include "engine/functions/function_registry.hpp"
#include "engine/functions/signature.hpp"

namespace kith::engine {
namespace {

/// label_name and key names joined: what a schema object is called when the user gives no name.
std::string default_name(std::string_view what, const std::string& label, const std::vector<ast::Name>& keys) {
  std::string name = fmt::format("{}_{}", what, label);
  for (const ast::Name& key : keys) name += "_" + key.text;
  return name;
}

bool has_name(const storage::Schema& schema, const std::string& name) {
  const auto named = [&](const auto& definition) { return definition.name == name; };
  return std::any_of(schema.indexes.begin(), schema.indexes.end(), named) ||
         std::any_of(schema.constraints.begin(), schema.constraints.end(), named);
}

Error exists_already(const std::string& name) {
  return Error(ErrorKind::kConstraintValidationFailed,
               fmt::format("there is an index or constraint `{}` already", name))
      .with_detail("SchemaAlreadyExists")
      .with_hint("add IF NOT EXISTS, or another name");
}

/// Of the same label or type and the same keys.
template <class Left, class Right>
bool is_over_same(const Left& left, const Right& right) {
  return left.element == right.element && left.label_or_type == right.label_or_type && left.keys == right.keys;
}

template <class Definition>
const storage::IndexDefinition* find_same(const std::vector<storage::IndexDefinition>& indexes,
                                          const Definition& definition) {
  for (const storage::IndexDefinition& index : indexes) {
    if (is_over_same(index, definition)) return &index;
  }
  return nullptr;
}

Error is_there_already(std::string_view what, const std::string& name) {
  return Error(ErrorKind::kConstraintValidationFailed,
               fmt::format("there is {} over the same already, `{}`", what, name))
      .with_detail("SchemaAlreadyExists");
}

/// Label or type, and keys, as numbers; added to the catalog when new.
template <class Command>
Status resolve(const Command& command, storage::WriteTransaction& transaction, std::uint32_t& label_or_type,
               std::vector<PropertyKeyId>& keys) {
  if (command.on_relationship) {
    KITH_TRY(const RelationshipTypeId type, transaction.add_relationship_type_name(command.label.text));
    label_or_type = type.value;
  } else {
    KITH_TRY(const LabelId label, transaction.add_label_name(command.label.text));
    label_or_type = label.value;
  }
  for (const ast::Name& name : command.keys) {
    KITH_TRY(const PropertyKeyId key, transaction.add_property_key_name(name.text));
    keys.push_back(key);
  }
  return Status::success();
}

Result<QueryResult> changed(QueryCounters counters) {
  QueryResult result;
  result.set_counters(counters);
  return result;
}

Result<QueryResult> create_index(const ast::CreateIndex& command, storage::WriteTransaction& transaction) {
  storage::IndexDefinition index;
  index.name = command.name.has_value() ? command.name->text : default_name("index", command.label.text, command.keys);
  if (has_name(transaction.schema(), index.name)) {
    if (command.if_not_exists) return QueryResult();
    return exists_already(index.name);
  }
  index.element = command.on_relationship ? ElementKind::kRelationship : ElementKind::kNode;
  KITH_CHECK_OK(resolve(command, transaction, index.label_or_type, index.keys));
  if (const auto* same = find_same(transaction.schema().indexes, index)) {
    if (command.if_not_exists) return QueryResult();
    return is_there_already(same->unique ? "a uniqueness constraint" : "an index", same->name);
  }
  KITH_CHECK_OK(transaction.create_index(std::move(index)));
  QueryCounters counters;
  counters.indexes_added = 1;
  return changed(counters);
}

Result<QueryResult> create_constraint(const ast::CreateConstraint& command, storage::WriteTransaction& transaction) {
  storage::ConstraintDefinition constraint;
  constraint.name =
      command.name.has_value() ? command.name->text : default_name("constraint", command.label.text, command.keys);
  if (has_name(transaction.schema(), constraint.name)) {
    if (command.if_not_exists) return QueryResult();
    return exists_already(constraint.name);
  }
  constraint.kind = command.kind == ast::CreateConstraint::Kind::kUnique ? storage::ConstraintKind::kUnique
                                                                         : storage::ConstraintKind::kNotNull;
  constraint.element = command.on_relationship ? ElementKind::kRelationship : ElementKind::kNode;
  KITH_CHECK_OK(resolve(command, transaction, constraint.label_or_type, constraint.keys));
  for (const storage::ConstraintDefinition& other : transaction.schema().constraints) {
    if (other.kind != constraint.kind || !is_over_same(other, constraint)) continue;
    if (command.if_not_exists) return QueryResult();
    return is_there_already("a constraint", other.name);
  }
  if (constraint.kind == storage::ConstraintKind::kUnique) {
    if (const auto* same = find_same(transaction.schema().indexes, constraint)) {
      return std::move(is_there_already("an index", same->name))
          .with_hint("drop it first: the constraint makes an index of its own");
    }
  }
  KITH_CHECK_OK(transaction.create_constraint(std::move(constraint)));
  QueryCounters counters;
  counters.constraints_added = 1;
  return changed(counters);
}

Result<QueryResult> drop(const ast::DropSchema& command, storage::WriteTransaction& transaction) {
  const storage::Schema& schema = transaction.schema();
  Scope names;  // for the nearest spelling
  const auto known = [&](const auto& definitions) {
    bool found = false;
    for (const auto& definition : definitions) {
      names[definition.name];
      found = found || definition.name == command.name.text;
    }
    return found;
  };
  if (!(command.constraint ? known(schema.constraints) : known(schema.indexes))) {
    if (command.if_exists) return QueryResult();
    Error error(ErrorKind::kArgumentError,
                fmt::format("there is no {} `{}`", command.constraint ? "constraint" : "index", command.name.text));
    error.detail = "SchemaNotFound";
    error.where = command.name.range;
    if (const std::string nearest = nearest_name(command.name.text, names); !nearest.empty()) {
      error.hint = fmt::format("did you mean `{}`?", nearest);
    }
    return error;
  }
  QueryCounters counters;
  if (command.constraint) {
    KITH_CHECK_OK(transaction.drop_constraint(command.name.text));
    counters.constraints_removed = 1;
  } else {
    KITH_CHECK_OK(transaction.drop_index(command.name.text));
    counters.indexes_removed = 1;
  }
  return changed(counters);
}

/// The label or type, and the keys, of a definition as lists of names.
template <class Definition>
std::pair<Value, Value> names_of(const Definition& definition, const storage::Names& names) {
  List keys;
  for (const PropertyKeyId key : definition.keys) keys.emplace_back(names.name(key));
  const std::string_view label = definition.element == ElementKind::kNode
                                     ? names.name(LabelId{definition.label_or_type})
                                     : names.name(RelationshipTypeId{definition.label_or_type});
  return {Value(List{Value(label)}), Value(std::move(keys))};
}

std::string_view element_name(ElementKind kind) { return kind == ElementKind::kNode ? "NODE" : "RELATIONSHIP"; }

QueryResult show_indexes(const storage::ReadView& view) {
  std::vector<Value> cells;
  for (const storage::IndexDefinition& index : view.schema().indexes) {
    auto [labels, keys] = names_of(index, view.names());
    for (Value cell : {Value(index.name), Value("RANGE"), Value(element_name(index.element)), std::move(labels),
                       std::move(keys), index.unique ? Value(index.name) : Value()}) {
      cells.push_back(std::move(cell));
    }
  }
  return {{"name", "type", "entityType", "labelsOrTypes", "properties", "owningConstraint"}, std::move(cells)};
}

QueryResult show_constraints(const storage::ReadView& view) {
  std::vector<Value> cells;
  for (const storage::ConstraintDefinition& constraint : view.schema().constraints) {
    auto [labels, keys] = names_of(constraint, view.names());
    const std::string type = constraint.kind == storage::ConstraintKind::kUnique
                                 ? "UNIQUENESS"
                                 : fmt::format("{}_PROPERTY_EXISTENCE", element_name(constraint.element));
    for (Value cell : {Value(constraint.name), Value(type), Value(element_name(constraint.element)), std::move(labels),
                       std::move(keys)}) {
      cells.push_back(std::move(cell));
    }
  }
  return {{"name", "type", "entityType", "labelsOrTypes", "properties"}, std::move(cells)};
}

QueryResult show_functions(const FunctionRegistry& functions) {
  std::vector<std::vector<Value>> rows;
  for (const FunctionRef& function : functions.functions()) {
    rows.push_back({Value(function->name), Value(signature_text(*function)), Value(function->help), Value(false),
                    Value(function->null_rule == NullRule::kPropagates ? "propagates" : "sees"),
                    Value(function->stable), Value(function->built_in)});
  }
  for (const AggregateRef& aggregate : functions.aggregates()) {
    rows.push_back({Value(aggregate->name), Value(signature_text(*aggregate)), Value(aggregate->help), Value(true),
                    Value(aggregate->null_rule == NullRule::kPropagates ? "skips" : "sees"), Value(true),
                    Value(aggregate->built_in)});
  }
  std::sort(rows.begin(), rows.end(),
            [](const auto& left, const auto& right) { return left[0].as_string() < right[0].as_string(); });
  std::vector<Value> cells;
  for (auto& row : rows) cells.insert(cells.end(), row.begin(), row.end());
  return {{"name", "signature", "description", "aggregating", "nulls", "isDeterministic", "isBuiltIn"},
          std::move(cells)};
}

QueryResult show_procedures(const ProcedureTable& procedures) {
  std::vector<Value> cells;
  for (const auto& procedure : procedures.all()) {
    cells.emplace_back(procedure->name);
    cells.emplace_back(
        fmt::format("{}({}) :: ({})", procedure->name,
                    arguments_text(procedure->inputs, procedure->inputs.size() - procedure->num_optional),
                    arguments_text(procedure->outputs, procedure->outputs.size())));
    cells.emplace_back(procedure->help);
    cells.emplace_back(procedure->writes ? "WRITE" : "READ");
  }
  return {{"name", "signature", "description", "mode"}, std::move(cells)};
}

}  // namespace

bool is_schema_command(const ast::Statement& statement) {
  return !std::holds_alternative<ast::RegularQuery*>(statement.node);
}

bool schema_command_writes(const ast::Statement& statement) {
  return !std::holds_alternative<ast::ShowSchema>(statement.node);
}

Result<QueryResult> run_schema_command(const ast::Statement& statement, const storage::ReadView& view,
                                       storage::WriteTransaction* transaction, const ProcedureTable& procedures,
                                       const FunctionRegistry& functions) {
  if (const auto* command = std::get_if<ast::CreateIndex>(&statement.node)) return create_index(*command, *transaction);
  if (const auto* command = std::get_if<ast::CreateConstraint>(&statement.node))
    return create_constraint(*command, *transaction);
  if (const auto* command = std::get_if<ast::DropSchema>(&statement.node)) return drop(*command, *transaction);
  switch (std::get<ast::ShowSchema>(statement.node).what) {
    case ast::ShowSchema::What::kIndexes:
      return show_indexes(view);
    case ast::ShowSchema::What::kConstraints:
      return show_constraints(view);
    case ast::ShowSchema::What::kFunctions:
      return show_functions(functions);
    case ast::ShowSchema::What::kProcedures:
      return show_procedures(procedures);
  }
  return Error(ErrorKind::kInternal, "a schema command that the session does not know");
}

}  // namespace kith::engine
