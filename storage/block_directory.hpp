// storage/block_directory.hpp: which commits since opening changed a block, and which of its changes are not folded.
#pragma once

#include <array>
#include <mutex>
#include <optional>
#include <unordered_map>
#include <vector>

#include "storage/keys.hpp"

namespace kith::storage {

/// The version of a block as of a commit is the last commit up to it that changed the block, 0 when none has since
/// opening. Blocks that are not listed have neither changed nor deltas. Threads: readers any number; the holder of the
/// write lock records, before readers can see the commit.
class BlockDirectory {
 public:
  struct Deltas {
    std::vector<CommitNumber> commits;  ///< Ascending.
    std::uint64_t bytes = 0;
  };
  struct Version {
    bool known = true;  ///< False: older than what is remembered; read it without the cache.
    CommitNumber number = 0;
    bool may_have_deltas = false;
  };

  Version version_at(const BlockId& id, CommitNumber commit) const;
  /// The versions before `version`, newest first, that are remembered.
  std::vector<CommitNumber> versions_before(const BlockId& id, CommitNumber version) const;
  /// Those of them from which deltas lead on to `version`.
  std::vector<CommitNumber> bases_of(const BlockId& id, CommitNumber version) const;
  Deltas deltas_of(const BlockId& id) const;
  std::vector<BlockId> blocks_with_deltas() const { return blocks_with_deltas_through(~CommitNumber{0}); }
  /// Those with a delta of `commit` or before.
  std::vector<BlockId> blocks_with_deltas_through(CommitNumber commit) const;
  std::uint64_t num_deltas() const;

  void load_delta(const BlockKey& key, std::size_t bytes);           ///< Found at opening.
  void record_delta(const BlockKey& key, std::size_t bytes);         ///< A commit appended a delta.
  void record_version(const BlockKey& key);                          ///< A commit wrote the whole block.
  void record_fold(const BlockId& id, CommitNumber folded_through);  ///< The same contents, without deltas.

 private:
  static constexpr std::size_t kShards = 64;
  static constexpr std::size_t kRemembered = 64;
  struct Entry {
    std::vector<CommitNumber> changes;  // ascending; the oldest are forgotten
    bool forgotten = false;
    CommitNumber folded_through = 0;  // the last since opening
    Deltas deltas;
  };
  struct alignas(64) Shard {
    mutable std::mutex mutex;
    std::unordered_map<BlockId, Entry, BlockIdHash> entries;
  };
  Shard& shard_of(const BlockId& id) { return shards_[(BlockIdHash{}(id) >> 3) % kShards]; }
  const Shard& shard_of(const BlockId& id) const { return shards_[(BlockIdHash{}(id) >> 3) % kShards]; }
  static void remember(Entry& entry, CommitNumber commit);

  std::array<Shard, kShards> shards_;
};

}  // namespace kith::storage
