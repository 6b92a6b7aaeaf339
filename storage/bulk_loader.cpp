// storage/bulk_loader.cpp: taking in nodes and relationships.
#include "storage/bulk_loader.hpp"

#include <algorithm>
#include <system_error>

#include <fmt/format.h>

#include "storage/element_blocks.hpp"
#include "storage/index_entries.hpp"
#include "storage/store_impl.hpp"
#include "storage/value_codec.hpp"

namespace kith::storage {
namespace {

// Of what stays in memory: rows of blocks that are not full, and assertions.
constexpr std::uint64_t kMostHeldBytes = std::uint64_t{16} << 30;

/// About what a value takes beside its place in an array.
std::uint64_t bytes_beside(const Value& value) {
  if (value.is(ValueKind::kString)) return value.get<std::string>().size();
  if (!value.is(ValueKind::kList)) return 0;
  std::uint64_t bytes = sizeof(List);
  for (const Value& element : value.list()) bytes += sizeof(Value) + bytes_beside(element);
  return bytes;
}

}  // namespace

Result<std::unique_ptr<BulkLoad>> make_bulk_load(Core& core) {
  return std::unique_ptr<BulkLoad>(std::make_unique<BulkLoader>(core));
}

Result<std::unique_ptr<BulkLoad>> StoreImpl::begin_bulk_load(std::chrono::milliseconds wait) {
  KITH_CHECK_OK(acquire(wait));
  return make_bulk_load(*core_);
}

BulkLoader::BulkLoader(Core& core)
    : core_(core),
      base_(core.appended),
      statistics_(std::make_shared<Statistics>(*base_->statistics)),
      node_ids_(base_->node_slabs, base_->node_id_end),
      relationship_ids_(base_->relationship_slabs, base_->relationship_id_end),
      label_blocks_(base_->label_blocks),
      type_blocks_(base_->type_blocks),
      known_blocks_((base_->node_id_end + kColumnBlockSize - 1) / kColumnBlockSize, false) {}

BulkLoader::~BulkLoader() { close(); }

void BulkLoader::close() {
  if (!open_) return;
  open_ = false;
  spilled_.clear();
  index_entries_.clear();
  std::error_code ignored;
  std::filesystem::remove(spill_directory(), ignored);  // empty by now, or never made
  core_.write_lock.release();
}

Status BulkLoader::require_open() const {
  return open_ ? Status() : Status(Error(ErrorKind::kTransaction, "the bulk load has ended"));
}

Status BulkLoader::ended(Status status) {
  if (!status.ok()) close();
  return status;
}

Status BulkLoader::check_memory() {
  if (held_bytes_ > kMostHeldBytes) {
    return Error(ErrorKind::kMemoryLimit,
                 fmt::format("the bulk load would hold more than {} GB in memory", kMostHeldBytes >> 30))
        .with_hint("Load it in several parts.");
  }
  return buffered_bytes_ <= core_.options.bulk_buffer_bytes ? Status() : spill();
}

Status BulkLoader::spill_when_large(SpillingSorter& sorter) const {
  constexpr std::uint64_t kMostBytes = std::uint64_t{1} << 30;
  return sorter.memory_bytes() < std::min(kMostBytes, core_.options.bulk_buffer_bytes / 4) ? Status() : sorter.spill();
}

Status BulkLoader::spill_relationships(RelationshipTypeId type, BulkRelationships& added) {
  SpillingSorter& sorter =
      spilled_.try_emplace(type, spill_directory(), fmt::format("relationships-{}", type.value)).first->second;
  const std::uint64_t first = num_added_[type] - added.size();
  std::string record;
  return added.drain([&](std::uint64_t n, std::uint64_t start, std::uint64_t end, std::string_view properties) {
    record.clear();
    append_big_endian(record, start);
    append_big_endian(record, end);
    append_big_endian(record, first + n);
    record.append(properties);
    sorter.add(record);
    return spill_when_large(sorter);
  });
}

Status BulkLoader::spill() {
  for (auto& [type, added] : relationships_) {
    if (added.size() == 0) continue;
    KITH_CHECK_OK(spill_relationships(type, added));
    KITH_CHECK_OK(spilled_.at(type).spill());
  }
  for (auto& [kind, encoded] : encoded_) KITH_CHECK_OK(write_encoded(spilled_runs_, encoded));
  KITH_CHECK_OK(write_side(spilled_runs_));
  for (auto& [index, entries] : index_entries_) KITH_CHECK_OK(entries.spill());
  buffered_bytes_ = 0;
  return {};
}

Result<std::uint32_t> BulkLoader::add_label_set(std::span<const LabelId> labels) {
  KITH_CHECK_OK(require_open());
  std::vector<LabelId> sorted(labels.begin(), labels.end());
  std::sort(sorted.begin(), sorted.end());
  sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
  return core_.names.add_label_set(sorted);
}

Result<BulkLoader::Rows*> BulkLoader::rows_of(BlockNumber block) {
  if (const auto found = node_rows_.find(block); found != node_rows_.end()) return &found->second;
  NodeBlockRef base = empty_node_block();
  if (block * kColumnBlockSize < base_->node_id_end) {
    KITH_TRY(base, core_.blocks.nodes(block, base_->as_of()));
  }
  Rows& rows = node_rows_[block];
  rows.nodes = std::make_shared<NodeBlock>(*base);
  count_bytes(rows, sizeof(Rows) + kColumnBlockSize * sizeof(std::uint32_t));
  return &rows;
}

void BulkLoader::count_bytes(Rows& rows, std::uint64_t bytes) {
  rows.bytes += bytes;
  held_bytes_ += bytes;
}

void BulkLoader::count_side() {
  for (; num_counted_side_ < side_.size(); ++num_counted_side_) {
    const auto& [key, value] = side_[num_counted_side_];
    buffered_bytes_ += sizeof(Backend::Entry) + key.size() + value.size();
  }
}

Status BulkLoader::set_row(Rows& rows, ElementKind element, BlockNumber block, std::uint32_t row,
                           std::span<const Property> properties) {
  const std::uint64_t end = element == ElementKind::kNode ? base_->node_id_end : base_->relationship_id_end;
  for (const auto& [key, value] : properties) {
    if (value.is_null()) continue;
    auto column = rows.columns.find(key);
    if (column == rows.columns.end()) {
      ColumnRef base = empty_column();
      if (block * kColumnBlockSize < end) {
        KITH_TRY(base, core_.blocks.column(element, key, block, base_->as_of()));
      }
      column = rows.columns.emplace(key, WorkingColumn(*base)).first;
      count_bytes(rows, kColumnBlockSize * sizeof(std::string_view));
    }
    column->second.set(row, value);
    count_bytes(rows, bytes_beside(value));
  }
  return {};
}

namespace {

/// Null when none is given; of a key given twice the last holds, as in set_row.
const Value* value_for(PropertyKeyId key, std::span<const BulkLoad::Property> properties) {
  const Value* found = nullptr;
  for (const auto& [own, value] : properties) {
    if (own == key && !value.is_null()) found = &value;
  }
  return found;
}

}  // namespace

Status BulkLoader::check_values(ElementKind element, std::span<const std::uint32_t> numbers,
                                std::span<const Property> properties) const {
  for (const auto& [key, value] : properties) {
    if (!value.is_null()) KITH_CHECK_OK(check_storable(value));
  }
  for (const ConstraintDefinition& constraint : base_->schema->constraints) {
    if (constraint.kind != ConstraintKind::kNotNull || constraint.element != element) continue;
    if (std::find(numbers.begin(), numbers.end(), constraint.label_or_type) == numbers.end()) continue;
    for (const PropertyKeyId key : constraint.keys) {
      if (value_for(key, properties) != nullptr) continue;
      const bool node = element == ElementKind::kNode;
      return Error(ErrorKind::kConstraintValidationFailed,
                   fmt::format("constraint `{}`: a {} `{}` must have a value for `{}`", constraint.name,
                               node ? "node with label" : "relationship of type",
                               node ? core_.names.name(LabelId{constraint.label_or_type})
                                    : core_.names.name(RelationshipTypeId{constraint.label_or_type}),
                               core_.names.name(key)));
    }
  }
  return {};
}

void BulkLoader::index_element(ElementKind element, std::uint64_t id, std::span<const std::uint32_t> numbers,
                               std::span<const Property> properties) {
  for (const IndexDefinition& index : base_->schema->indexes) {
    if (index.element != element) continue;
    if (std::find(numbers.begin(), numbers.end(), index.label_or_type) == numbers.end()) continue;
    std::vector<Value> values;
    for (const PropertyKeyId key : index.keys) {
      if (const Value* value = value_for(key, properties)) values.push_back(*value);
    }
    if (values.size() < index.keys.size()) continue;
    SpillingSorter& entries =
        index_entries_.try_emplace(index.id, spill_directory(), fmt::format("index-{}", index.id)).first->second;
    const std::string entry = index_entry(index.id, values, id);
    entries.add(entry);
    buffered_bytes_ += entry.size() + 2 * sizeof(std::uint64_t);
  }
}

Result<NodeId> BulkLoader::add_node(std::uint32_t label_set, std::span<const Property> properties) {
  KITH_CHECK_OK(require_open());
  if (label_set >= core_.names.num_label_sets()) return Error(ErrorKind::kArgumentError, "an unknown label set");
  std::vector<std::uint32_t> numbers;
  if (!base_->schema->indexes.empty() || !base_->schema->constraints.empty()) {
    for (const LabelId label : core_.names.label_set(label_set)) numbers.push_back(label.value);
  }
  KITH_CHECK_OK(check_values(ElementKind::kNode, numbers, properties));
  const NodeId node{node_ids_.allot(label_set)};
  if (Status failed = put_node(node, label_set, properties); !failed.ok()) return ended(std::move(failed));
  index_element(ElementKind::kNode, node.value, numbers, properties);
  return node;
}

Status BulkLoader::put_node(NodeId node, std::uint32_t label_set, std::span<const Property> properties) {
  const BlockNumber block = column_block_of(node.value);
  const std::uint32_t row = column_row_of(node.value);
  KITH_TRY(Rows* const rows, rows_of(block));
  rows->nodes->label_sets[row] = label_set;
  ++rows->nodes->num_present;
  const auto labels = core_.names.label_set(label_set);
  if (auto& listed = rows->listed_sets; std::find(listed.begin(), listed.end(), label_set) == listed.end()) {
    listed.push_back(label_set);
    for (const LabelId label : labels) label_blocks_.add(label.value, block);
  }
  ++statistics_->num_nodes;
  for (const LabelId label : labels) {
    if (statistics_->nodes_with_label.size() <= label.value) statistics_->nodes_with_label.resize(label.value + 1);
    ++statistics_->nodes_with_label[label.value];
  }
  KITH_CHECK_OK(set_row(*rows, ElementKind::kNode, block, row, properties));
  if (exists_.size() * 64 <= node.value) {
    exists_.resize(std::max<std::size_t>(node.value / 64 + 1, exists_.size() * 2), 0);
  }
  exists_[node.value / 64] |= std::uint64_t{1} << (node.value % 64);
  if (++rows->num_added == kColumnBlockSize) {
    KITH_CHECK_OK(encode_rows(ElementKind::kNode, block, *rows));
    node_rows_.erase(block);
  }
  return check_memory();
}

Status BulkLoader::check_exists(NodeId node) {
  const BlockNumber block = column_block_of(node.value);
  if (block < known_blocks_.size() && !known_blocks_[block]) {
    KITH_TRY(const NodeBlockRef sets, core_.blocks.nodes(block, base_->as_of()));
    const std::size_t words = (block + 1) * kColumnBlockSize / 64;
    if (exists_.size() < words) exists_.resize(words, 0);
    for (std::uint32_t row = 0; row < kColumnBlockSize; ++row) {
      if (sets->label_sets[row] == NodeBlock::kAbsent) continue;
      exists_[(block * kColumnBlockSize + row) / 64] |= std::uint64_t{1} << (row % 64);
    }
    known_blocks_[block] = true;
  }
  if (node.value / 64 < exists_.size() && (exists_[node.value / 64] >> (node.value % 64) & 1) != 0) return {};
  return Error(ErrorKind::kEntityNotFound, fmt::format("node {} does not exist", node.value));
}

void BulkLoader::note_handles(RelationshipTypeId type, std::uint64_t count) {
  if (handles_.empty() || handles_.back().type != type) handles_.push_back({num_handles_, type, num_added_[type]});
  num_handles_ += count;
  num_added_[type] += count;
  buffered_bytes_ += count * 48;
}

Status BulkLoader::add_relationships(RelationshipTypeId type, std::span<const NodeId> starts,
                                     std::span<const NodeId> ends) {
  KITH_CHECK_OK(require_open());
  return put_relationships(type, starts, ends, {});
}

Result<std::uint64_t> BulkLoader::add_relationship(RelationshipTypeId type, NodeId start, NodeId end,
                                                   std::span<const Property> properties) {
  KITH_CHECK_OK(require_open());
  KITH_CHECK_OK(put_relationships(type, std::span(&start, 1), std::span(&end, 1), properties));
  return num_handles_ - 1;
}

Status BulkLoader::put_relationships(RelationshipTypeId type, std::span<const NodeId> starts,
                                     std::span<const NodeId> ends, std::span<const Property> properties) {
  const std::uint32_t numbers[] = {type.value};
  KITH_CHECK_OK(check_values(ElementKind::kRelationship, numbers, properties));
  if (starts.size() != ends.size()) return Error(ErrorKind::kArgumentError, "as many starts as ends are needed");
  for (const NodeId node : starts) KITH_CHECK_OK(check_exists(node));
  for (const NodeId node : ends) KITH_CHECK_OK(check_exists(node));
  BulkRelationships& added = relationships_[type];
  if (added.size() + starts.size() > BulkRelationships::kMost) KITH_CHECK_OK(ended(spill()));
  note_handles(type, starts.size());
  added.add(starts, ends);
  if (!properties.empty()) buffered_bytes_ += added.add_properties(properties);
  return ended(check_memory());
}

Status BulkLoader::put_assertion(const Assertion& assertion) {
  KITH_CHECK_OK(require_open());
  KITH_CHECK_OK(check_exists(assertion.passage));
  if (assertion.element == ElementKind::kNode) {
    KITH_CHECK_OK(check_exists(NodeId{assertion.id}));
  } else if (assertion.id >= num_handles_) {
    return Error(ErrorKind::kEntityNotFound, fmt::format("no relationship with handle {} was added", assertion.id));
  }
  assertions_.push_back({assertion, assertion.id});
  held_bytes_ += sizeof(PendingAssertion) + assertion.rule.size() + assertion.modality.size();
  return ended(check_memory());
}

}  // namespace kith::storage
