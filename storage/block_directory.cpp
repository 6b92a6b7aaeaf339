// storage/block_directory.cpp: look-ups and records.
#include "storage/block_directory.hpp"

#include <algorithm>

namespace kith::storage {

BlockDirectory::Version BlockDirectory::version_at(const BlockId& id, CommitNumber commit) const {
  const Shard& shard = shard_of(id);
  const std::lock_guard lock(shard.mutex);
  const auto found = shard.entries.find(id);
  if (found == shard.entries.end()) return {};
  const Entry& entry = found->second;
  const auto after = std::upper_bound(entry.changes.begin(), entry.changes.end(), commit);
  if (after != entry.changes.begin()) return {true, *(after - 1), true};
  return {!entry.forgotten, 0, true};
}

std::vector<CommitNumber> BlockDirectory::versions_before(const BlockId& id, CommitNumber version) const {
  std::vector<CommitNumber> out;
  const Shard& shard = shard_of(id);
  const std::lock_guard lock(shard.mutex);
  const auto found = shard.entries.find(id);
  if (found == shard.entries.end()) return out;
  const Entry& entry = found->second;
  for (auto change = std::lower_bound(entry.changes.begin(), entry.changes.end(), version);
       change != entry.changes.begin();) {
    out.push_back(*--change);
  }
  if (!entry.forgotten && version > 0) out.push_back(0);
  return out;
}

std::vector<CommitNumber> BlockDirectory::bases_of(const BlockId& id, CommitNumber version) const {
  std::vector<CommitNumber> out = versions_before(id, version);
  CommitNumber folded_through = 0;
  {
    const Shard& shard = shard_of(id);
    const std::lock_guard lock(shard.mutex);
    if (const auto found = shard.entries.find(id); found != shard.entries.end())
      folded_through = found->second.folded_through;
  }
  std::erase_if(out, [&](CommitNumber base) { return base < folded_through; });
  return out;
}

BlockDirectory::Deltas BlockDirectory::deltas_of(const BlockId& id) const {
  const Shard& shard = shard_of(id);
  const std::lock_guard lock(shard.mutex);
  const auto found = shard.entries.find(id);
  return found == shard.entries.end() ? Deltas{} : found->second.deltas;
}

std::vector<BlockId> BlockDirectory::blocks_with_deltas_through(CommitNumber commit) const {
  std::vector<BlockId> out;
  for (const Shard& shard : shards_) {
    const std::lock_guard lock(shard.mutex);
    for (const auto& [id, entry] : shard.entries) {
      if (!entry.deltas.commits.empty() && entry.deltas.commits.front() <= commit) out.push_back(id);
    }
  }
  std::sort(out.begin(), out.end());
  return out;
}

std::uint64_t BlockDirectory::num_deltas() const {
  std::uint64_t total = 0;
  for (const Shard& shard : shards_) {
    const std::lock_guard lock(shard.mutex);
    for (const auto& [id, entry] : shard.entries) total += entry.deltas.commits.size();
  }
  return total;
}

void BlockDirectory::remember(Entry& entry, CommitNumber commit) {
  if (entry.changes.size() == kRemembered) {
    entry.changes.erase(entry.changes.begin(), entry.changes.begin() + kRemembered / 2);
    entry.forgotten = true;
  }
  entry.changes.push_back(commit);
}

void BlockDirectory::load_delta(const BlockKey& key, std::size_t bytes) {
  Shard& shard = shard_of(key.id);
  const std::lock_guard lock(shard.mutex);
  Deltas& deltas = shard.entries[key.id].deltas;
  deltas.commits.push_back(key.commit);
  deltas.bytes += bytes;
}

void BlockDirectory::record_delta(const BlockKey& key, std::size_t bytes) {
  Shard& shard = shard_of(key.id);
  const std::lock_guard lock(shard.mutex);
  Entry& entry = shard.entries[key.id];
  remember(entry, key.commit);
  entry.deltas.commits.push_back(key.commit);
  entry.deltas.bytes += bytes;
}

void BlockDirectory::record_version(const BlockKey& key) {
  Shard& shard = shard_of(key.id);
  const std::lock_guard lock(shard.mutex);
  Entry& entry = shard.entries[key.id];
  remember(entry, key.commit);
  entry.folded_through = key.commit;
  entry.deltas = {};
}

void BlockDirectory::record_fold(const BlockId& id, CommitNumber folded_through) {
  Shard& shard = shard_of(id);
  const std::lock_guard lock(shard.mutex);
  Entry& entry = shard.entries[id];
  entry.folded_through = std::max(entry.folded_through, folded_through);
  Deltas& deltas = entry.deltas;
  std::erase_if(deltas.commits, [&](CommitNumber commit) { return commit <= folded_through; });
  deltas.bytes = 0;
}

}  // namespace kith::storage
