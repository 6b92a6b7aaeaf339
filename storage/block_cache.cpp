// storage/block_cache.cpp: look-up, insertion, eviction.
#include "storage/block_cache.hpp"

namespace kith::storage {

BlockCache::BlockCache(std::size_t budget_bytes) : shard_budget_(budget_bytes / kShards) {}

BlockCache::Pointer BlockCache::find(const BlockId& id, CommitNumber version) const {
  Shard& shard = shard_of(id);
  const std::lock_guard lock(shard.mutex);
  const auto entry = shard.entries.find(Key{id, version});
  if (entry == shard.entries.end()) return nullptr;
  entry->second.referenced = true;
  return entry->second.block;
}

void BlockCache::insert(const BlockId& id, CommitNumber version, Pointer block, std::size_t bytes) {
  constexpr std::size_t kEntryBytes = sizeof(Key) * 2 + sizeof(Entry) + 64;  // table and list nodes
  bytes += kEntryBytes;
  if (bytes > shard_budget_) return;
  std::vector<Pointer> evicted;  // freed after the lock
  Shard& shard = shard_of(id);
  const std::lock_guard lock(shard.mutex);
  const auto [entry, added] = shard.entries.try_emplace(Key{id, version});
  if (!added) return;
  while (shard.bytes + bytes > shard_budget_ && !shard.clock.empty()) {
    const auto candidate = shard.entries.find(shard.clock.front());
    if (candidate->second.referenced) {
      candidate->second.referenced = false;
      shard.clock.splice(shard.clock.end(), shard.clock, shard.clock.begin());
      continue;
    }
    shard.bytes -= candidate->second.bytes;
    evicted.push_back(std::move(candidate->second.block));
    shard.clock.pop_front();
    shard.entries.erase(candidate);
  }
  entry->second = Entry{std::move(block), bytes, false, shard.clock.insert(shard.clock.end(), Key{id, version})};
  shard.bytes += bytes;
}

std::size_t BlockCache::bytes_used() const {
  std::size_t total = 0;
  for (Shard& shard : shards_) {
    const std::lock_guard lock(shard.mutex);
    total += shard.bytes;
  }
  return total;
}

}  // namespace kith::storage
