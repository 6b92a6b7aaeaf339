// engine/execution/operators/pattern_writer.cpp: creation of patterns.
#include "engine/execution/operators/pattern_writer.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "engine/binder/free_slots.hpp"
#include "engine/execution/evaluate.hpp"
#include "engine/execution/operators/element_column.hpp"
#include "engine/execution/operators/written_names.hpp"

namespace kith::engine {
namespace {

Error at(Status status, SourceRange range) {
  Error error = std::move(status).error();
  if (!error.where.has_value()) error.where = range;
  return error;
}

template <class Id>
Status set_properties(ExecContext& context, Id id, const PropertyColumns& properties, std::uint32_t row,
                      PropertyKeys& keys) {
  return properties.for_each(row, [&](const std::string& key, const Value& value, SourceRange range) -> Status {
    KITH_TRY(const PropertyKeyId key_id, keys.id_of(key, *context.transaction));
    Status status = context.transaction->set_property(id, key_id, value);
    if (!status.ok()) return at(std::move(status), range);
    ++context.counters.properties_set;
    return Status::success();
  });
}

/// Sorted, each once.
Result<std::vector<LabelId>> labels_of(ExecContext& context, const WrittenNames& names, std::uint32_t row) {
  KITH_TRY(const std::vector<std::string> written, names.of(row));
  std::vector<LabelId> labels;
  for (const std::string& label : written) {
    KITH_TRY(const LabelId id, context.transaction->add_label_name(label));
    if (std::find(labels.begin(), labels.end(), id) == labels.end()) labels.push_back(id);
  }
  std::sort(labels.begin(), labels.end());
  return labels;
}

Result<Vector> create_nodes(ExecContext& context, const CreateNode& node, const Chunk& chunk) {
  KITH_TRY(const WrittenNames names, WrittenNames::evaluate(node.labels, chunk, context));
  std::vector<LabelId> labels;
  if (!names.varies()) {
    KITH_TRY(labels, labels_of(context, names, 0));
  }
  KITH_TRY(const PropertyColumns properties, PropertyColumns::evaluate(node.properties, chunk, context));
  PropertyKeys keys;
  std::vector<std::uint64_t> ids(chunk.size);
  for (std::uint32_t row = 0; row < chunk.size; ++row) {
    if (names.varies()) {
      KITH_TRY(labels, labels_of(context, names, row));
    }
    KITH_TRY(const NodeId id, context.transaction->create_node(labels));
    KITH_CHECK_OK(set_properties(context, id, properties, row, keys));
    ids[row] = id.value;
    context.counters.labels_added += labels.size();
  }
  context.counters.nodes_created += chunk.size;
  return id_vector(ElementKind::kNode, std::move(ids));
}

Result<Vector> create_relationships(ExecContext& context, const CreateRelationship& relationship, const Chunk& chunk) {
  KITH_TRY(const WrittenNames names, WrittenNames::evaluate({&relationship.type, 1}, chunk, context));
  RelationshipTypeId type{};
  if (!names.varies()) {
    KITH_TRY(type, context.transaction->add_relationship_type_name(relationship.type.name));
  }
  KITH_TRY(const PropertyColumns properties, PropertyColumns::evaluate(relationship.properties, chunk, context));
  KITH_TRY(const ElementColumn start, ElementColumn::of(chunk, relationship.start, ElementKind::kNode));
  KITH_TRY(const ElementColumn end, ElementColumn::of(chunk, relationship.end, ElementKind::kNode));
  PropertyKeys keys;
  std::vector<std::uint64_t> ids(chunk.size);
  for (std::uint32_t row = 0; row < chunk.size; ++row) {
    if (names.varies()) {
      KITH_TRY(const std::string name, names.one_of(row));
      KITH_TRY(type, context.transaction->add_relationship_type_name(name));
    }
    if (start.is_null(row) || end.is_null(row)) {
      KITH_TRY(const std::string name, names.one_of(row));
      return Error(ErrorKind::kEntityNotFound,
                   fmt::format("a relationship of type `{}` cannot be created: one of its nodes is null", name));
    }
    KITH_TRY(const RelationshipId id,
             context.transaction->create_relationship(type, NodeId{start[row]}, NodeId{end[row]}));
    KITH_CHECK_OK(set_properties(context, id, properties, row, keys));
    ids[row] = id.value;
  }
  context.counters.relationships_created += chunk.size;
  return id_vector(ElementKind::kRelationship, std::move(ids));
}

}  // namespace

PatternWriter::PatternWriter(const CreatePattern& pattern) : pattern_(pattern) {
  std::set<Slot> waiting;
  for (const CreateNode& node : pattern.nodes) waiting.insert(node.slot);
  for (const CreateRelationship& relationship : pattern.relationships) waiting.insert(relationship.slot);
  const auto is_ready = [&](const ExpressionPtr& properties, std::span<const WrittenName> names,
                            std::initializer_list<Slot> ends) {
    std::set<Slot> needed = properties != nullptr ? free_slots(*properties) : std::set<Slot>{};
    for (const WrittenName& name : names) {
      if (name.value != nullptr) add_free_slots(*name.value, needed);
    }
    needed.insert(ends);
    return std::none_of(needed.begin(), needed.end(), [&](Slot slot) { return waiting.contains(slot); });
  };
  std::size_t before = 0;
  do {
    before = waiting.size();
    for (std::size_t i = 0; i < pattern.nodes.size(); ++i) {
      const CreateNode& node = pattern.nodes[i];
      if (!waiting.contains(node.slot) || !is_ready(node.properties, node.labels, {})) continue;
      steps_.push_back({true, i});
      waiting.erase(node.slot);
    }
    for (std::size_t i = 0; i < pattern.relationships.size(); ++i) {
      const CreateRelationship& relationship = pattern.relationships[i];
      if (!waiting.contains(relationship.slot) ||
          !is_ready(relationship.properties, {&relationship.type, 1}, {relationship.start, relationship.end}))
        continue;
      steps_.push_back({false, i});
      waiting.erase(relationship.slot);
    }
  } while (!waiting.empty() && waiting.size() < before);
}

Status PatternWriter::write(ExecContext& context, Chunk& chunk) const {
  for (const Step& step : steps_) {
    if (step.is_node) {
      const CreateNode& node = pattern_.nodes[step.index];
      KITH_TRY(Vector column, create_nodes(context, node, chunk));
      set_column(chunk, node.slot, std::move(column));
    } else {
      const CreateRelationship& relationship = pattern_.relationships[step.index];
      KITH_TRY(Vector column, create_relationships(context, relationship, chunk));
      set_column(chunk, relationship.slot, std::move(column));
    }
  }
  return Status::success();
}

Result<PropertyColumns> PropertyColumns::evaluate(const ExpressionPtr& expression, const Chunk& chunk,
                                                  ExecContext& context) {
  PropertyColumns columns;
  if (expression == nullptr) return columns;
  columns.range_ = expression->range;
  const auto* literal = std::get_if<MapExpression>(&expression->node);
  if (literal == nullptr) {
    KITH_TRY(columns.maps_, engine::evaluate(*expression, chunk, context));
    return columns;
  }
  for (const auto& [key, value] : literal->entries) {
    KITH_TRY(Vector values, engine::evaluate(*value, chunk, context));
    std::erase_if(columns.columns_, [&](const Column& column) { return column.key == key; });
    columns.columns_.push_back({key, std::move(values), value->range});
  }
  return columns;
}

std::optional<std::string> PropertyColumns::null_key(std::uint32_t row) const {
  for (const Column& column : columns_) {
    if (column.values.is_null(row)) return column.key;
  }
  return std::nullopt;
}

Error PropertyColumns::not_a_map(const Value& value) const {
  return Error(ErrorKind::kTypeError, fmt::format("properties are given as a MAP, got {}", to_string(value.kind())))
      .with_detail("InvalidArgumentType")
      .at(range_);
}

Result<PropertyKeyId> PropertyKeys::id_of(const std::string& key, storage::WriteTransaction& transaction) {
  for (const auto& [name, id] : known_) {
    if (name == key) return id;
  }
  KITH_TRY(const PropertyKeyId id, transaction.add_property_key_name(key));
  known_.emplace_back(key, id);
  return id;
}

}  // namespace kith::engine
