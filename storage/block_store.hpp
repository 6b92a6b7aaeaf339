// storage/block_store.hpp: decoded blocks as of a commit, and new versions of blocks.
#pragma once

#include <bitset>
#include <memory>
#include <vector>

#include "storage/adjacency.hpp"
#include "storage/backend.hpp"
#include "storage/block_cache.hpp"
#include "storage/block_directory.hpp"
#include "storage/column.hpp"
#include "storage/delta.hpp"
#include "storage/keys.hpp"

namespace kith::storage {

class CommitQueue;

/// A commit, and the backend's state just after it was appended.
struct AsOf {
  CommitNumber commit = 0;
  const BackendSnapshot* backend = nullptr;
};

using KeyList = std::vector<PropertyKeyId>;  ///< Ascending.
using ChangedRows = std::bitset<kColumnBlockSize>;

/// One thing that a block's value refers to, because it is too large to be in it.
struct SideEntry {
  std::uint32_t row = 0;
  CommitNumber commit = 0;  ///< That wrote it.
  std::uint32_t pieces = 1;
  friend bool operator==(const SideEntry&, const SideEntry&) = default;
};

/// Lists longer than this continue outside their block, in pieces of this size.
inline constexpr std::uint32_t kContinuationSize = 16'384;
/// Properties larger than this are stored outside their block; in blocks that would exceed kLargeBlock, those above
/// kLargeRow.
inline constexpr std::size_t kOverflowSize = 64 * 1024;
inline constexpr std::size_t kLargeBlock = std::size_t{1} << 20;
inline constexpr std::size_t kLargeRow = 256;
/// Superseded versions stay until this many commits after what superseded them.
inline constexpr CommitNumber kGraceCommits = 16;

/// kLeave: what is read is taken from the cache, not put there. For passes over everything.
enum class CacheUse : std::uint8_t { kFill, kLeave };

/// Threads: reads, any number. Errors of reads: kIo, kCorruption with the block's name.
class BlockStore {
 public:
  BlockStore(Backend& backend, BlockDirectory& directory, BlockCache& cache, const Names& names,
             const CommitQueue& commits)
      : backend_(backend), directory_(directory), cache_(cache), names_(names), commits_(commits) {}

  Result<NodeBlockRef> nodes(BlockNumber block, AsOf at, CacheUse use = CacheUse::kFill) const;
  Result<RelationshipBlockRef> relationships(BlockNumber block, AsOf at, CacheUse use = CacheUse::kFill) const;
  Result<ColumnRef> column(ElementKind element, PropertyKeyId key, BlockNumber block, AsOf at,
                           CacheUse use = CacheUse::kFill) const;
  Result<AdjacencyRef> adjacency(RelationshipTypeId type, Direction direction, BlockNumber block, AsOf at,
                                 CacheUse use = CacheUse::kFill) const;
  Result<std::shared_ptr<const KeyList>> keys(ElementKind element, BlockNumber block, AsOf at) const;

  /// What a commit has at hand. Of the versions before, only the one that published snapshots see stays.
  void cache(const BlockId& id, CommitNumber version, NodeBlockRef block);
  void cache(const BlockId& id, CommitNumber version, RelationshipBlockRef block);
  void cache(const BlockId& id, CommitNumber version, ColumnRef block, std::size_t bytes);
  void cache(const BlockId& id, CommitNumber version, AdjacencyRef block);
  void cache(const BlockId& id, CommitNumber version, std::shared_ptr<const KeyList> block);

  /// Appends to `batch` a whole version of a block as of `key.commit`, a mark that its deltas are in it, and the
  /// removal of versions whose grace is over, with their deltas. `before` is the state that the batch will follow;
  /// `changed` the rows that differ from it. Requires the write lock. The caller records the new version in the
  /// directory once the batch is appended.
  Status put_version(Batch& batch, const BlockKey& key, const NodeBlock& block, AsOf before) const;
  Status put_version(Batch& batch, const BlockKey& key, const RelationshipBlock& block, AsOf before) const;
  Status put_version(Batch& batch, const BlockKey& key, const Column& block, AsOf before,
                     const ChangedRows& changed) const;
  Status put_version(Batch& batch, const BlockKey& key, const Adjacency& block, AsOf before,
                     const ChangedRows& changed) const;
  Status put_version(Batch& batch, const BlockKey& key, const KeyList& block, AsOf before) const;

  /// The contents of `id` as of `before`, once more as one version without deltas.
  Status put_folded(Batch& batch, const BlockId& id, AsOf before) const;

  /// Reads from the backend what is stored, past the cache, and applies deltas: for check().
  Status verify(const BlockKey& key, std::string_view stored, AsOf at) const;

  /// Encodes a version without anything to supersede: for runs of a bulk load. Side entries are appended to `side`.
  static std::string encode_fresh(const BlockKey& key, const Column& block, std::vector<Backend::Entry>& side);
  static std::string encode_fresh(const BlockKey& key, const Adjacency& block, std::vector<Backend::Entry>& side);
  static std::string encode_fresh(const NodeBlock& block);
  static std::string encode_fresh(const RelationshipBlock& block);
  static std::string encode_fresh(const KeyList& block);

 private:
  template <class Block>
  Result<std::shared_ptr<const Block>> read(const BlockId& id, AsOf at, CacheUse use = CacheUse::kFill) const;
  template <class Block>
  Result<std::shared_ptr<const Block>> derive(const BlockId& id, CommitNumber version, AsOf at) const;
  void insert(const BlockId& id, CommitNumber version, BlockCache::Pointer block, std::size_t bytes) const;
  template <class Block>
  Result<std::shared_ptr<const Block>> load(const BlockId& id, AsOf at, bool may_have_deltas) const;
  template <class Block>
  Result<std::shared_ptr<const Block>> decode_base(const BlockKey& key, std::string_view stored, AsOf at) const;
  template <class Change>
  Status read_deltas(const BlockId& id, CommitNumber after, AsOf at, std::vector<Change>& out) const;
  Status supersede(Batch& batch, const BlockKey& key, AsOf before) const;
  template <class Block, class Change>
  Status put_with_side(Batch& batch, const BlockKey& key, const Block& block, AsOf before,
                       const ChangedRows& changed) const;
  Error with_key(Error error, const BlockId& id) const;

  Backend& backend_;
  BlockDirectory& directory_;
  BlockCache& cache_;
  const Names& names_;
  const CommitQueue& commits_;
};

}  // namespace kith::storage
