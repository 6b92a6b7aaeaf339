// engine/session/materialize.cpp: bare ids become nodes, relationships and paths with what they hold.
#include "engine/session/materialize.hpp"

#include <algorithm>

namespace kith::engine {
namespace {

/// Blocks of properties that are kept at hand; beyond, they are fetched again.
constexpr std::size_t kMostBlocks = 1024;

/// About the bytes of an element's properties.
std::size_t bytes_of(const Map& properties) {
  std::size_t bytes = 0;
  for (const auto& [key, value] : properties) {
    bytes += 64 + key.capacity() + sizeof(Value);
    if (value.is(ValueKind::kString)) bytes += value.get<std::string>().capacity();
    if (value.is(ValueKind::kList)) bytes += value.list().size() * sizeof(Value);
  }
  return bytes;
}

}  // namespace

void Materializer::forget() {
  nodes_.clear();
  relationships_.clear();
  for (auto& blocks : blocks_) blocks.clear();
  memory_.clear();
}

Status Materializer::append_rows(const Chunk& chunk, const std::vector<std::pair<std::string, Slot>>& columns,
                                 std::vector<Value>& cells) {
  std::size_t bytes = std::size_t{chunk.size} * columns.size() * sizeof(Value);
  for (const auto& [name, slot] : columns) bytes += chunk.columns[slot].unshared_bytes();
  KITH_CHECK_OK(memory_.add(context_, bytes));
  if (cells.empty()) cells.reserve(std::size_t{chunk.size} * columns.size());
  for (std::uint32_t row = 0; row < chunk.size; ++row) {
    for (const auto& [name, slot] : columns) {
      KITH_TRY(Value value, materialize(chunk.columns[slot].value(row)));
      cells.push_back(std::move(value));
    }
  }
  return Status::success();
}

Result<Value> Materializer::materialize(Value value) {
  switch (value.kind()) {
    case ValueKind::kNode: {
      const NodeId id = value.get<Node>().id;
      KITH_TRY(auto content, node(id));
      return Value(Node{id, std::move(content)});
    }
    case ValueKind::kRelationship: {
      const RelationshipId id = value.get<Relationship>().id;
      KITH_TRY(auto content, relationship(id));
      return Value(Relationship{id, std::move(content)});
    }
    case ValueKind::kPath: {
      const Path& path = value.get<Path>();
      auto content = std::make_shared<PathContent>(*path.content);
      for (Node& step : content->nodes) {
        KITH_TRY(step.content, node(step.id));
      }
      for (Relationship& step : content->relationships) {
        KITH_TRY(step.content, relationship(step.id));
      }
      return Value(Path{std::move(content)});
    }
    case ValueKind::kList: {
      const List& list = value.list();
      const auto holds_elements = [](const Value& element) {
        return element.kind() >= ValueKind::kList && element.kind() <= ValueKind::kPath;
      };
      if (std::none_of(list.begin(), list.end(), holds_elements)) return value;
      List copy;
      copy.reserve(list.size());
      for (const Value& element : list) {
        KITH_TRY(Value one, materialize(element));
        copy.push_back(std::move(one));
      }
      return Value(std::move(copy));
    }
    case ValueKind::kMap: {
      Map copy;
      for (const auto& [key, element] : value.map()) {
        KITH_TRY(Value one, materialize(element));
        copy.emplace(key, std::move(one));
      }
      return Value(std::move(copy));
    }
    default:
      return value;
  }
}

Result<std::shared_ptr<const NodeContent>> Materializer::node(NodeId id) {
  auto& known = nodes_[id.value];
  if (known != nullptr) return known;
  auto content = std::make_shared<NodeContent>();
  KITH_TRY(const storage::NodeBlockRef block, context_.view->nodes(storage::column_block_of(id.value)));
  const std::uint32_t row = storage::column_row_of(id.value);
  const std::uint32_t set = row < block->label_sets.size() ? block->label_sets[row] : storage::NodeBlock::kAbsent;
  if (set != storage::NodeBlock::kAbsent) {  // one that this query deleted has neither labels nor properties
    for (const LabelId label : context_.view->names().label_set(set))
      content->labels.emplace_back(context_.view->names().name(label));
    std::sort(content->labels.begin(), content->labels.end());
    KITH_CHECK_OK(add_properties(ElementKind::kNode, id.value, content->properties));
  }
  KITH_CHECK_OK(memory_.add(
      context_, sizeof(NodeContent) + content->labels.size() * sizeof(std::string) + bytes_of(content->properties)));
  known = std::move(content);
  return known;
}

Result<std::shared_ptr<const RelationshipContent>> Materializer::relationship(RelationshipId id) {
  auto& known = relationships_[id.value];
  if (known != nullptr) return known;
  auto content = std::make_shared<RelationshipContent>();
  const auto fill = [&](const storage::RelationshipBlock& block, std::uint32_t row) {
    content->type = context_.view->names().name(RelationshipTypeId{block.types[row]});
    content->start = NodeId{block.starts[row]};
    content->end = NodeId{block.ends[row]};
  };
  if (const auto deleted = context_.deleted.find(id.value); deleted != context_.deleted.end()) {
    fill(deleted->second, 0);
  } else {
    const std::uint32_t row = storage::column_row_of(id.value);
    KITH_TRY(const storage::RelationshipBlockRef block,
             context_.view->relationships(storage::column_block_of(id.value)));
    if (row < block->types.size() && block->types[row] != storage::RelationshipBlock::kAbsent) {
      fill(*block, row);
      KITH_CHECK_OK(add_properties(ElementKind::kRelationship, id.value, content->properties));
    }
  }
  KITH_CHECK_OK(memory_.add(context_, sizeof(RelationshipContent) + bytes_of(content->properties)));
  known = std::move(content);
  return known;
}

Status Materializer::add_properties(ElementKind kind, std::uint64_t id, Map& properties) {
  const storage::BlockNumber number = storage::column_block_of(id);
  if (blocks_[static_cast<std::size_t>(kind)].size() >= kMostBlocks) blocks_[static_cast<std::size_t>(kind)].clear();
  auto [found, is_new] = blocks_[static_cast<std::size_t>(kind)].try_emplace(number);
  PropertyBlock& block = found->second;
  if (is_new) {
    KITH_TRY(const std::vector<PropertyKeyId> keys, context_.view->keys(kind, number));
    for (const PropertyKeyId key : keys) {
      KITH_TRY(storage::ColumnRef column, context_.view->column(kind, key, number));
      block.columns.emplace_back(context_.view->names().name(key), std::move(column));
    }
  }
  const std::uint32_t row = storage::column_row_of(id);
  for (const auto& [name, column] : block.columns) {
    if (column->has(row)) properties.emplace(name, column->value(row));
  }
  return Status::success();
}

}  // namespace kith::engine
