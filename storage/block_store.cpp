// storage/block_store.cpp: base version, then deltas; and the way back to bytes.
#include "storage/block_store.hpp"

#include <algorithm>
#include <unordered_map>

#include <fmt/format.h>

#include "storage/adjacency_block.hpp"
#include "storage/block_envelope.hpp"
#include "storage/checksum.hpp"
#include "storage/column_block.hpp"
#include "storage/commit_queue.hpp"
#include "storage/element_blocks.hpp"
#include "storage/value_codec.hpp"
#include "storage/working_adjacency.hpp"
#include "storage/working_column.hpp"

namespace kith::storage {
namespace {

std::size_t bytes_of(const NodeBlock& block) { return sizeof(NodeBlock) + block.label_sets.capacity() * 4; }
std::size_t bytes_of(const RelationshipBlock& block) {
  return sizeof(RelationshipBlock) + block.types.capacity() * 4 + (block.starts.capacity() + block.ends.capacity()) * 8;
}
std::size_t bytes_of(const Column& block) { return block.memory_bytes(); }
std::size_t bytes_of(const Adjacency& block) { return block.memory_bytes(); }
std::size_t bytes_of(const KeyList& block) { return sizeof(KeyList) + block.capacity() * sizeof(PropertyKeyId); }

// Absent blocks: one shared empty object of each type, which costs its cache entry alone.
template <class Block>
const std::shared_ptr<const Block>& empty_block();
template <>
const NodeBlockRef& empty_block<NodeBlock>() {
  return empty_node_block();
}
template <>
const RelationshipBlockRef& empty_block<RelationshipBlock>() {
  return empty_relationship_block();
}
template <>
const ColumnRef& empty_block<Column>() {
  return empty_column();
}
template <>
const AdjacencyRef& empty_block<Adjacency>() {
  return empty_adjacency();
}
template <>
const std::shared_ptr<const KeyList>& empty_block<KeyList>() {
  static const std::shared_ptr<const KeyList> empty = std::make_shared<const KeyList>();
  return empty;
}

template <class Block>
struct ChangeOf;
template <>
struct ChangeOf<NodeBlock> {
  using Type = NodeChange;
};
template <>
struct ChangeOf<RelationshipBlock> {
  using Type = RelationshipChange;
};
template <>
struct ChangeOf<Column> {
  using Type = ColumnChange;
};
template <>
struct ChangeOf<Adjacency> {
  using Type = AdjacencyChange;
};
template <>
struct ChangeOf<KeyList> {
  using Type = PropertyKeyId;
};

NodeBlockRef with_changes(const NodeBlockRef& base, const std::vector<NodeChange>& changes) {
  auto out = std::make_shared<NodeBlock>(*base);
  for (const NodeChange& change : changes) out->label_sets[change.row] = change.label_set;
  count_label_sets(*out);
  return out;
}

RelationshipBlockRef with_changes(const RelationshipBlockRef& base, const std::vector<RelationshipChange>& changes) {
  auto out = std::make_shared<RelationshipBlock>(*base);
  for (const RelationshipChange& change : changes) {
    out->types[change.row] = change.type;
    out->starts[change.row] = change.start;
    out->ends[change.row] = change.end;
  }
  out->num_present = static_cast<std::uint32_t>(
      kColumnBlockSize - std::count(out->types.begin(), out->types.end(), RelationshipBlock::kAbsent));
  return out;
}

ColumnRef with_changes(const ColumnRef& base, const std::vector<ColumnChange>& changes) {
  WorkingColumn column(*base);
  for (const ColumnChange& change : changes) column.set(change.row, change.value);
  ColumnRef shared = column.share();
  if (shared->kind != ColumnKind::kString) return shared;
  // Text that the changes replaced would stay in the arena as long as the column.
  return WorkingColumn(*shared).share();
}

AdjacencyRef with_changes(const AdjacencyRef& base, const std::vector<AdjacencyChange>& changes) {
  WorkingAdjacency adjacency(base);
  adjacency.add(changes);
  return adjacency.share();
}

std::shared_ptr<const KeyList> with_changes(const std::shared_ptr<const KeyList>& base,
                                            const std::vector<PropertyKeyId>& added) {
  auto out = std::make_shared<KeyList>(*base);
  out->insert(out->end(), added.begin(), added.end());
  std::sort(out->begin(), out->end());
  out->erase(std::unique(out->begin(), out->end()), out->end());
  return out;
}

Result<NodeBlockRef> decode(const NodeBlock*, std::string_view bytes) { return decode_nodes(bytes); }
Result<RelationshipBlockRef> decode(const RelationshipBlock*, std::string_view bytes) {
  return decode_relationships(bytes);
}
Result<ColumnRef> decode(const Column*, std::string_view bytes) { return decode_column(bytes); }
Result<AdjacencyRef> decode(const Adjacency*, std::string_view bytes) {
  KITH_TRY(auto base, decode_adjacency(bytes));
  return AdjacencyRef(std::make_shared<const Adjacency>(std::move(base)));
}
Result<std::shared_ptr<const KeyList>> decode(const KeyList*, std::string_view bytes) {
  auto out = std::make_shared<KeyList>();
  KITH_CHECK_OK(decode_delta(bytes, *out));
  return std::shared_ptr<const KeyList>(std::move(out));
}

/// The block without what goes beside it, and that.
struct Split {
  std::string block;
  std::vector<SideEntry> side;
};

using SideValues = std::vector<Backend::Entry>;

/// `kept` are entries of the version before that still hold.
Split split(const BlockKey& key, const Column& column, const std::vector<SideEntry>& kept, SideValues& values) {
  Split out;
  if (column.kind != ColumnKind::kString && column.kind != ColumnKind::kMixed) {
    out.block = encode_column(column);
    return out;
  }
  std::vector<std::size_t> sizes(kColumnBlockSize, 0);
  std::size_t total = 0;
  bool any_large = false;
  std::string scratch;
  for (std::uint32_t row = 0; row < kColumnBlockSize; ++row) {
    if (!column.has(row)) continue;
    if (column.kind == ColumnKind::kString) {
      sizes[row] = column.strings[row].size();
    } else {
      scratch.clear();
      append_value(scratch, column.values[row]);
      sizes[row] = scratch.size();
    }
    total += sizes[row];
    any_large |= sizes[row] > kOverflowSize;
  }
  if (!any_large && total <= kLargeBlock) {
    out.block = encode_column(column);
    return out;
  }
  const std::size_t limit = total > kLargeBlock ? kLargeRow : kOverflowSize;
  WorkingColumn rest(column);
  auto known = kept.begin();
  for (std::uint32_t row = 0; row < kColumnBlockSize; ++row) {
    while (known != kept.end() && known->row < row) ++known;
    if (sizes[row] <= limit) continue;
    SideEntry entry{row, key.commit, 1};
    if (known != kept.end() && known->row == row) {
      entry = *known;
    } else {
      values.emplace_back(side_key(key.id, entry, 0).to_bytes(), seal_overflow(column.value(row)));
    }
    out.side.push_back(entry);
    rest.set(row, Value());
  }
  out.block = encode_column(*rest.share());
  return out;
}

Split split(const BlockKey& key, const Adjacency& adjacency, const std::vector<SideEntry>& kept, SideValues& values) {
  Split out;
  std::shared_ptr<Adjacency::Overrides> rest;
  auto known = kept.begin();
  for (std::uint32_t row = 0; row < kAdjacencyBlockSize; ++row) {
    const NeighbourList list = adjacency.of(row);
    if (list.size <= kContinuationSize) continue;
    while (known != kept.end() && known->row < row) ++known;
    SideEntry entry{row, key.commit, (list.size + kContinuationSize - 1) / kContinuationSize};
    if (known != kept.end() && known->row == row) {
      entry = *known;
    } else {
      std::vector<std::uint64_t> relationships(list.size);
      for (std::uint32_t i = 0; i < list.size; ++i) relationships[i] = list.relationship(i).value;
      for (std::uint32_t piece = 0; piece < entry.pieces; ++piece) {
        const std::uint32_t first = piece * kContinuationSize;
        values.emplace_back(side_key(key.id, entry, piece).to_bytes(),
                            seal_continuation(list.neighbours + first, relationships.data() + first,
                                              std::min(kContinuationSize, list.size - first)));
      }
    }
    out.side.push_back(entry);
    if (rest == nullptr) {
      rest = adjacency.overrides() != nullptr ? std::make_shared<Adjacency::Overrides>(*adjacency.overrides())
                                              : std::make_shared<Adjacency::Overrides>();
    }
    (*rest)[row] = std::make_shared<const Adjacency::OwnList>();
  }
  out.block = encode_adjacency(rest == nullptr ? adjacency : Adjacency(adjacency.shared_base(), rest));
  return out;
}

}  // namespace

Error BlockStore::with_key(Error error, const BlockId& id) const {
  error.message = fmt::format("{}: {}", describe(id, names_), error.message);
  return error;
}

template <class Change>
Status BlockStore::read_deltas(const BlockId& id, CommitNumber after, AsOf at, std::vector<Change>& out) const {
  const auto scan = backend_.scan(Family::kDeltas, BlockKey{id, after + 1}.to_bytes(),
                                  BlockKey{id, at.commit + 1}.to_bytes(), at.backend);
  for (; scan->valid(); scan->next()) {
    if (scan->value().empty()) {
      out.clear();  // a version holds what came before
    } else {
      KITH_CHECK_OK(decode_delta(scan->value(), out));
    }
  }
  return scan->status();
}

namespace {

Status add_side(const Backend&, const BlockKey&, const std::vector<SideEntry>& side, AsOf, NodeBlockRef&) {
  return side.empty() ? Status() : Status(corruption("a side table where none may be"));
}
Status add_side(const Backend&, const BlockKey&, const std::vector<SideEntry>& side, AsOf, RelationshipBlockRef&) {
  return side.empty() ? Status() : Status(corruption("a side table where none may be"));
}
Status add_side(const Backend&, const BlockKey&, const std::vector<SideEntry>& side, AsOf,
                std::shared_ptr<const KeyList>&) {
  return side.empty() ? Status() : Status(corruption("a side table where none may be"));
}

Result<std::string> read_side(const Backend& backend, const SideKey& key, AsOf at) {
  KITH_TRY(auto bytes, backend.get(Family::kBlocks, key.to_bytes(), at.backend));
  if (!bytes) return corruption(fmt::format("what is stored beside it for element {} is missing", key.element));
  return *std::move(bytes);
}

Status add_side(const Backend& backend, const BlockKey& key, const std::vector<SideEntry>& side, AsOf at,
                ColumnRef& column) {
  if (side.empty()) return {};
  WorkingColumn out(*column);
  for (const SideEntry& entry : side) {
    KITH_TRY(const std::string bytes, read_side(backend, side_key(key.id, entry, 0), at));
    KITH_TRY(const Value value, open_overflow(bytes));
    out.set(entry.row, value);
  }
  column = out.share();
  return {};
}

Status add_side(const Backend& backend, const BlockKey& key, const std::vector<SideEntry>& side, AsOf at,
                AdjacencyRef& adjacency) {
  if (side.empty()) return {};
  auto overrides = std::make_shared<Adjacency::Overrides>();
  for (const SideEntry& entry : side) {
    if (entry.row >= kAdjacencyBlockSize) return corruption("a continued row out of bounds");
    auto list = std::make_shared<Adjacency::OwnList>();
    for (std::uint32_t piece = 0; piece < entry.pieces; ++piece) {
      KITH_TRY(const std::string bytes, read_side(backend, side_key(key.id, entry, piece), at));
      KITH_CHECK_OK(open_continuation(bytes, *list));
    }
    (*overrides)[entry.row] = std::move(list);
  }
  adjacency = flattened(Adjacency(adjacency->shared_base(), std::move(overrides)));
  return {};
}

}  // namespace

template <class Block>
Result<std::shared_ptr<const Block>> BlockStore::decode_base(const BlockKey& key, std::string_view stored,
                                                             AsOf at) const {
  KITH_TRY(const Envelope envelope, open_envelope(stored));
  KITH_TRY(std::shared_ptr<const Block> block, decode(static_cast<const Block*>(nullptr), envelope.block));
  KITH_CHECK_OK(add_side(backend_, key, envelope.side, at, block));
  return block;
}

template <class Block>
Result<std::shared_ptr<const Block>> BlockStore::load(const BlockId& id, AsOf at, bool may_have_deltas) const {
  KITH_TRY(const auto stored, backend_.last_in(Family::kBlocks, BlockKey{id, 0}.to_bytes(),
                                               BlockKey{id, at.commit}.to_bytes(), at.backend));
  std::shared_ptr<const Block> block = empty_block<Block>();
  CommitNumber folded_through = 0;
  if (stored) {
    KITH_TRY(const BlockKey key, BlockKey::decode(stored->first));
    folded_through = key.commit;
    auto base = decode_base<Block>(key, stored->second, at);
    if (!base.ok()) return with_key(std::move(base).error(), id);
    block = *std::move(base);
  }
  if (!may_have_deltas) return block;
  std::vector<typename ChangeOf<Block>::Type> changes;
  if (Status failed = read_deltas(id, folded_through, at, changes); !failed.ok()) {
    return with_key(std::move(failed).error(), id);
  }
  if (!changes.empty()) block = with_changes(block, changes);
  return block;
}

// From an older version in the cache and the deltas since; null when there is none.
template <class Block>
Result<std::shared_ptr<const Block>> BlockStore::derive(const BlockId& id, CommitNumber version, AsOf at) const {
  for (const CommitNumber base : directory_.bases_of(id, version)) {
    auto cached = cache_.find(id, base);
    if (cached == nullptr) continue;
    std::vector<typename ChangeOf<Block>::Type> changes;
    // 0 is the block as it was at opening, with the deltas that lay there: applying again those that no version has
    // changes nothing.
    if (Status failed = read_deltas(id, base, at, changes); !failed.ok()) {
      return with_key(std::move(failed).error(), id);
    }
    return with_changes(std::static_pointer_cast<const Block>(std::move(cached)), changes);
  }
  return std::shared_ptr<const Block>();
}

template <class Block>
Result<std::shared_ptr<const Block>> BlockStore::read(const BlockId& id, AsOf at, CacheUse use) const {
  const BlockDirectory::Version version = directory_.version_at(id, at.commit);
  std::shared_ptr<const Block> block;
  if (version.known) {
    if (auto cached = cache_.find(id, version.number)) return std::static_pointer_cast<const Block>(std::move(cached));
    if (version.number > 0) {
      KITH_TRY(block, derive<Block>(id, version.number, at));
    }
  }
  if (block == nullptr) {
    KITH_TRY(block, load<Block>(id, at, version.may_have_deltas));
  }
  if (version.known && use == CacheUse::kFill) {
    const bool empty = block == empty_block<Block>();
    insert(id, version.number, block, empty ? 0 : bytes_of(*block));
  }
  return block;
}

void BlockStore::insert(const BlockId& id, CommitNumber version, BlockCache::Pointer block, std::size_t bytes) const {
  cache_.insert(id, version, std::move(block), bytes);
  if (version == 0) return;
  // Of the versions that no new snapshot sees, none stays; but readers of the published one keep theirs, or what it can
  // be derived from.
  const CommitNumber published = commits_.published_commit();
  bool kept = version <= published;
  for (const CommitNumber older : directory_.versions_before(id, version)) {
    if (older > published) continue;
    if (kept) {
      cache_.erase(id, older);
    } else {
      kept = cache_.contains(id, older);
    }
  }
}

Result<NodeBlockRef> BlockStore::nodes(BlockNumber block, AsOf at, CacheUse use) const {
  return read<NodeBlock>(BlockId::nodes(block), at, use);
}
Result<RelationshipBlockRef> BlockStore::relationships(BlockNumber block, AsOf at, CacheUse use) const {
  return read<RelationshipBlock>(BlockId::relationships(block), at, use);
}
Result<ColumnRef> BlockStore::column(ElementKind element, PropertyKeyId key, BlockNumber block, AsOf at,
                                     CacheUse use) const {
  return read<Column>(BlockId::column(element, key, block), at, use);
}
Result<AdjacencyRef> BlockStore::adjacency(RelationshipTypeId type, Direction direction, BlockNumber block, AsOf at,
                                           CacheUse use) const {
  return read<Adjacency>(BlockId::adjacency(type, direction, block), at, use);
}
Result<std::shared_ptr<const KeyList>> BlockStore::keys(ElementKind element, BlockNumber block, AsOf at) const {
  return read<KeyList>(BlockId::keys(element, block), at);
}

void BlockStore::cache(const BlockId& id, CommitNumber version, NodeBlockRef block) {
  const std::size_t bytes = bytes_of(*block);
  insert(id, version, std::move(block), bytes);
}
void BlockStore::cache(const BlockId& id, CommitNumber version, RelationshipBlockRef block) {
  const std::size_t bytes = bytes_of(*block);
  insert(id, version, std::move(block), bytes);
}
void BlockStore::cache(const BlockId& id, CommitNumber version, ColumnRef block, std::size_t bytes) {
  insert(id, version, std::move(block), bytes);
}
void BlockStore::cache(const BlockId& id, CommitNumber version, AdjacencyRef block) {
  const std::size_t bytes = bytes_of(*block);
  insert(id, version, std::move(block), bytes);
}
void BlockStore::cache(const BlockId& id, CommitNumber version, std::shared_ptr<const KeyList> block) {
  const std::size_t bytes = bytes_of(*block);
  insert(id, version, std::move(block), bytes);
}

Status BlockStore::supersede(Batch& batch, const BlockKey& key, AsOf before) const {
  if (!directory_.deltas_of(key.id).commits.empty()) batch.put(Family::kDeltas, key.to_bytes(), std::string());
  // A version stays while what superseded it is young, and with it the deltas that lead from it up to there: who reads
  // as of a commit between the two needs both. What only a version refers to goes with it.
  struct Old {
    BlockKey key;
    std::vector<SideEntry> side;
  };
  std::vector<Old> versions;
  const auto scan = backend_.scan(Family::kBlocks, BlockKey{key.id, 0}.to_bytes(),
                                  BlockKey{key.id, key.commit}.to_bytes(), before.backend);
  for (; scan->valid(); scan->next()) {
    KITH_TRY(const BlockKey old, BlockKey::decode(scan->key()));
    auto envelope = open_envelope(scan->value());  // damaged: removed without what it refers to
    versions.push_back({old, envelope.ok() ? std::move(envelope->side) : std::vector<SideEntry>()});
  }
  KITH_CHECK_OK(scan->status());
  CommitNumber oldest = 0;  // what stays; 0: no version goes
  for (std::size_t i = 0; i < versions.size() && versions[i].key.commit + kGraceCommits <= key.commit; ++i) {
    oldest = versions[i].key.commit;
    if (i == 0) continue;
    const Old& old = versions[i - 1];
    batch.remove(Family::kBlocks, old.key.to_bytes());
    for (const SideEntry& entry : old.side) {
      if (std::find(versions[i].side.begin(), versions[i].side.end(), entry) != versions[i].side.end()) continue;
      for (std::uint32_t piece = 0; piece < entry.pieces; ++piece) {
        batch.remove(Family::kBlocks, side_key(key.id, entry, piece).to_bytes());
      }
    }
  }
  if (oldest == 0) return {};
  const auto deltas = backend_.scan(Family::kDeltas, BlockKey{key.id, 0}.to_bytes(),
                                    BlockKey{key.id, oldest + 1}.to_bytes(), before.backend);
  for (; deltas->valid(); deltas->next()) batch.remove(Family::kDeltas, std::string(deltas->key()));
  return deltas->status();
}

template <class Block, class Change>
Status BlockStore::put_with_side(Batch& batch, const BlockKey& key, const Block& block, AsOf before,
                                 const ChangedRows& changed) const {
  std::vector<SideEntry> kept;
  KITH_TRY(const auto stored, backend_.last_in(Family::kBlocks, BlockKey{key.id, 0}.to_bytes(),
                                               BlockKey{key.id, before.commit}.to_bytes(), before.backend));
  if (stored) {
    KITH_TRY(const BlockKey base, BlockKey::decode(stored->first));
    auto envelope = open_envelope(stored->second);
    if (!envelope.ok()) return with_key(std::move(envelope).error(), key.id);
    if (!envelope->side.empty()) {
      ChangedRows rows = changed;
      std::vector<Change> deltas;
      KITH_CHECK_OK(read_deltas(key.id, base.commit, before, deltas));
      for (const Change& change : deltas) rows.set(change.row);
      for (const SideEntry& entry : envelope->side) {
        if (!rows.test(entry.row)) kept.push_back(entry);
      }
    }
  }
  SideValues values;
  const Split parts = split(key, block, kept, values);
  for (auto& [side, value] : values) batch.put(Family::kBlocks, std::move(side), std::move(value));
  batch.put(Family::kBlocks, key.to_bytes(), seal_envelope(parts.side, parts.block));
  return supersede(batch, key, before);
}

Status BlockStore::put_version(Batch& batch, const BlockKey& key, const NodeBlock& block, AsOf before) const {
  batch.put(Family::kBlocks, key.to_bytes(), encode_fresh(block));
  return supersede(batch, key, before);
}
Status BlockStore::put_version(Batch& batch, const BlockKey& key, const RelationshipBlock& block, AsOf before) const {
  batch.put(Family::kBlocks, key.to_bytes(), encode_fresh(block));
  return supersede(batch, key, before);
}
Status BlockStore::put_version(Batch& batch, const BlockKey& key, const KeyList& block, AsOf before) const {
  batch.put(Family::kBlocks, key.to_bytes(), encode_fresh(block));
  return supersede(batch, key, before);
}
Status BlockStore::put_version(Batch& batch, const BlockKey& key, const Column& block, AsOf before,
                               const ChangedRows& changed) const {
  return put_with_side<Column, ColumnChange>(batch, key, block, before, changed);
}
Status BlockStore::put_version(Batch& batch, const BlockKey& key, const Adjacency& block, AsOf before,
                               const ChangedRows& changed) const {
  return put_with_side<Adjacency, AdjacencyChange>(batch, key, block, before, changed);
}

Status BlockStore::put_folded(Batch& batch, const BlockId& id, AsOf before) const {
  const BlockKey key{id, before.commit};
  switch (id.kind) {
    case BlockClass::kNodes: {
      KITH_TRY(const NodeBlockRef block, read<NodeBlock>(id, before, CacheUse::kLeave));
      return put_version(batch, key, *block, before);
    }
    case BlockClass::kRelationships: {
      KITH_TRY(const RelationshipBlockRef block, read<RelationshipBlock>(id, before, CacheUse::kLeave));
      return put_version(batch, key, *block, before);
    }
    case BlockClass::kNodeColumn:
    case BlockClass::kRelationshipColumn: {
      KITH_TRY(const ColumnRef block, read<Column>(id, before, CacheUse::kLeave));
      return put_version(batch, key, *block, before, {});
    }
    case BlockClass::kOutgoing:
    case BlockClass::kIncoming: {
      KITH_TRY(const AdjacencyRef block, read<Adjacency>(id, before, CacheUse::kLeave));
      return put_version(batch, key, *block, before, {});
    }
    case BlockClass::kNodeKeys:
    case BlockClass::kRelationshipKeys: {
      KITH_TRY(const std::shared_ptr<const KeyList> block, read<KeyList>(id, before, CacheUse::kLeave));
      return put_version(batch, key, *block, before);
    }
  }
  return Error(ErrorKind::kInternal, "a block of unknown kind");
}

Status BlockStore::verify(const BlockKey& key, std::string_view stored, AsOf at) const {
  Status status;
  const auto check = [&](const auto* type) {
    auto block = decode_base<std::remove_cvref_t<decltype(*type)>>(key, stored, at);
    if (!block.ok()) status = std::move(block).error();
  };
  switch (key.id.kind) {
    case BlockClass::kNodes:
      check(static_cast<const NodeBlock*>(nullptr));
      break;
    case BlockClass::kRelationships:
      check(static_cast<const RelationshipBlock*>(nullptr));
      break;
    case BlockClass::kNodeColumn:
    case BlockClass::kRelationshipColumn:
      check(static_cast<const Column*>(nullptr));
      break;
    case BlockClass::kOutgoing:
    case BlockClass::kIncoming:
      check(static_cast<const Adjacency*>(nullptr));
      break;
    case BlockClass::kNodeKeys:
    case BlockClass::kRelationshipKeys:
      check(static_cast<const KeyList*>(nullptr));
      break;
  }
  return status;
}

std::string BlockStore::encode_fresh(const BlockKey& key, const Column& block, std::vector<Backend::Entry>& side) {
  const Split parts = split(key, block, {}, side);
  return seal_envelope(parts.side, parts.block);
}
std::string BlockStore::encode_fresh(const BlockKey& key, const Adjacency& block, std::vector<Backend::Entry>& side) {
  const Split parts = split(key, block, {}, side);
  return seal_envelope(parts.side, parts.block);
}
std::string BlockStore::encode_fresh(const NodeBlock& block) { return seal_envelope({}, encode_nodes(block)); }
std::string BlockStore::encode_fresh(const RelationshipBlock& block) {
  return seal_envelope({}, encode_relationships(block));
}
std::string BlockStore::encode_fresh(const KeyList& block) { return seal_envelope({}, encode_delta(block)); }

}  // namespace kith::storage
