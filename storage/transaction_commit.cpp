// storage/transaction_commit.cpp: one batch per commit: a delta or a new version per touched block, and the state's
// records.
#include <algorithm>
#include <new>

#include <fmt/format.h>

#include "storage/column_block.hpp"
#include "storage/durable_record.hpp"
#include "storage/transaction.hpp"

namespace kith::storage {
namespace {

// Past these, the commit writes the whole block instead of one more delta. Reading a block applies all its deltas;
// folding costs 0.1 to 2 ms, so about 128 single changes make it cheap for each (measured: 3 us per relationship).
constexpr std::size_t kMostDeltas = 128;
constexpr std::uint64_t kMostDeltaBytes = 64 * 1024;
constexpr std::size_t kMostChangedRows = 512;

template <class Visit>
void for_each_row(const ChangedRows& rows, Visit visit) {
  for (std::size_t row = rows._Find_first(); row < rows.size(); row = rows._Find_next(row))
    visit(static_cast<std::uint32_t>(row));
}

bool worth_folding(const BlockDirectory::Deltas& deltas, std::size_t bytes, std::size_t num_changes) {
  return deltas.commits.size() + 1 > kMostDeltas || deltas.bytes + bytes > kMostDeltaBytes ||
         num_changes > kMostChangedRows;
}

/// Of each relationship's changes the last holds; one created and deleted within the transaction leaves none.
std::vector<AdjacencyChange> net_changes(std::vector<AdjacencyChange> log) {
  const auto place = [](const AdjacencyChange& change) {
    return std::tuple(change.row, change.neighbour, change.relationship);
  };
  std::stable_sort(log.begin(), log.end(),
                   [&](const AdjacencyChange& a, const AdjacencyChange& b) { return place(a) < place(b); });
  std::size_t out = 0;
  for (std::size_t i = 0; i < log.size(); ++i) {
    if (i + 1 < log.size() && place(log[i]) == place(log[i + 1])) {
      if (log[i].add && !log[i + 1].add) ++i;  // created and deleted here
      continue;
    }
    log[out++] = log[i];
  }
  log.resize(out);
  return log;
}

}  // namespace

/// What the batch did, for the directory once it is appended.
struct Transaction::Written {
  std::vector<std::pair<BlockKey, std::size_t>> deltas;
  std::vector<BlockKey> versions;
};

bool Transaction::has_changes() const {
  return !nodes_.empty() || !relationships_.empty() || !columns_.empty() || !adjacency_.empty() ||
         !assertions_.empty() || own_schema_ != nullptr;
}

Status Transaction::write_blocks(Batch& batch, CommitNumber commit, Written& written) {
  const auto put_delta = [&](const BlockKey& key, std::string bytes) {
    written.deltas.emplace_back(key, bytes.size());
    batch.put(Family::kDeltas, key.to_bytes(), std::move(bytes));
  };
  for (const auto& [block, pending] : nodes_) {
    if (pending.changed.none()) continue;
    const BlockKey key{BlockId::nodes(block), commit};
    if (worth_folding(core_.directory.deltas_of(key.id), 0, pending.changed.count())) {
      KITH_TRY(const NodeBlockRef merged, nodes(block));
      KITH_CHECK_OK(core_.blocks.put_version(batch, key, *merged, base_at()));
      written.versions.push_back(key);
      continue;
    }
    std::vector<NodeChange> changes;
    for_each_row(pending.changed, [&](std::uint32_t row) { changes.push_back({row, pending.block->label_sets[row]}); });
    put_delta(key, encode_delta(changes));
  }
  for (auto& [block, pending] : relationships_) {
    if (pending.changed.none()) continue;
    const BlockKey key{BlockId::relationships(block), commit};
    if (worth_folding(core_.directory.deltas_of(key.id), 0, pending.changed.count())) {
      KITH_CHECK_OK(make_working(block, pending));
      KITH_CHECK_OK(core_.blocks.put_version(batch, key, *pending.block, base_at()));
      written.versions.push_back(key);
      continue;
    }
    std::vector<RelationshipChange> changes;
    for_each_row(pending.changed, [&, &own = pending](std::uint32_t row) {
      if (own.block == nullptr) {
        changes.push_back(own.changes.at(row));
      } else {
        changes.push_back({row, own.block->types[row], own.block->starts[row], own.block->ends[row]});
      }
    });
    put_delta(key, encode_delta(changes));
  }
  for (auto& [id, pending] : columns_) {
    if (pending.changed.none()) continue;
    const BlockKey key{id, commit};
    const std::size_t num_changes = pending.changed.count();
    std::string delta;
    if (num_changes <= kMostChangedRows) {
      std::vector<ColumnChange> changes;
      for_each_row(pending.changed, [&, &own = pending](std::uint32_t row) {
        changes.push_back({row, own.working ? own.working->value(row) : own.changes.at(row)});
      });
      delta = encode_delta(changes);
    }
    if (!worth_folding(core_.directory.deltas_of(id), delta.size(), num_changes)) {
      put_delta(key, std::move(delta));
      continue;
    }
    KITH_CHECK_OK(make_working(id, pending));
    ColumnRef merged = pending.working->share();
    if (merged->kind == ColumnKind::kMixed) merged = ColumnBuilder(*merged).build();  // one type may hold what is left
    KITH_CHECK_OK(core_.blocks.put_version(batch, key, *merged, base_at(), pending.changed));
    written.versions.push_back(key);
  }
  for (auto& [id, pending] : adjacency_) {
    const BlockKey key{id, commit};
    const std::vector<AdjacencyChange> changes = net_changes(pending.log);
    if (changes.empty()) continue;
    std::string delta = encode_delta(changes);
    if (!worth_folding(core_.directory.deltas_of(id), delta.size(), 0)) {
      put_delta(key, std::move(delta));
      continue;
    }
    KITH_CHECK_OK(make_working(id, pending));
    ChangedRows changed;
    for (const AdjacencyChange& change : changes) changed.set(change.row);
    KITH_CHECK_OK(core_.blocks.put_version(batch, key, *pending.working->share(), base_at(), changed));
    written.versions.push_back(key);
  }
  for (const auto& [id, pending] : key_lists_) {
    if (pending.added.empty()) continue;
    const BlockKey key{id, commit};
    if (worth_folding(core_.directory.deltas_of(id), 0, pending.added.size())) {
      KITH_CHECK_OK(core_.blocks.put_version(batch, key, *pending.keys, base_at()));
      written.versions.push_back(key);
    } else {
      put_delta(key, encode_delta(pending.added));
    }
  }
  return {};
}

// Only what the transaction has made anyway: readers derive the rest from the versions before, and then only what they
// read. Copies made for them here would be most of a small commit's work.
void Transaction::cache_blocks(CommitNumber commit) {
  BlockStore& blocks = core_.blocks;
  for (auto& [block, pending] : nodes_) {
    if (pending.changed.none()) continue;
    if (auto merged = nodes(block); merged.ok()) blocks.cache(BlockId::nodes(block), commit, *std::move(merged));
  }
  for (auto& [block, pending] : relationships_) {
    if (pending.changed.any() && pending.block != nullptr)
      blocks.cache(BlockId::relationships(block), commit, RelationshipBlockRef(pending.block));
  }
  for (auto& [id, pending] : columns_) {
    if (pending.changed.none() || !pending.working) continue;
    ColumnRef merged = pending.working->share();
    blocks.cache(id, commit, std::move(merged), pending.working->memory_bytes());
  }
  for (auto& [id, pending] : adjacency_) {
    if (pending.log.empty() || !pending.working) continue;
    if (make_working(id, pending).ok()) blocks.cache(id, commit, pending.working->share());
  }
  for (auto& [id, pending] : key_lists_) {
    if (!pending.added.empty()) blocks.cache(id, commit, pending.keys);
  }
}

Result<CommitNumber> Transaction::commit() {
  KITH_CHECK_OK(check_statement());
  const bool relaxed = core_.options.durability == Durability::kRelaxed;
  if (!has_changes()) {
    // What it read may be appended and not yet synced: it must not be acknowledged before that is.
    const CommitNumber commit = base_->commit;
    finish();
    if (!relaxed) KITH_CHECK_OK(core_.commits.wait_durable(commit, *core_.backend));
    return commit;
  }
  auto after = std::make_shared<State>(*base_);
  after->commit = base_->commit + 1;
  after->statistics = statistics_;
  after->schema = schema_;
  after->next_index_id = next_index_id_;
  after->node_id_end = node_ids_.id_end();
  after->relationship_id_end = relationship_ids_.id_end();
  after->num_assertions = num_assertions_;
  after->node_slabs = node_ids_.slabs();
  after->relationship_slabs = relationship_ids_.slabs();
  after->label_blocks = label_blocks_.finish();
  after->type_blocks = type_blocks_.finish();

  Batch batch;
  Written written;
  KITH_CHECK_OK(write_blocks(batch, after->commit, written));
  for (const std::uint32_t index : dropped_indexes_) {
    batch.remove_range(Family::kIndex, index_prefix(index), after_prefix(index_prefix(index)));
  }
  const auto put_pending = [&](Family family, const PendingKeys& keys) {
    for (const auto& [key, value] : keys) {
      if (value) {
        batch.put(family, key, *value);
      } else {
        batch.remove(family, key);
      }
    }
  };
  put_pending(Family::kIndex, index_entries_);
  put_pending(Family::kAssertions, assertions_);
  put_names(batch, core_.names, core_.logged_names);
  put_state(batch, *after, *base_);
  batch.set_log_note(durable_mark(core_.commits.durable()));

  if (Status failed = core_.backend->append(batch); !failed.ok()) {
    finish();
    Error error = std::move(failed).error();
    error.kind = ErrorKind::kIo;
    error.message = fmt::format("the commit could not be written, the database is as before: {}", error.message);
    return error;
  }
  // At once, so that no other commit gets this number, whatever happens now.
  core_.appended = after;
  const CommitNumber commit = after->commit;
  try {
    for (const auto& [key, bytes] : written.deltas) core_.directory.record_delta(key, bytes);
    for (const BlockKey& key : written.versions) core_.directory.record_version(key);
    core_.index_tier.record(index_entries_, commit, core_.commits.published_commit());
    for (const std::uint32_t index : dropped_indexes_) core_.index_tier.forget(index, commit);
    core_.logged_names = core_.names.extent();
    after->backend = core_.backend->snapshot();
    core_.commits.appended(after, relaxed);
  } catch (const std::bad_alloc&) {
    finish();
    return core_.commits.fail("memory ran out in the middle of a commit");
  }
  try {
    cache_blocks(commit);
  } catch (const std::bad_alloc&) {
    // Readers decode what they need.
  }
  finish();
  if (!relaxed) KITH_CHECK_OK(core_.commits.wait_durable(commit, *core_.backend));
  return commit;
}

}  // namespace kith::storage
