// storage/store.hpp: a database on disk.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>

#include "storage/bulk_load.hpp"
#include "storage/write_transaction.hpp"

namespace kith::storage {

enum class Durability : std::uint8_t { kFull, kRelaxed };  ///< kRelaxed: commit() does not wait for the sync.

struct StoreOptions {
  bool read_only = false;
  bool create_if_missing = true;
  bool salvage = false;  ///< Opens what is left where commits that were acknowledged are lost.
  std::size_t cache_bytes = std::size_t{1} << 30;
  Durability durability = Durability::kFull;
  /// What a bulk load holds in memory before it sorts by way of files.
  std::uint64_t bulk_buffer_bytes = std::uint64_t{16} << 30;
  /// A thread folds blocks whose deltas are this old, between commits; 0: none does.
  std::chrono::milliseconds fold_after{60'000};
};

/// One damaged or inconsistent thing, with the key of its block.
struct CheckFinding {
  std::string key;
  std::string problem;
};
struct CheckReport {
  std::uint64_t num_blocks = 0, num_nodes = 0, num_relationships = 0;
  std::vector<CheckFinding> findings;
};
struct StoreInfo {
  std::uint32_t format_version = 0;
  std::uint64_t bytes_on_disk = 0;
  std::size_t cache_bytes_used = 0;
  std::uint64_t num_unfolded_deltas = 0;
};

/// Threads: shared by any number. Snapshots and transactions must not outlive it.
class Store {
 public:
  /// Errors: kDatabaseInUse (says by which process), kFormatVersion (says both versions), kIo, kCorruption.
  static Result<std::unique_ptr<Store>> open(const std::filesystem::path& path, const StoreOptions& options);
  virtual ~Store() = default;

  /// The last published commit. Never waits for a writer.
  virtual std::shared_ptr<const ReadView> snapshot() const = 0;
  /// Takes the write lock, then the snapshot. Errors: kTimeout, kReadOnly, kOutcomeUnknown (closed by a failed sync),
  /// kIo (a write has failed, and its cause is still there: a full disk).
  virtual Result<std::unique_ptr<WriteTransaction>> begin_write(std::chrono::milliseconds wait) = 0;
  /// Takes the write lock until finished or dropped.
  virtual Result<std::unique_ptr<BulkLoad>> begin_bulk_load(std::chrono::milliseconds wait) = 0;
  /// Folds every block that has deltas, as closing does, and refreshes statistics. Errors: those of begin_write().
  virtual Status fold_all() = 0;
  /// Reads every block, and compares both directions, endpoints, indexes, counts and assertions with each other.
  virtual Result<CheckReport> check(
      const std::function<void(std::uint64_t done, std::uint64_t total)>& progress) const = 0;
  virtual StoreInfo info() const = 0;
};

}  // namespace kith::storage
