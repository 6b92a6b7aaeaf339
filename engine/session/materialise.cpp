// engine/session/materialise.cpp: contents of nodes, relationships and paths in results.
#include "engine/session/materialise.hpp"

#include <algorithm>

namespace kith::engine {
namespace {

/// Elements and blocks that are kept before all are let go.
constexpr std::size_t kMostElements = 100'000;
constexpr std::size_t kMostBlocks = 256;

bool is_scalar(const Value& value) {
  switch (value.kind()) {
    case ValueKind::kList:
    case ValueKind::kMap:
    case ValueKind::kNode:
    case ValueKind::kRelationship:
    case ValueKind::kPath: return false;
    default: return true;
  }
}

}  // namespace

Status Materialiser::append(const Chunk& chunk, const std::vector<std::pair<std::string, Slot>>& columns, std::vector<Value>& cells) {
  const std::size_t begin = cells.size();
  cells.resize(begin + std::size_t{chunk.size} * columns.size());
  for (std::size_t c = 0; c < columns.size(); ++c) {
    const Vector& column = chunk.columns[columns[c].second];
    for (std::uint32_t row = 0; row < chunk.size; ++row) {
      Value bare = column.value(row);
      Value& cell = cells[begin + row * columns.size() + c];
      if (is_scalar(bare)) {
        cell = std::move(bare);
      } else {
        KITH_TRY(cell, value(bare));
      }
    }
    forget_when_full();
  }
  return Status::success();
}

Result<Value> Materialiser::value(const Value& bare) {
  switch (bare.kind()) {
    case ValueKind::kNode: {
      KITH_TRY(Node full, node(bare.get<Node>().id));
      return Value(std::move(full));
    }
    case ValueKind::kRelationship: {
      KITH_TRY(Relationship full, relationship(bare.get<Relationship>().id));
      return Value(std::move(full));
    }
    case ValueKind::kList: {
      if (std::all_of(bare.list().begin(), bare.list().end(), is_scalar)) return bare;
      List list;
      list.reserve(bare.list().size());
      for (const Value& element : bare.list()) {
        KITH_TRY(Value full, value(element));
        list.push_back(std::move(full));
      }
      return Value(std::move(list));
    }
    case ValueKind::kMap: {
      Map map;
      for (const auto& [key, element] : bare.map()) {
        KITH_TRY(Value full, value(element));
        map.emplace(key, std::move(full));
      }
      return Value(std::move(map));
    }
    case ValueKind::kPath: {
      auto path = std::make_shared<PathContent>();
      for (const Node& one : bare.get<Path>().content->nodes) {
        KITH_TRY(Node full, node(one.id));
        path->nodes.push_back(std::move(full));
      }
      for (const Relationship& one : bare.get<Path>().content->relationships) {
        KITH_TRY(Relationship full, relationship(one.id));
        path->relationships.push_back(std::move(full));
      }
      return Value(Path{std::move(path)});
    }
    default: return bare;
  }
}

/// A node that the query deleted has neither labels nor properties.
Result<Node> Materialiser::node(NodeId id) {
  if (const auto found = nodes_.find(id.value); found != nodes_.end()) return Node{id, found->second};
  auto content = std::make_shared<NodeContent>();
  const storage::BlockNumber block = storage::column_block_of(id.value);
  const std::uint32_t row = storage::column_row_of(id.value);
  KITH_TRY(const storage::NodeBlockRef nodes, context_.view->nodes(block));
  if (row < nodes->label_sets.size() && nodes->label_sets[row] != storage::NodeBlock::kAbsent) {
    const std::uint32_t set = nodes->label_sets[row];
    const auto [names, is_new] = label_names_.try_emplace(set);
    if (is_new) {
      for (const LabelId label : context_.view->names().label_set(set)) names->second.emplace_back(context_.view->names().name(label));
      std::sort(names->second.begin(), names->second.end());
    }
    content->labels = names->second;
    KITH_TRY(const Properties* const columns, properties(ElementKind::kNode, block));
    content->properties = properties_of(*columns, row);
  }
  nodes_.emplace(id.value, content);
  return Node{id, std::move(content)};
}

/// A relationship that the query deleted keeps its type and ends.
Result<Relationship> Materialiser::relationship(RelationshipId id) {
  if (const auto found = relationships_.find(id.value); found != relationships_.end()) return Relationship{id, found->second};
  auto content = std::make_shared<RelationshipContent>();
  const storage::BlockNumber block = storage::column_block_of(id.value);
  std::uint32_t row = storage::column_row_of(id.value);
  KITH_TRY(const storage::RelationshipBlockRef relationships, context_.view->relationships(block));
  const storage::RelationshipBlock* source = relationships.get();
  const bool present = row < source->types.size() && source->types[row] != storage::RelationshipBlock::kAbsent;
  if (present) {
    KITH_TRY(const Properties* const columns, properties(ElementKind::kRelationship, block));
    content->properties = properties_of(*columns, row);
  } else {
    const auto deleted = context_.deleted.find(id.value);
    source = deleted != context_.deleted.end() ? &deleted->second : nullptr;
    row = 0;
  }
  if (source != nullptr) {
    content->type = context_.view->names().name(RelationshipTypeId{source->types[row]});
    content->start = NodeId{source->starts[row]};
    content->end = NodeId{source->ends[row]};
  }
  relationships_.emplace(id.value, content);
  return Relationship{id, std::move(content)};
}

Result<const Materialiser::Properties*> Materialiser::properties(ElementKind element, storage::BlockNumber block) {
  auto& known = element == ElementKind::kNode ? node_properties_ : relationship_properties_;
  if (const auto found = known.find(block); found != known.end()) return &found->second;
  Properties found;
  KITH_TRY(const std::vector<PropertyKeyId> keys, context_.view->keys(element, block));
  for (const PropertyKeyId key : keys) {
    KITH_TRY(storage::ColumnRef column, context_.view->column(element, key, block));
    if (column->kind != storage::ColumnKind::kNull) found.columns.emplace_back(context_.view->names().name(key), std::move(column));
  }
  return &known.emplace(block, std::move(found)).first->second;
}

Map Materialiser::properties_of(const Properties& properties, std::uint32_t row) {
  Map map;
  for (const auto& [key, column] : properties.columns) {
    if (column->has(row)) map.emplace(key, column->value(row));
  }
  return map;
}

void Materialiser::forget_when_full() {
  if (nodes_.size() > kMostElements) nodes_.clear();
  if (relationships_.size() > kMostElements) relationships_.clear();
  if (node_properties_.size() > kMostBlocks) node_properties_.clear();
  if (relationship_properties_.size() > kMostBlocks) relationship_properties_.clear();
}

}  // namespace kith::engine
