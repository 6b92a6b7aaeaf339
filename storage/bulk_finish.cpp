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
  held_bytes_ -= rows.bytes;
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

Status BulkLoader::put_ends(RelationshipTypeId type, std::uint64_t first_id, std::span<const std::uint64_t> starts,
                            std::span<const std::uint64_t> ends, Run& run) {
  RelationshipBlock block;
  block.types.assign(kColumnBlockSize, RelationshipBlock::kAbsent);
  block.starts.assign(kColumnBlockSize, 0);
  block.ends.assign(kColumnBlockSize, 0);
  std::fill_n(block.types.begin(), starts.size(), type.value);
  std::copy(starts.begin(), starts.end(), block.starts.begin());
  std::copy(ends.begin(), ends.end(), block.ends.begin());
  block.num_present = static_cast<std::uint32_t>(starts.size());
  const BlockNumber number = column_block_of(first_id);
  type_blocks_.add(type.value, number);
  return put_block(run, {BlockId::relationships(number), commit()}, BlockStore::encode_fresh(block));
}

Status BulkLoader::write_ends(RelationshipTypeId type, const SortedLists& outgoing, std::uint64_t first_id, Run& run) {
  const std::uint64_t total = outgoing.neighbours.size();
  std::uint64_t start = 0;
  std::vector<std::uint64_t> starts;
  for (std::uint64_t begin = 0; begin < total; begin += kColumnBlockSize) {
    const std::uint64_t size = std::min<std::uint64_t>(kColumnBlockSize, total - begin);
    starts.clear();
    for (std::uint64_t row = 0; row < size; ++row) {
      while (outgoing.offsets[start + 1] <= begin + row) ++start;
      starts.push_back(start);
    }
    KITH_CHECK_OK(put_ends(type, first_id + begin, starts, std::span(outgoing.neighbours).subspan(begin, size), run));
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

Status BulkLoader::write_lists(RelationshipTypeId type, Direction direction, BlockNumber block,
                               const std::uint64_t* offsets, const std::uint64_t* neighbours,
                               const std::uint64_t* relationships, std::uint64_t first_relationship, Run& run) {
  const std::uint64_t begin = offsets[0], size = offsets[kAdjacencyBlockSize] - begin;
  if (size == 0) return {};
  AdjacencyRef before = empty_adjacency();
  if (block * kAdjacencyBlockSize < base_->node_id_end) {
    KITH_TRY(before, core_.blocks.adjacency(type, direction, block, base_->as_of(), CacheUse::kLeave));
  }
  AdjacencyRef after;
  if (before->empty()) {
    auto base = std::make_shared<Adjacency::Base>();
    base->offsets.reserve(kAdjacencyBlockSize + 1);
    for (std::uint32_t row = 0; row <= kAdjacencyBlockSize; ++row) {
      base->offsets.push_back(static_cast<std::uint32_t>(offsets[row] - begin));
    }
    base->neighbours.assign(neighbours, neighbours + size);
    if (relationships == nullptr) {
      base->first_relationship = first_relationship;
    } else {
      base->relationships.assign(relationships, relationships + size);
    }
    after = std::make_shared<const Adjacency>(std::move(base));
  } else {
    WorkingAdjacency merged(before);
    for (std::uint32_t row = 0; row < kAdjacencyBlockSize; ++row) {
      for (std::uint64_t i = offsets[row] - begin; i < offsets[row + 1] - begin; ++i) {
        merged.add({row, true, neighbours[i], relationships == nullptr ? first_relationship + i : relationships[i]});
      }
    }
    after = merged.share();
  }
  const BlockKey key{BlockId::adjacency(type, direction, block), commit()};
  KITH_CHECK_OK(put_block(run, key, BlockStore::encode_fresh(key, *after, side_)));
  count_side();
  return check_memory();
}

Status BulkLoader::write_direction(RelationshipTypeId type, Direction direction, const SortedLists& lists,
                                   std::uint64_t first_id, Run& run) {
  const bool outgoing = direction == Direction::kOutgoing;
  const std::uint64_t num_blocks = (lists.offsets.size() - 1) / kAdjacencyBlockSize;
  std::vector<std::uint64_t> relationships;
  for (BlockNumber block = 0; block < num_blocks; ++block) {
    const std::uint64_t* offsets = lists.offsets.data() + block * kAdjacencyBlockSize;
    const std::uint64_t begin = offsets[0], end = offsets[kAdjacencyBlockSize];
    if (begin == end) continue;
    relationships.clear();
    for (std::uint64_t i = begin; !outgoing && i < end; ++i) relationships.push_back(first_id + lists.slots[i]);
    KITH_CHECK_OK(write_lists(type, direction, block, offsets, lists.neighbours.data() + begin,
                              outgoing ? nullptr : relationships.data(), first_id + begin, run));
  }
  return {};
}

void BulkLoader::note_id(RelationshipTypeId type, std::uint64_t added_as, std::uint64_t id) {
  const auto handles = handle_of_.find(type);
  if (handles == handle_of_.end()) return;
  if (const auto found = handles->second.find(added_as); found != handles->second.end())
    id_of_handle_[found->second] = id;
}

Status BulkLoader::write_relationships(RelationshipTypeId type, BulkRelationships& added, RelationshipRuns& runs) {
  const std::uint64_t total = num_added_[type];
  if (total == 0) return {};
  statistics_->num_relationships += total;
  auto& counts = statistics_->relationships_with_type;
  if (counts.size() <= type.value) counts.resize(type.value + 1);
  counts[type.value] += total;
  if (const auto spilled = spilled_.find(type); spilled != spilled_.end()) {
    KITH_CHECK_OK(spill_relationships(type, added));
    return write_spilled(type, spilled->second, runs);
  }
  const std::uint64_t first_id = relationship_ids_.allot_blocks(total);
  SortedLists outgoing = added.sort_outgoing(node_ids_.id_end());
  KITH_CHECK_OK(write_ends(type, outgoing, first_id, *runs.ends));
  KITH_CHECK_OK(write_properties(type, added, outgoing, first_id));
  if (handle_of_.contains(type)) {
    for (std::uint64_t slot = 0; slot < total; ++slot) note_id(type, outgoing.slots[slot], first_id + slot);
  }
  added = {};
  KITH_CHECK_OK(write_direction(type, Direction::kOutgoing, outgoing, first_id, *runs.outgoing));
  const SortedLists incoming = BulkRelationships::sort_incoming(outgoing, node_ids_.id_end());
  outgoing = {};
  return write_direction(type, Direction::kIncoming, incoming, first_id, *runs.incoming);
}

namespace {

/// The lists of one adjacency block, from entries that come in order.
struct BlockLists {
  BlockNumber block = 0;
  std::vector<std::uint64_t> sizes = std::vector<std::uint64_t>(kAdjacencyBlockSize + 1);  // offsets, once summed
  std::vector<std::uint64_t> neighbours, relationships;

  void add(std::uint64_t node, std::uint64_t neighbour, std::uint64_t relationship) {
    ++sizes[adjacency_row_of(NodeId{node}) + 1];
    neighbours.push_back(neighbour);
    relationships.push_back(relationship);
  }
  const std::uint64_t* offsets() {
    for (std::uint32_t row = 0; row < kAdjacencyBlockSize; ++row) sizes[row + 1] += sizes[row];
    return sizes.data();
  }
  void clear() {
    std::fill(sizes.begin(), sizes.end(), 0);
    neighbours.clear();
    relationships.clear();
  }
};

}  // namespace

// As the sorts in memory: outgoing by (start, end, order of addition), ids in that order; incoming by (end, start, id).
Status BulkLoader::write_spilled(RelationshipTypeId type, SpillingSorter& sorted, RelationshipRuns& runs) {
  const std::uint64_t first_id = relationship_ids_.allot_blocks(sorted.size());
  SpillingSorter incoming(spill_directory(), fmt::format("incoming-{}", type.value));
  BlockLists lists;
  std::vector<std::uint64_t> starts, ends;
  Rows rows;
  std::vector<Property> properties;
  const std::uint32_t numbers[] = {type.value};
  const auto put_lists = [&](Direction direction, Run& run) -> Status {
    const std::uint64_t* const offsets = lists.offsets();
    const bool outgoing = direction == Direction::kOutgoing;
    if (lists.neighbours.empty()) return {};
    KITH_CHECK_OK(write_lists(type, direction, lists.block, offsets, lists.neighbours.data(),
                              outgoing ? nullptr : lists.relationships.data(), lists.relationships.front(), run));
    lists.clear();
    return {};
  };
  const auto put_rows = [&](std::uint64_t id_end) -> Status {
    if (starts.empty()) return {};
    const std::uint64_t first = id_end - starts.size();
    KITH_CHECK_OK(put_ends(type, first, starts, ends, *runs.ends));
    KITH_CHECK_OK(encode_rows(ElementKind::kRelationship, column_block_of(first), rows));
    rows = {};
    starts.clear();
    ends.clear();
    return check_memory();
  };

  constexpr std::size_t kNumber = sizeof(std::uint64_t);
  std::string_view record;
  std::string reversed;
  std::uint64_t id = first_id;
  for (;; ++id) {
    KITH_TRY(const bool more, sorted.next(record));
    if (!more) break;
    const auto start = load_big_endian<std::uint64_t>(record.data());
    const auto end = load_big_endian<std::uint64_t>(record.data() + kNumber);
    note_id(type, load_big_endian<std::uint64_t>(record.data() + 2 * kNumber), id);
    if (const BlockNumber block = adjacency_block_of(NodeId{start}); block != lists.block) {
      KITH_CHECK_OK(put_lists(Direction::kOutgoing, *runs.outgoing));
      lists.block = block;
    }
    lists.add(start, end, id);
    const std::string_view encoded = record.substr(3 * kNumber);
    if (!encoded.empty()) {
      properties.clear();
      KITH_CHECK_OK(BulkRelationships::decode_properties(encoded, properties));
      KITH_CHECK_OK(set_row(rows, ElementKind::kRelationship, column_block_of(id), column_row_of(id), properties));
      index_element(ElementKind::kRelationship, id, numbers, properties);
    }
    starts.push_back(start);
    ends.push_back(end);
    if (starts.size() == kColumnBlockSize) KITH_CHECK_OK(put_rows(id + 1));
    reversed.clear();
    append_big_endian(reversed, end);
    append_big_endian(reversed, start);
    append_big_endian(reversed, id);
    incoming.add(reversed);
    KITH_CHECK_OK(spill_when_large(incoming));
  }
  KITH_CHECK_OK(put_rows(id));
  KITH_CHECK_OK(put_lists(Direction::kOutgoing, *runs.outgoing));
  spilled_.erase(type);

  lists.block = 0;
  while (true) {
    KITH_TRY(const bool more, incoming.next(record));
    if (!more) break;
    const auto end = load_big_endian<std::uint64_t>(record.data());
    if (const BlockNumber block = adjacency_block_of(NodeId{end}); block != lists.block) {
      KITH_CHECK_OK(put_lists(Direction::kIncoming, *runs.incoming));
      lists.block = block;
    }
    lists.add(end, load_big_endian<std::uint64_t>(record.data() + kNumber),
              load_big_endian<std::uint64_t>(record.data() + 2 * kNumber));
  }
  return put_lists(Direction::kIncoming, *runs.incoming);
}

Status BulkLoader::write_encoded(std::vector<std::unique_ptr<Run>>& runs, Encoded& encoded) {
  if (encoded.empty()) return {};
  KITH_TRY(auto run, core_.backend->begin_run(Family::kBlocks));
  for (const auto& [key, bytes] : encoded) KITH_CHECK_OK(run->add(key, bytes));
  encoded.clear();
  runs.push_back(std::move(run));
  return {};
}

Status BulkLoader::write_side(std::vector<std::unique_ptr<Run>>& runs) {
  if (side_.empty()) return {};
  std::sort(side_.begin(), side_.end());
  KITH_TRY(auto run, core_.backend->begin_run(Family::kBlocks));
  for (const auto& [key, value] : side_) KITH_CHECK_OK(run->add(key, value));
  side_.clear();
  num_counted_side_ = 0;
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
    const auto index =
        std::find_if(base_->schema->indexes.begin(), base_->schema->indexes.end(),
                     [&, id = number](const IndexDefinition& definition) { return definition.id == id; });
    const auto duplicate = [&](std::string_view a, std::string_view b) -> Status {
      KITH_TRY(const std::uint64_t first, element_of_entry(entry_without_number(a)));
      KITH_TRY(const std::uint64_t second, element_of_entry(entry_without_number(b)));
      std::string keys;
      for (const PropertyKeyId key : index->keys)
        keys += fmt::format("{}`{}`", keys.empty() ? "" : ", ", core_.names.name(key));
      return Error(ErrorKind::kConstraintValidationFailed,
                   fmt::format("constraint `{}`: {} {} and {} have the same {}", index->name,
                               index->element == ElementKind::kNode ? "nodes" : "relationships", first, second, keys));
    };
    // Both sorted: one pass over what is stored.
    const std::string first = index_prefix(number);
    const auto stored =
        index->unique ? core_.backend->scan(Family::kIndex, first, after_prefix(first), base_->backend.get()) : nullptr;
    std::string previous;
    std::string_view entry;
    while (true) {
      KITH_TRY(const bool more, entries.next(entry));
      if (!more) break;
      if (stored != nullptr) {
        if (!previous.empty() && values_part(previous) == values_part(entry)) return duplicate(previous, entry);
        while (stored->valid() && values_part(stored->key()) < values_part(entry)) stored->next();
        if (stored->valid() && values_part(stored->key()) == values_part(entry)) return duplicate(stored->key(), entry);
        previous = entry;
      }
      KITH_CHECK_OK(run->add(entry, ""));
    }
    if (stored != nullptr) KITH_CHECK_OK(stored->status());
  }
  index_entries_.clear();
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
    if (pending.assertion.element != ElementKind::kRelationship) continue;
    const std::uint64_t handle = pending.relationship;
    const auto run =
        std::prev(std::upper_bound(handles_.begin(), handles_.end(), handle,
                                   [](std::uint64_t h, const HandleRun& r) { return h < r.first_handle; }));
    handle_of_[run->type].emplace(run->first_of_type + handle - run->first_handle, handle);
  }
  for (auto& [block, rows] : node_rows_) KITH_CHECK_OK(encode_rows(ElementKind::kNode, block, rows));
  node_rows_.clear();
  exists_ = std::vector<std::uint64_t>();

  std::vector<std::unique_ptr<Run>> runs;
  {
    RelationshipRuns own;
    KITH_TRY(own.ends, core_.backend->begin_run(Family::kBlocks));
    KITH_TRY(own.outgoing, core_.backend->begin_run(Family::kBlocks));
    KITH_TRY(own.incoming, core_.backend->begin_run(Family::kBlocks));
    for (auto& [type, added] : relationships_) KITH_CHECK_OK(write_relationships(type, added, own));
    runs.push_back(std::move(own.ends));
    runs.push_back(std::move(own.outgoing));
    runs.push_back(std::move(own.incoming));
  }
  for (auto& [kind, encoded] : encoded_) KITH_CHECK_OK(write_encoded(runs, encoded));
  KITH_CHECK_OK(write_side(runs));
  for (auto& run : spilled_runs_) runs.push_back(std::move(run));
  spilled_runs_.clear();
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
    for (const IndexDefinition& index : base_->schema->indexes) core_.index_tier.forget(index.id, after->commit);
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
