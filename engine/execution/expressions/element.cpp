// engine/execution/expressions/element.cpp: properties, labels and ends of one element.
#include "engine/execution/expressions/element.hpp"

namespace kith::engine {
namespace {

Status check_exists(ElementKind element, std::uint64_t id, ExecContext& context) {
  if (!may_be_deleted(context)) return Status::success();
  const storage::BlockNumber block = storage::column_block_of(id);
  const std::uint32_t row = storage::column_row_of(id);
  bool present = false;
  if (element == ElementKind::kNode) {
    KITH_TRY(const storage::NodeBlockRef nodes, context.view->nodes(block));
    present = row < nodes->label_sets.size() && nodes->label_sets[row] != storage::NodeBlock::kAbsent;
  } else {
    KITH_TRY(const storage::RelationshipBlockRef relationships, context.view->relationships(block));
    present = row < relationships->types.size() && relationships->types[row] != storage::RelationshipBlock::kAbsent;
  }
  if (!present) return deleted_entity_access(element);
  return Status::success();
}

/// Calls f(key, value) for each property that the element has.
template <class F>
Status for_each_property(ElementKind element, std::uint64_t id, ExecContext& context, F f) {
  KITH_CHECK_OK(check_exists(element, id, context));
  const storage::BlockNumber block = storage::column_block_of(id);
  const std::uint32_t row = storage::column_row_of(id);
  KITH_TRY(const std::vector<PropertyKeyId> keys, context.view->keys(element, block));
  for (const PropertyKeyId key : keys) {
    KITH_TRY(const storage::ColumnRef column, context.view->column(element, key, block));
    if (column->has(row)) f(key, *column, row);
  }
  return Status::success();
}

}  // namespace

Error deleted_entity_access(ElementKind element) {
  return Error(ErrorKind::kEntityNotFound, element == ElementKind::kNode
                                               ? "the node was deleted earlier in this query"
                                               : "the relationship was deleted earlier in this query")
      .with_detail("DeletedEntityAccess");
}

std::optional<ElementReference> as_element(const Value& value) {
  if (value.is(ValueKind::kNode)) return ElementReference{ElementKind::kNode, value.get<Node>().id.value};
  if (value.is(ValueKind::kRelationship)) {
    return ElementReference{ElementKind::kRelationship, value.get<Relationship>().id.value};
  }
  return std::nullopt;
}

Result<Map> properties_of(ElementKind element, std::uint64_t id, ExecContext& context) {
  Map properties;
  KITH_CHECK_OK(
      for_each_property(element, id, context, [&](PropertyKeyId key, const storage::Column& column, std::uint32_t row) {
        properties.emplace(context.view->names().name(key), column.value(row));
      }));
  return properties;
}

Result<std::vector<std::string>> keys_of(ElementKind element, std::uint64_t id, ExecContext& context) {
  std::vector<std::string> keys;
  KITH_CHECK_OK(for_each_property(element, id, context, [&](PropertyKeyId key, const storage::Column&, std::uint32_t) {
    keys.emplace_back(context.view->names().name(key));
  }));
  return keys;
}

Result<Value> property_of(ElementKind element, std::uint64_t id, std::string_view key, ExecContext& context) {
  KITH_CHECK_OK(check_exists(element, id, context));
  const std::optional<PropertyKeyId> key_id = context.view->names().property_key(key);
  if (!key_id.has_value()) return Value();
  KITH_TRY(const storage::ColumnRef column, context.view->column(element, *key_id, storage::column_block_of(id)));
  return column->value(storage::column_row_of(id));
}

Result<std::uint32_t> label_set_of(NodeId node, ExecContext& context) {
  KITH_TRY(const storage::NodeBlockRef block, context.view->nodes(storage::column_block_of(node.value)));
  const std::uint32_t row = storage::column_row_of(node.value);
  if (row >= block->label_sets.size() || block->label_sets[row] == storage::NodeBlock::kAbsent) {
    return deleted_entity_access(ElementKind::kNode);
  }
  return block->label_sets[row];
}

Result<RelationshipEnds> ends_of(RelationshipId relationship, ExecContext& context) {
  const auto at = [](const storage::RelationshipBlock& block, std::uint32_t row) {
    return RelationshipEnds{RelationshipTypeId{block.types[row]}, NodeId{block.starts[row]}, NodeId{block.ends[row]}};
  };
  KITH_TRY(const storage::RelationshipBlockRef block,
           context.view->relationships(storage::column_block_of(relationship.value)));
  const std::uint32_t row = storage::column_row_of(relationship.value);
  if (row < block->types.size() && block->types[row] != storage::RelationshipBlock::kAbsent) return at(*block, row);
  if (const auto found = context.deleted.find(relationship.value);
      found != context.deleted.end() && !found->second.types.empty()) {
    return at(found->second, found->second.types.size() == 1 ? 0 : row);
  }
  return deleted_entity_access(ElementKind::kRelationship);
}

}  // namespace kith::engine
