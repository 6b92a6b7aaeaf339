// storage/transaction.cpp: reads of a transaction's own state, and changes to elements.
#include "storage/transaction.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "storage/element_blocks.hpp"
#include "storage/value_codec.hpp"

namespace kith::storage {
namespace {

// A column with more pending changes than this is worth its arrays.
constexpr std::size_t kMostTabledChanges = 128;
// Node blocks of the base that are found without asking the cache: their nodes are looked up for each relationship.
constexpr std::size_t kRecentNodes = 128;

Error not_found(std::string_view what, std::uint64_t id) {
  return Error(ErrorKind::kEntityNotFound, fmt::format("{} {} does not exist", what, id));
}

void adjust(std::vector<std::uint64_t>& counts, std::uint32_t number, std::uint32_t limit, std::int64_t by) {
  if (number >= limit) return;  // out of a damaged block
  if (counts.size() <= number) counts.resize(number + 1);
  counts[number] += static_cast<std::uint64_t>(by);
}

}  // namespace

Transaction::Transaction(Core& core)
    : core_(core),
      base_(core.appended),
      schema_(base_->schema),
      statistics_(base_->statistics),
      next_index_id_(base_->next_index_id),
      num_assertions_(base_->num_assertions),
      node_ids_(base_->node_slabs, base_->node_id_end),
      relationship_ids_(base_->relationship_slabs, base_->relationship_id_end),
      label_blocks_(base_->label_blocks),
      type_blocks_(base_->type_blocks) {}

Transaction::~Transaction() { finish(); }

void Transaction::finish() {
  if (!open_) return;
  open_ = false;
  core_.write_lock.release();
}

Status Transaction::require_open() const {
  if (open_) return {};
  return Error(ErrorKind::kTransaction, "the transaction has ended");
}

// --- Blocks: the base, as of the commit before; pending, with the transaction's changes.

Result<NodeBlockRef> Transaction::base_nodes(BlockNumber block) const {
  if (block * kColumnBlockSize >= base_->node_id_end) return empty_node_block();
  if (recent_nodes_.empty()) recent_nodes_.resize(kRecentNodes);
  auto& [number, recent] = recent_nodes_[block % kRecentNodes];
  if (recent == nullptr || number != block) {
    KITH_TRY(recent, core_.blocks.nodes(block, base_at()));
    number = block;
  }
  return recent;
}

Result<RelationshipBlockRef> Transaction::base_relationships(BlockNumber block) const {
  if (block * kColumnBlockSize >= base_->relationship_id_end) return empty_relationship_block();
  return core_.blocks.relationships(block, base_at());
}

Result<ColumnRef> Transaction::base_column(ElementKind element, PropertyKeyId key, BlockNumber block) const {
  const std::uint64_t end = element == ElementKind::kNode ? base_->node_id_end : base_->relationship_id_end;
  if (block * kColumnBlockSize >= end) return empty_column();
  return core_.blocks.column(element, key, block, base_at());
}

Result<Transaction::PendingNodes*> Transaction::pending_nodes(BlockNumber block) {
  if (const auto found = nodes_.find(block); found != nodes_.end()) return &found->second;
  KITH_TRY(const NodeBlockRef base, base_nodes(block));
  PendingNodes& pending = nodes_[block];
  pending.block = std::make_shared<NodeBlock>(*base);
  return &pending;
}

// A reader may still hold what nodes() handed out.
void Transaction::make_private(PendingNodes& pending) const {
  if (pending.block.use_count() > 1) pending.block = std::make_shared<NodeBlock>(*pending.block);
}

namespace {

void apply(const RelationshipChange& change, RelationshipBlock& block) {
  const bool was = block.types[change.row] != RelationshipBlock::kAbsent;
  const bool is = change.type != RelationshipBlock::kAbsent;
  block.num_present += static_cast<std::uint32_t>(is) - static_cast<std::uint32_t>(was);
  block.types[change.row] = change.type;
  block.starts[change.row] = change.start;
  block.ends[change.row] = change.end;
}

}  // namespace

Status Transaction::make_working(BlockNumber block, PendingRelationships& pending) const {
  if (pending.block != nullptr) return {};
  KITH_TRY(const RelationshipBlockRef base, base_relationships(block));
  pending.block = std::make_shared<RelationshipBlock>(*base);
  for (const auto& [row, change] : pending.changes) apply(change, *pending.block);
  pending.changes.clear();
  return {};
}

Status Transaction::set_relationship(RelationshipId relationship, const RelationshipChange& change) {
  const BlockNumber block = column_block_of(relationship.value);
  PendingRelationships& pending = relationships_[block];
  pending.changed.set(change.row);
  if (pending.block != nullptr) {
    // A reader may still hold what relationships() handed out.
    if (pending.block.use_count() > 1) pending.block = std::make_shared<RelationshipBlock>(*pending.block);
    apply(change, *pending.block);
    return {};
  }
  pending.changes[change.row] = change;
  return pending.changes.size() > kMostTabledChanges ? make_working(block, pending) : Status();
}

/// With RelationshipBlock::kAbsent for one that is not there.
Result<RelationshipChange> Transaction::relationship_of(RelationshipId relationship) const {
  const std::uint32_t row = column_row_of(relationship.value);
  RelationshipChange out{row, RelationshipBlock::kAbsent, 0, 0};
  if (relationship.value >= relationship_ids_.id_end()) return out;
  const BlockNumber block = column_block_of(relationship.value);
  RelationshipBlockRef ends;
  if (const auto found = relationships_.find(block); found != relationships_.end()) {
    const PendingRelationships& pending = found->second;
    if (const auto change = pending.changes.find(row); change != pending.changes.end()) return change->second;
    ends = pending.block;
  }
  if (ends == nullptr) {
    KITH_TRY(ends, base_relationships(block));
  }
  out.type = ends->types[row];
  out.start = ends->starts[row];
  out.end = ends->ends[row];
  return out;
}

Status Transaction::make_working(const BlockId& id, PendingColumn& pending) const {
  if (pending.working) return {};
  const ElementKind element = id.kind == BlockClass::kNodeColumn ? ElementKind::kNode : ElementKind::kRelationship;
  KITH_TRY(const ColumnRef base, base_column(element, PropertyKeyId{id.qualifier}, id.number));
  pending.working.emplace(*base);
  for (const auto& [row, value] : pending.changes) pending.working->set(row, value);
  pending.changes.clear();
  return {};
}

Status Transaction::make_working(const BlockId& id, PendingAdjacency& pending) const {
  if (!pending.working) {
    AdjacencyRef base = empty_adjacency();
    if (id.number * kAdjacencyBlockSize < base_->node_id_end) {
      const Direction direction = id.kind == BlockClass::kOutgoing ? Direction::kOutgoing : Direction::kIncoming;
      KITH_TRY(base, core_.blocks.adjacency(RelationshipTypeId{id.qualifier}, direction, id.number, base_at()));
    }
    pending.working.emplace(std::move(base));
  }
  pending.working->add(std::span(pending.log).subspan(pending.num_merged));
  pending.num_merged = pending.log.size();
  return {};
}

Result<Transaction::PendingKeyList*> Transaction::pending_keys(ElementKind element, BlockNumber block) {
  const BlockId id = BlockId::keys(element, block);
  if (const auto found = key_lists_.find(id); found != key_lists_.end()) return &found->second;
  const std::uint64_t end = element == ElementKind::kNode ? base_->node_id_end : base_->relationship_id_end;
  auto keys = std::make_shared<const KeyList>();
  if (block * kColumnBlockSize < end) {
    KITH_TRY(keys, core_.blocks.keys(element, block, base_at()));
  }
  PendingKeyList& pending = key_lists_[id];
  pending.keys = std::move(keys);
  return &pending;
}

// --- ReadView

Result<NodeBlockRef> Transaction::nodes(BlockNumber block) const {
  const auto found = nodes_.find(block);
  if (found == nodes_.end()) return base_nodes(block);
  PendingNodes& pending = found->second;
  if (pending.uniform_stale) {
    make_private(pending);
    count_label_sets(*pending.block);
    pending.uniform_stale = false;
  }
  return NodeBlockRef(pending.block);
}

Result<RelationshipBlockRef> Transaction::relationships(BlockNumber block) const {
  const auto found = relationships_.find(block);
  if (found == relationships_.end()) return base_relationships(block);
  KITH_CHECK_OK(make_working(block, found->second));
  return RelationshipBlockRef(found->second.block);
}

Result<ColumnRef> Transaction::column(ElementKind element, PropertyKeyId key, BlockNumber block) const {
  const BlockId id = BlockId::column(element, key, block);
  const auto found = columns_.find(id);
  if (found == columns_.end()) return base_column(element, key, block);
  KITH_CHECK_OK(make_working(id, found->second));
  return found->second.working->share();
}

Result<std::vector<PropertyKeyId>> Transaction::keys(ElementKind element, BlockNumber block) const {
  if (const auto found = key_lists_.find(BlockId::keys(element, block)); found != key_lists_.end()) {
    return *found->second.keys;
  }
  const std::uint64_t end = element == ElementKind::kNode ? base_->node_id_end : base_->relationship_id_end;
  if (block * kColumnBlockSize >= end) return std::vector<PropertyKeyId>();
  KITH_TRY(const auto keys, core_.blocks.keys(element, block, base_at()));
  return *keys;
}

Result<AdjacencyRef> Transaction::adjacency(RelationshipTypeId type, Direction direction, BlockNumber block) const {
  const BlockId id = BlockId::adjacency(type, direction, block);
  const auto found = adjacency_.find(id);
  if (found == adjacency_.end()) {
    if (block * kAdjacencyBlockSize >= base_->node_id_end) return empty_adjacency();
    return core_.blocks.adjacency(type, direction, block, base_at());
  }
  KITH_CHECK_OK(make_working(id, found->second));
  return found->second.working->share();
}

Status Transaction::seek_index(const IndexSeek& seek, std::vector<std::uint64_t>& out) const {
  KITH_CHECK_OK(flush_indexes());
  return seek_entries(core_.index_tier, base_at(), &index_entries_, *this, seek, out);
}

Result<std::vector<Assertion>> Transaction::assertions_of(ElementKind element, std::uint64_t id) const {
  if (num_assertions_ == 0) return std::vector<Assertion>();
  return read_assertions(*core_.backend, base_at(), &assertions_, AssertionKey::element_prefix(element, id));
}
Result<std::vector<Assertion>> Transaction::assertions_from(NodeId passage) const {
  if (num_assertions_ == 0) return std::vector<Assertion>();
  return read_assertions(*core_.backend, base_at(), &assertions_, AssertionKey::passage_prefix(passage.value));
}

// --- Single elements

Result<std::uint32_t> Transaction::label_set_of(NodeId node) const {
  if (node.value >= node_ids_.id_end()) return NodeBlock::kAbsent;
  const BlockNumber block = column_block_of(node.value);
  if (const auto found = nodes_.find(block); found != nodes_.end()) {
    return found->second.block->label_sets[column_row_of(node.value)];
  }
  KITH_TRY(const NodeBlockRef base, base_nodes(block));
  return base->label_sets[column_row_of(node.value)];
}

Result<std::uint32_t> Transaction::type_of(RelationshipId relationship) const {
  KITH_TRY(const RelationshipChange stored, relationship_of(relationship));
  return stored.type;
}

Result<std::uint32_t> Transaction::existing_label_set(NodeId node) const {
  KITH_CHECK_OK(require_open());
  KITH_TRY(const std::uint32_t set, label_set_of(node));
  if (set == NodeBlock::kAbsent) return not_found("node", node.value);
  return set;
}

Result<Value> Transaction::value_of(ElementKind element, std::uint64_t id, PropertyKeyId key) const {
  const BlockNumber block = column_block_of(id);
  const std::uint32_t row = column_row_of(id);
  if (const auto found = columns_.find(BlockId::column(element, key, block)); found != columns_.end()) {
    const PendingColumn& pending = found->second;
    if (pending.working) return pending.working->value(row);
    if (const auto change = pending.changes.find(row); change != pending.changes.end()) return change->second;
  }
  KITH_TRY(const ColumnRef base, base_column(element, key, block));
  return base->value(row);
}

Statistics& Transaction::own_statistics() {
  if (!own_statistics_) statistics_ = own_statistics_ = std::make_shared<Statistics>(*statistics_);
  return *own_statistics_;
}
Schema& Transaction::own_schema() {
  if (!own_schema_) schema_ = own_schema_ = std::make_shared<Schema>(*schema_);
  return *own_schema_;
}

// --- Writes

Status Transaction::set_label_set(NodeId node, std::uint32_t before, std::uint32_t after) {
  KITH_TRY(PendingNodes* const pending, pending_nodes(column_block_of(node.value)));
  make_private(*pending);
  const std::uint32_t row = column_row_of(node.value);
  pending->block->label_sets[row] = after;
  pending->changed.set(row);
  pending->uniform_stale = true;
  Statistics& statistics = own_statistics();
  if (before == NodeBlock::kAbsent) {
    ++pending->block->num_present;
    ++statistics.num_nodes;
  } else {
    for (const LabelId label : core_.names.label_set(before))
      adjust(statistics.nodes_with_label, label.value, core_.names.num_labels(), -1);
  }
  if (after == NodeBlock::kAbsent) {
    --pending->block->num_present;
    --statistics.num_nodes;
    return {};
  }
  for (const LabelId label : core_.names.label_set(after))
    adjust(statistics.nodes_with_label, label.value, core_.names.num_labels(), 1);
  auto& listed = pending->listed_sets;
  if (std::find(listed.begin(), listed.end(), after) == listed.end()) {
    listed.push_back(after);
    for (const LabelId label : core_.names.label_set(after))
      label_blocks_.add(label.value, column_block_of(node.value));
  }
  return {};
}

Result<NodeId> Transaction::create_node(std::span<const LabelId> labels) {
  KITH_CHECK_OK(require_open());
  std::vector<LabelId> sorted(labels.begin(), labels.end());
  std::sort(sorted.begin(), sorted.end());
  sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
  const std::uint32_t set = core_.names.add_label_set(sorted);
  const NodeId node{node_ids_.allot(set)};
  KITH_CHECK_OK(set_label_set(node, NodeBlock::kAbsent, set));
  for (const LabelId label : sorted) touch(ElementKind::kNode, node.value, label.value, std::nullopt);
  return node;
}

Result<RelationshipId> Transaction::create_relationship(RelationshipTypeId type, NodeId start, NodeId end) {
  KITH_TRY([[maybe_unused]] const std::uint32_t start_set, existing_label_set(start));
  KITH_TRY([[maybe_unused]] const std::uint32_t end_set, existing_label_set(end));
  const RelationshipId relationship{relationship_ids_.allot(type.value)};
  const BlockNumber block = column_block_of(relationship.value);
  KITH_CHECK_OK(
      set_relationship(relationship, {column_row_of(relationship.value), type.value, start.value, end.value}));
  if (auto& listed = relationships_[block].listed_types;
      std::find(listed.begin(), listed.end(), type.value) == listed.end()) {
    listed.push_back(type.value);
    type_blocks_.add(type.value, block);
  }
  adjacency_[BlockId::adjacency(type, Direction::kOutgoing, adjacency_block_of(start))].log.push_back(
      {adjacency_row_of(start), true, end.value, relationship.value});
  adjacency_[BlockId::adjacency(type, Direction::kIncoming, adjacency_block_of(end))].log.push_back(
      {adjacency_row_of(end), true, start.value, relationship.value});
  Statistics& statistics = own_statistics();
  ++statistics.num_relationships;
  adjust(statistics.relationships_with_type, type.value, core_.names.num_relationship_types(), 1);
  touch(ElementKind::kRelationship, relationship.value, type.value, std::nullopt);
  return relationship;
}

Status Transaction::set_property(ElementKind element, std::uint64_t id, PropertyKeyId key, const Value& value) {
  const BlockNumber block = column_block_of(id);
  const BlockId column_id = BlockId::column(element, key, block);
  if (value.is_null()) {
    KITH_TRY(const Value before, value_of(element, id, key));
    if (before.is_null()) return {};
  }
  PendingColumn& pending = columns_[column_id];
  if (!pending.key_listed && !value.is_null()) {
    KITH_TRY(PendingKeyList* const list, pending_keys(element, block));
    if (!std::binary_search(list->keys->begin(), list->keys->end(), key)) {
      auto keys = std::make_shared<KeyList>(*list->keys);
      keys->insert(std::lower_bound(keys->begin(), keys->end(), key), key);
      list->keys = std::move(keys);
      list->added.push_back(key);
    }
    pending.key_listed = true;
  }
  const std::uint32_t row = column_row_of(id);
  pending.changed.set(row);
  if (pending.working) {
    pending.working->set(row, value);
    return {};
  }
  pending.changes[row] = value;
  return pending.changes.size() > kMostTabledChanges ? make_working(column_id, pending) : Status();
}

Status Transaction::set_property(NodeId node, PropertyKeyId key, const Value& value) {
  KITH_TRY(const std::uint32_t set, existing_label_set(node));
  if (!value.is_null()) KITH_CHECK_OK(check_storable(value));
  KITH_CHECK_OK(set_property(ElementKind::kNode, node.value, key, value));
  for (const LabelId label : core_.names.label_set(set)) touch(ElementKind::kNode, node.value, label.value, key);
  return {};
}

Status Transaction::set_property(RelationshipId relationship, PropertyKeyId key, const Value& value) {
  KITH_CHECK_OK(require_open());
  KITH_TRY(const std::uint32_t type, type_of(relationship));
  if (type == RelationshipBlock::kAbsent) return not_found("relationship", relationship.value);
  if (!value.is_null()) KITH_CHECK_OK(check_storable(value));
  KITH_CHECK_OK(set_property(ElementKind::kRelationship, relationship.value, key, value));
  touch(ElementKind::kRelationship, relationship.value, type, key);
  return {};
}

Status Transaction::add_label(NodeId node, LabelId label) {
  KITH_TRY(const std::uint32_t before, existing_label_set(node));
  const auto old = core_.names.label_set(before);
  const auto place = std::lower_bound(old.begin(), old.end(), label);
  if (place != old.end() && *place == label) return {};
  std::vector<LabelId> labels(old.begin(), place);
  labels.push_back(label);
  labels.insert(labels.end(), place, old.end());
  KITH_CHECK_OK(set_label_set(node, before, core_.names.add_label_set(labels)));
  touch(ElementKind::kNode, node.value, label.value, std::nullopt);
  return {};
}

Status Transaction::remove_label(NodeId node, LabelId label) {
  KITH_TRY(const std::uint32_t before, existing_label_set(node));
  const auto old = core_.names.label_set(before);
  std::vector<LabelId> labels(old.begin(), old.end());
  if (std::erase(labels, label) == 0) return {};
  KITH_CHECK_OK(set_label_set(node, before, core_.names.add_label_set(labels)));
  touch(ElementKind::kNode, node.value, label.value, std::nullopt);
  return {};
}

Status Transaction::remove_properties(ElementKind element, std::uint64_t id) {
  KITH_TRY(const std::vector<PropertyKeyId> present, keys(element, column_block_of(id)));
  for (const PropertyKeyId key : present) KITH_CHECK_OK(set_property(element, id, key, Value()));
  return {};
}

Status Transaction::delete_node(NodeId node) {
  KITH_TRY(const std::uint32_t set, existing_label_set(node));
  for (const LabelId label : core_.names.label_set(set))
    touch(ElementKind::kNode, node.value, label.value, std::nullopt);
  KITH_CHECK_OK(remove_properties(ElementKind::kNode, node.value));
  if (num_assertions_ != 0) {
    KITH_CHECK_OK(remove_assertions(AssertionKey::element_prefix(ElementKind::kNode, node.value)));
    KITH_CHECK_OK(remove_assertions(AssertionKey::passage_prefix(node.value)));
  }
  KITH_CHECK_OK(set_label_set(node, set, NodeBlock::kAbsent));
  deleted_nodes_.push_back(node);
  return {};
}

Status Transaction::delete_relationship(RelationshipId relationship) {
  KITH_CHECK_OK(require_open());
  KITH_TRY(const RelationshipChange stored, relationship_of(relationship));
  const std::uint32_t type = stored.type;
  if (type == RelationshipBlock::kAbsent) return not_found("relationship", relationship.value);
  touch(ElementKind::kRelationship, relationship.value, type, std::nullopt);
  KITH_CHECK_OK(remove_properties(ElementKind::kRelationship, relationship.value));
  if (num_assertions_ != 0) {
    KITH_CHECK_OK(remove_assertions(AssertionKey::element_prefix(ElementKind::kRelationship, relationship.value)));
  }
  const NodeId start{stored.start}, end{stored.end};
  KITH_CHECK_OK(set_relationship(relationship, {stored.row, RelationshipBlock::kAbsent, 0, 0}));
  adjacency_[BlockId::adjacency(RelationshipTypeId{type}, Direction::kOutgoing, adjacency_block_of(start))]
      .log.push_back({adjacency_row_of(start), false, end.value, relationship.value});
  adjacency_[BlockId::adjacency(RelationshipTypeId{type}, Direction::kIncoming, adjacency_block_of(end))].log.push_back(
      {adjacency_row_of(end), false, start.value, relationship.value});
  Statistics& statistics = own_statistics();
  --statistics.num_relationships;
  adjust(statistics.relationships_with_type, type, core_.names.num_relationship_types(), -1);
  return {};
}

Status Transaction::put_assertion(const Assertion& assertion) {
  if (assertion.element == ElementKind::kNode) {
    KITH_TRY([[maybe_unused]] const std::uint32_t set, existing_label_set(NodeId{assertion.id}));
  } else {
    KITH_CHECK_OK(require_open());
    KITH_TRY(const std::uint32_t type, type_of(RelationshipId{assertion.id}));
    if (type == RelationshipBlock::kAbsent) return not_found("relationship", assertion.id);
  }
  KITH_TRY([[maybe_unused]] const std::uint32_t passage_set, existing_label_set(assertion.passage));
  const AssertionKey key = key_of(assertion);
  const std::string by_element = key.by_element();
  bool known = false;
  if (const auto own = assertions_.find(by_element); own != assertions_.end()) {
    known = own->second.has_value();
  } else if (base_->num_assertions != 0) {
    KITH_TRY(const auto stored, core_.backend->get(Family::kAssertions, by_element, base_->backend.get()));
    known = stored.has_value();
  }
  if (!known) ++num_assertions_;
  assertions_[by_element] = encode_assertion(assertion);
  assertions_[key.by_passage()] = "";
  return {};
}

Status Transaction::remove_assertions(std::string_view prefix) {
  std::vector<AssertionKey> found;
  Status failed;
  KITH_CHECK_OK(scan_assertions(*core_.backend, prefix, after_prefix(prefix), base_at(), &assertions_,
                                [&](std::string_view bytes, std::string_view) {
                                  auto key = prefix.front() == 'e' ? AssertionKey::decode_by_element(bytes)
                                                                   : AssertionKey::decode_by_passage(bytes);
                                  if (!key.ok()) {
                                    failed = std::move(key).error();
                                    return false;
                                  }
                                  found.push_back(*key);
                                  return true;
                                }));
  KITH_CHECK_OK(std::move(failed));
  for (const AssertionKey& key : found) {
    assertions_[key.by_element()] = std::nullopt;
    assertions_[key.by_passage()] = std::nullopt;
  }
  num_assertions_ -= found.size();
  return {};
}

}  // namespace kith::storage
