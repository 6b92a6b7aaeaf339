// storage/block_cache.hpp: decoded blocks within a byte budget, by block and version.
#pragma once

#include <array>
#include <list>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <vector>

#include "storage/keys.hpp"

namespace kith::storage {

/// What was evicted lives on while somebody holds it. A block is on probation until it is found a second time; past a
/// quarter of the budget, blocks on probation go before any other, so that a scan evicts what scans have read, not what
/// is in use. Among the others: second chance. Threads: any number.
class BlockCache {
 public:
  using Pointer = std::shared_ptr<const void>;  ///< Of the type that the block's class implies.

  explicit BlockCache(std::size_t budget_bytes);
  Pointer find(const BlockId& id, CommitNumber version) const;
  void insert(const BlockId& id, CommitNumber version, Pointer block, std::size_t bytes);
  bool contains(const BlockId& id, CommitNumber version) const;  ///< Unlike find(), no use of it.
  void erase(const BlockId& id, CommitNumber version);
  std::size_t bytes_used() const;

 private:
  static constexpr std::size_t kShards = 32;
  struct Key {
    BlockId id;
    CommitNumber version;
    friend bool operator==(const Key&, const Key&) = default;
  };
  struct KeyHash {
    std::size_t operator()(const Key& key) const noexcept {
      return BlockIdHash{}(key.id) ^ key.version * 0x9e3779b97f4a7c15u;
    }
  };
  struct Entry {
    Pointer block;
    std::size_t bytes = 0;
    mutable bool referenced = false;
    bool on_probation = true;
    std::list<Key>::iterator place;
  };
  struct alignas(64) Shard {
    mutable std::mutex mutex;
    std::unordered_map<Key, Entry, KeyHash> entries;
    std::list<Key> probation, proven;  // the front is looked at next
    std::size_t bytes = 0, bytes_on_probation = 0;

    std::list<Key>& list_of(const Entry& entry) { return entry.on_probation ? probation : proven; }
    Pointer remove(std::unordered_map<Key, Entry, KeyHash>::iterator entry);
    /// Lets one entry go, or gives it another chance.
    Pointer advance(std::size_t most_on_probation);
  };
  Shard& shard_of(const BlockId& id) const { return shards_[(BlockIdHash{}(id) >> 7) % kShards]; }

  std::size_t shard_budget_;
  mutable std::array<Shard, kShards> shards_;
};

}  // namespace kith::storage
