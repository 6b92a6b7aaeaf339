// storage/state.hpp: the state after one commit, and what all parts of an open store share.
#pragma once

#include <filesystem>
#include <memory>
#include <vector>

#include "storage/block_store.hpp"
#include "storage/commit_queue.hpp"
#include "storage/index_tier.hpp"
#include "storage/name_table.hpp"
#include "storage/store.hpp"

namespace kith::storage {

/// The ids that a label set or relationship type may still use of its slab.
struct Slab {
  std::uint64_t next = 0, end = 0;
  std::uint32_t size = 0;  ///< Of the latest slab; the next is twice as large.
  friend bool operator==(const Slab&, const Slab&) = default;
};
inline constexpr std::uint32_t kSmallestSlab = 64;

/// By LabelId or RelationshipTypeId: the column blocks it occurs in, ascending.
using BlockSets = std::vector<std::shared_ptr<const std::vector<BlockNumber>>>;

/// Immutable. Parts that a commit leaves alone are shared with the state before.
struct State {
  CommitNumber commit = 0;
  std::shared_ptr<const BackendSnapshot> backend;
  std::shared_ptr<const Statistics> statistics;
  std::shared_ptr<const Schema> schema;
  std::uint32_t next_index_id = 1;
  std::uint64_t node_id_end = 0, relationship_id_end = 0;
  std::uint64_t num_assertions = 0;
  std::shared_ptr<const std::vector<Slab>> node_slabs, relationship_slabs;  ///< By label set; by type.
  std::shared_ptr<const BlockSets> label_blocks, type_blocks;

  AsOf as_of() const { return {commit, backend.get()}; }
};
using StateRef = std::shared_ptr<const State>;

/// Appends what differs from `before` as records of the meta family.
void put_state(Batch& batch, const State& after, const State& before);
/// Appends the names added since `logged`.
void put_names(Batch& batch, const NameTable& names, NameTable::Extent logged);
/// The storage format of what is there. Errors: kFormatVersion, with both versions, when this build does not read it;
/// kCorruption when there is none; kIo.
Result<std::uint32_t> read_format(const Backend& backend, const std::filesystem::path& path);
/// Reads the last state and fills `names`. Errors: kFormatVersion, kCorruption, kIo.
Result<State> read_state(const Backend& backend, NameTable& names, const std::filesystem::path& path);
/// Marks an empty store as one of this format.
void put_format(Batch& batch);

/// The open store. What is marked so belongs to the holder of the write lock.
struct Core {
  Core(std::filesystem::path path, StoreOptions options, std::unique_ptr<Backend> backend);

  std::filesystem::path path;
  StoreOptions options;
  std::unique_ptr<Backend> backend;
  NameTable names;
  BlockDirectory directory;
  BlockCache cache;
  BlockStore blocks;
  IndexTier index_tier;
  WriteLock write_lock;
  CommitQueue commits;
  StateRef appended;               ///< Write lock: the state after the last appended commit.
  NameTable::Extent logged_names;  ///< Write lock.
  CommitNumber commit_at_opening = 0;
};

}  // namespace kith::storage
