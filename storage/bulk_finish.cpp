// storage/bulk_finish.cpp: the end of a bulk load: sorting, encoding, and one atomic ingestion.
#include <algorithm>
#include <new>

#include <fmt/format.h>

#include "storage/bulk_loader.hpp"
#include "storage/element_blocks.hpp"
#include "storage/index_entries.hpp"
#include "storage/store_impl.hpp"
#include "storage/working_adjacency.hpp"

namespace kith::storage {

Status BulkLoader::put_block(Run& run, const BlockKey& key, std::string_view bytes) {
  written_.push_back(key);
  return run.add(key.to_bytes(), bytes);
}

Status BulkLoader::encode_rows(ElementKind element, BlockNumber block, Rows& rows) {
  const std::uint64_t end = element == ElementKind::kNode ? base_->node_id_end : base_->relationship_id_end;
  const bool in_base = block * kColumnBlockSize < end;
  buffered_bytes_ -= rows.bytes;
  rows.bytes = 0;
  const auto put = [&](const BlockKey& key, std::string bytes) {
    buffered_bytes_ += bytes.size() + 128;  // with its key, and the tree's node
    encoded_[key.id.kind][key.to_bytes()] = std::move(bytes);
    written_.push_back(key);
  };
  if (element == ElementKind::kNode) {
    NodeBlock& nodes = *rows.nodes;
    count_label_sets(nodes);
    put({BlockId::nodes(block), commit()}, BlockStore::encode_fresh(nodes));
  }
  if (rows.columns.empty()) return {};
  KeyList keys;
  if (in_base) {
    KITH_TRY(const auto base_keys, core_.blocks.keys(element, block, base_->as_of()));
    keys = *base_keys;
  }
  for (auto& [key, column] : rows.columns) {
    const BlockKey block_key{BlockId::column(element, key, block), commit()};
    put(block_key, BlockStore::encode_fresh(block_key, *column.share(), side_));
    keys.push_back(key);
  }
  count_side();
  std::sort(keys.begin(), keys.end());
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
  put({BlockId::keys(element, block), commit()}, BlockStore::encode_fresh(keys));
  return {};
}

Status BulkLoader::write_ends(RelationshipTypeId type, const SortedLists& outgoing, std::uint64_t first_id, Run& run) {
  RelationshipBlock block;
  const std::uint64_t total = outgoing.neighbours.size();
  std::uint64_t start = 0;
  for (std::uint64_t begin = 0; begin < total; begin += kColumnBlockSize) {
    const auto size = static_cast<std::uint32_t>(std::min<std::uint64_t>(kColumnBlockSize, total - begin));
    block.types.assign(kColumnBlockSize, RelationshipBlock::kAbsent);
    block.starts.assign(kColumnBlockSize, 0);
    block.ends.assign(kColumnBlockSize, 0);
    std::fill_n(block.types.begin(), size, type.value);
    for (std::uint32_t row = 0; row < size; ++row) {
      while (outgoing.offsets[start + 1] <= begin + row) ++start;
      block.starts[row] = start;
    }
    std::copy_n(outgoing.neighbours.begin() + static_cast<std::ptrdiff_t>(begin), size, block.ends.begin());
    block.num_present = size;
    const BlockNumber number = column_block_of(first_id + begin);
    KITH_CHECK_OK(put_block(run, {BlockId::relationships(number), commit()}, BlockStore::encode_fresh(block)));
    type_blocks_.add(type.value, number);
  }
  return {};
}

Status BulkLoader::write_properties(RelationshipTypeId type, const BulkRelationships& added,
                                    const SortedLists& outgoing, std::uint64_t first_id) {
  if (!added.has_properties()) return {};
  const std::uint64_t total = outgoing.slots.size();
  const std::uint32_t numbers[] = {type.value};
  std::vector<Property> properties;
  for (std::uint64_t begin = 0; begin < total; begin += kColumnBlockSize) {
    const BlockNumber block = column_block_of(first_id + begin);
    const std::uint64_t size = std::min<std::uint64_t>(kColumnBlockSize, total - begin);
    Rows rows;
    for (std::uint32_t row = 0; row < size; ++row) {
      properties.clear();
      KITH_CHECK_OK(added.properties_of(outgoing.slots[begin + row], properties));
      KITH_CHECK_OK(set_row(rows, ElementKind::kRelationship, block, row, properties));
      index_element(ElementKind::kRelationship, first_id + begin + row, numbers, properties);
    }
    KITH_CHECK_OK(encode_rows(ElementKind::kRelationship, block, rows));
    KITH_CHECK_OK(check_memory());
  }
  return {};
}

Status BulkLoader::write_direction(RelationshipTypeId type, Direction direction, const SortedLists& lists,
                                   std::uint64_t first_id, Run& run) {
  const bool outgoing = direction == Direction::kOutgoing;
  const std::uint64_t num_blocks = (lists.offsets.size() - 1) / kAdjacencyBlockSize;
  for (BlockNumber block = 0; block < num_blocks; ++block) {
    const std::uint64_t* offsets = lists.offsets.data() + block * kAdjacencyBlockSize;
    const std::uint64_t begin = offsets[0], end = offsets[kAdjacencyBlockSize];
    if (begin == end) continue;
    const auto relationship_at = [&](std::uint64_t i) { return first_id + (outgoing ? i : lists.slots[i]); };
    AdjacencyRef before = empty_adjacency();
    if (block * kAdjacencyBlockSize < base_->node_id_end) {
      KITH_TRY(before, core_.blocks.adjacency(type, direction, block, base_->as_of()));
    }
    AdjacencyRef after;
    if (before->empty()) {
      auto base = std::make_shared<Adjacency::Base>();
      base->offsets.reserve(kAdjacencyBlockSize + 1);
      for (std::uint32_t row = 0; row <= kAdjacencyBlockSize; ++row) {
        base->offsets.push_back(static_cast<std::uint32_t>(offsets[row] - begin));
      }
      base->neighbours.assign(lists.neighbours.begin() + static_cast<std::ptrdiff_t>(begin),
                              lists.neighbours.begin() + static_cast<std::ptrdiff_t>(end));
      if (outgoing) {
        base->first_relationship = first_id + begin;
      } else {
        base->relationships.reserve(end - begin);
        for (std::uint64_t i = begin; i < end; ++i) base->relationships.push_back(relationship_at(i));
      }
      after = std::make_shared<const Adjacency>(std::move(base));
    } else {
      WorkingAdjacency merged(before);
      for (std::uint32_t row = 0; row < kAdjacencyBlockSize; ++row) {
        for (std::uint64_t i = offsets[row]; i < offsets[row + 1]; ++i) {
          merged.add({row, true, lists.neighbours[i], relationship_at(i)});
        }
      }
      after = merged.share();
    }
    const BlockKey key{BlockId::adjacency(type, direction, block), commit()};
    KITH_CHECK_OK(put_block(run, key, BlockStore::encode_fresh(key, *after, side_)));
    count_side();
    KITH_CHECK_OK(check_memory());
  }
  return {};
}

Status BulkLoader::write_relationships(RelationshipTypeId type, BulkRelationships& added, Run& ends_run,
                                       Run& outgoing_run, Run& incoming_run) {
  const std::uint64_t total = added.size();
  if (total == 0) return {};
  const std::uint64_t first_id = relationship_ids_.allot_blocks(total);
  SortedLists outgoing = added.sort_outgoing(node_ids_.id_end());
  KITH_CHECK_OK(write_ends(type, outgoing, first_id, ends_run));
  KITH_CHECK_OK(write_properties(type, added, outgoing, first_id));
  if (!id_of_handle_.empty()) {
    std::unordered_map<std::uint64_t, std::uint64_t> handle_of;  // of those with assertions, by order within the type
    for (const auto& [handle, id] : id_of_handle_) {
      const auto run =
          std::prev(std::upper_bound(handles_.begin(), handles_.end(), handle,
                                     [](std::uint64_t h, const HandleRun& r) { return h < r.first_handle; }));
      if (run->type == type) handle_of.emplace(run->first_of_type + handle - run->first_handle, handle);
    }
    for (std::uint64_t slot = 0; slot < total && !handle_of.empty(); ++slot) {
      if (const auto found = handle_of.find(outgoing.slots[slot]); found != handle_of.end()) {
        id_of_handle_[found->second] = first_id + slot;
      }
    }
  }
  added = {};
  KITH_CHECK_OK(write_direction(type, Direction::kOutgoing, outgoing, first_id, outgoing_run));
  const SortedLists incoming = BulkRelationships::sort_incoming(outgoing, node_ids_.id_end());
  outgoing = {};
  KITH_CHECK_OK(write_direction(type, Direction::kIncoming, incoming, first_id, incoming_run));
  statistics_->num_relationships += total;
  auto& counts = statistics_->relationships_with_type;
  if (counts.size() <= type.value) counts.resize(type.value + 1);
  counts[type.value] += total;
  return {};
}

Status BulkLoader::write_encoded(std::vector<std::unique_ptr<Run>>& runs, Encoded& encoded) {
  if (encoded.empty()) return {};
  KITH_TRY(auto run, core_.backend->begin_run(Family::kBlocks));
  for (const auto& [key, bytes] : encoded) KITH_CHECK_OK(run->add(key, bytes));
  encoded.clear();
  runs.push_back(std::move(run));
  return {};
}

namespace {

std::string_view values_part(std::string_view entry) { return entry.substr(0, entry.size() - sizeof(std::uint64_t)); }

}  // namespace

Status BulkLoader::write_indexes(std::vector<std::unique_ptr<Run>>& runs) {
  if (index_entries_.empty()) return {};
  KITH_TRY(auto run, core_.backend->begin_run(Family::kIndex));
  for (auto& [number, entries] : index_entries_) {
    std::sort(entries.begin(), entries.end());
    const auto index =
        std::find_if(base_->schema->indexes.begin(), base_->schema->indexes.end(),
                     [&, id = number](const IndexDefinition& definition) { return definition.id == id; });
    const auto duplicate = [&](std::string_view a, std::string_view b) -> Status {
      KITH_TRY(const std::uint64_t first, element_of_entry(a));
      KITH_TRY(const std::uint64_t second, element_of_entry(b));
      std::string keys;
      for (const PropertyKeyId key : index->keys)
        keys += fmt::format("{}`{}`", keys.empty() ? "" : ", ", core_.names.name(key));
      return Error(ErrorKind::kConstraintValidationFailed,
                   fmt::format("constraint `{}`: {} {} and {} have the same {}", index->name,
                               index->element == ElementKind::kNode ? "nodes" : "relationships", first, second, keys));
    };
    if (index->unique) {
      // Both sorted: one pass over what is stored.
      const std::string first = index_prefix(number);
      const auto stored = core_.backend->scan(Family::kIndex, first, after_prefix(first), base_->backend.get());
      for (std::size_t i = 0; i < entries.size(); ++i) {
        if (i > 0 && values_part(entries[i - 1]) == values_part(entries[i]))
          return duplicate(entries[i - 1], entries[i]);
        while (stored->valid() && values_part(stored->key()) < values_part(entries[i])) stored->next();
        if (stored->valid() && values_part(stored->key()) == values_part(entries[i]))
          return duplicate(stored->key(), entries[i]);
      }
      KITH_CHECK_OK(stored->status());
    }
    for (const std::string& entry : entries) KITH_CHECK_OK(run->add(entry, ""));
    entries = {};
  }
  runs.push_back(std::move(run));
  return {};
}

Status BulkLoader::write_assertions(std::vector<std::unique_ptr<Run>>& runs, State& after) {
  if (assertions_.empty()) return {};
  std::map<std::string, std::string> entries;
  for (PendingAssertion& pending : assertions_) {
    if (pending.assertion.element == ElementKind::kRelationship)
      pending.assertion.id = id_of_handle_.at(pending.relationship);
    const AssertionKey key = key_of(pending.assertion);
    std::string by_element = key.by_element();
    if (!entries.contains(by_element)) {
      KITH_TRY(const auto known, core_.backend->get(Family::kAssertions, by_element, base_->backend.get()));
      if (!known) ++after.num_assertions;
    }
    entries[std::move(by_element)] = encode_assertion(pending.assertion);
    entries[key.by_passage()] = "";
  }
  KITH_TRY(auto run, core_.backend->begin_run(Family::kAssertions));
  for (const auto& [key, value] : entries) KITH_CHECK_OK(run->add(key, value));
  runs.push_back(std::move(run));
  return {};
}

Result<CommitNumber> BulkLoader::finish_all() {
  // Versions written here cover all before; deltas that are folded first need not be removed by the ingestion.
  KITH_CHECK_OK(core_.commits.wait_durable(base_->commit, *core_.backend));
  KITH_CHECK_OK(fold_blocks(core_));
  for (const PendingAssertion& pending : assertions_) {
    if (pending.assertion.element == ElementKind::kRelationship) id_of_handle_.emplace(pending.relationship, 0);
  }
  for (auto& [block, rows] : node_rows_) KITH_CHECK_OK(encode_rows(ElementKind::kNode, block, rows));
  node_rows_.clear();
  exists_ = {};

  std::vector<std::unique_ptr<Run>> runs;
  {
    KITH_TRY(auto ends, core_.backend->begin_run(Family::kBlocks));
    KITH_TRY(auto outgoing, core_.backend->begin_run(Family::kBlocks));
    KITH_TRY(auto incoming, core_.backend->begin_run(Family::kBlocks));
    for (auto& [type, added] : relationships_)
      KITH_CHECK_OK(write_relationships(type, added, *ends, *outgoing, *incoming));
    runs.push_back(std::move(ends));
    runs.push_back(std::move(outgoing));
    runs.push_back(std::move(incoming));
  }
  for (auto& [kind, encoded] : encoded_) KITH_CHECK_OK(write_encoded(runs, encoded));
  if (!side_.empty()) {
    std::sort(side_.begin(), side_.end());
    KITH_TRY(auto run, core_.backend->begin_run(Family::kBlocks));
    for (const auto& [key, value] : side_) KITH_CHECK_OK(run->add(key, value));
    runs.push_back(std::move(run));
  }
  KITH_CHECK_OK(write_indexes(runs));

  auto after = std::make_shared<State>(*base_);
  KITH_CHECK_OK(write_assertions(runs, *after));
  after->commit = commit();
  after->statistics = statistics_;
  after->node_id_end = node_ids_.id_end();
  after->relationship_id_end = relationship_ids_.id_end();
  after->node_slabs = node_ids_.slabs();
  after->relationship_slabs = relationship_ids_.slabs();
  after->label_blocks = label_blocks_.finish();
  after->type_blocks = type_blocks_.finish();
  {
    Batch batch;
    put_names(batch, core_.names, core_.logged_names);
    put_state(batch, *after, *base_);
    std::map<std::string_view, std::string_view> records;
    for (const Batch::Entry& entry : batch.entries()) records.emplace(entry.key, entry.value);
    KITH_TRY(auto run, core_.backend->begin_run(Family::kMeta));
    for (const auto& [key, value] : records) KITH_CHECK_OK(run->add(key, value));
    runs.push_back(std::move(run));
  }
  KITH_CHECK_OK(core_.commits.sync(*core_.backend));
  KITH_CHECK_OK(core_.backend->ingest(std::move(runs)));
  core_.appended = after;  // at once, so that no other commit gets its number
  try {
    for (const BlockKey& key : written_) core_.directory.record_version(key);
    core_.logged_names = core_.names.extent();
    after->backend = core_.backend->snapshot();
  } catch (const std::bad_alloc&) {
    return core_.commits.fail("memory ran out at the end of a bulk load");
  }

  // The load stands; estimates that cannot be refreshed stay as they were.
  auto estimated = std::make_shared<Statistics>(*statistics_);
  if (refresh_estimates(core_, *after, *estimated).ok()) {
    auto refreshed = std::make_shared<State>(*after);
    refreshed->statistics = std::move(estimated);
    Batch batch;
    put_state(batch, *refreshed, *after);
    if (core_.backend->append(batch).ok()) {
      refreshed->backend = core_.backend->snapshot();
      core_.appended = refreshed;
    }
  }
  core_.commits.publish(core_.appended);
  return commit();
}

Result<CommitNumber> BulkLoader::finish() {
  KITH_CHECK_OK(require_open());
  auto result = finish_all();
  close();
  return result;
}

}  // namespace kith::storage
