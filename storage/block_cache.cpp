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

bool BlockCache::contains(const BlockId& id, CommitNumber version) const {
  Shard& shard = shard_of(id);
  const std::lock_guard lock(shard.mutex);
  return shard.entries.contains(Key{id, version});
}

BlockCache::Pointer BlockCache::Shard::remove(std::unordered_map<Key, Entry, KeyHash>::iterator entry) {
  bytes -= entry->second.bytes;
  if (entry->second.on_probation) bytes_on_probation -= entry->second.bytes;
  list_of(entry->second).erase(entry->second.place);
  Pointer block = std::move(entry->second.block);
  entries.erase(entry);
  return block;
}

BlockCache::Pointer BlockCache::Shard::advance(std::size_t most_on_probation) {
  const bool from_probation = proven.empty() || (bytes_on_probation > most_on_probation && !probation.empty());
  const auto candidate = entries.find(from_probation ? probation.front() : proven.front());
  Entry& entry = candidate->second;
  if (!entry.referenced) return remove(candidate);
  entry.referenced = false;
  proven.splice(proven.end(), list_of(entry), entry.place);
  if (entry.on_probation) {
    bytes_on_probation -= entry.bytes;
    entry.on_probation = false;
  }
  return nullptr;
}

void BlockCache::insert(const BlockId& id, CommitNumber version, Pointer block, std::size_t bytes) {
  constexpr std::size_t kEntryBytes = sizeof(Key) * 2 + sizeof(Entry) + 64;  // table and list nodes
  bytes += kEntryBytes;
  if (bytes > shard_budget_) return;
  std::vector<Pointer> evicted;  // freed after the lock
  Shard& shard = shard_of(id);
  const std::lock_guard lock(shard.mutex);
  if (shard.entries.contains(Key{id, version})) return;
  while (shard.bytes + bytes > shard_budget_ && !shard.entries.empty())
    evicted.push_back(shard.advance(shard_budget_ / 4));
  std::list<Key> place{Key{id, version}};  // what may throw comes first
  shard.entries.emplace(Key{id, version}, Entry{std::move(block), bytes, false, true, place.begin()});
  shard.probation.splice(shard.probation.end(), place);
  shard.bytes += bytes;
  shard.bytes_on_probation += bytes;
}

void BlockCache::erase(const BlockId& id, CommitNumber version) {
  Pointer erased;  // freed after the lock
  Shard& shard = shard_of(id);
  const std::lock_guard lock(shard.mutex);
  if (const auto entry = shard.entries.find(Key{id, version}); entry != shard.entries.end())
    erased = shard.remove(entry);
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
