// storage/store_impl.hpp: the open store, over any backend.
#pragma once

#include <optional>
#include <span>

#include "storage/background_fold.hpp"
#include "storage/lock_file.hpp"
#include "storage/state.hpp"

namespace kith::storage {

/// Opens a store over a backend that is open already: for tests that inject faults below it. `lock`: held while open.
Result<std::unique_ptr<Store>> open_store_over(std::unique_ptr<Backend> backend, const std::filesystem::path& path,
                                               const StoreOptions& options,
                                               std::optional<LockFile> lock = std::nullopt);

/// Takes the write lock, where writing is possible. Errors: kTimeout, kReadOnly, kOutcomeUnknown, kIo.
Status acquire_writer(Core& core, std::chrono::milliseconds wait);
/// Requires the write lock. Blocks with deltas (of those given) become one version each; the state stays the same.
Status fold_blocks(Core& core);
Status fold_blocks(Core& core, std::span<const BlockId> blocks);

class StoreImpl final : public Store {
 public:
  StoreImpl(std::unique_ptr<Core> core, std::optional<LockFile> lock);
  ~StoreImpl() override;

  std::shared_ptr<const ReadView> snapshot() const override;
  Result<std::unique_ptr<WriteTransaction>> begin_write(std::chrono::milliseconds wait) override;
  Result<std::unique_ptr<BulkLoad>> begin_bulk_load(std::chrono::milliseconds wait) override;
  Status fold_all() override;
  Result<CheckReport> check(const std::function<void(std::uint64_t, std::uint64_t)>& progress) const override;
  StoreInfo info() const override;

 private:
  Status acquire(std::chrono::milliseconds wait) { return acquire_writer(*core_, wait); }
  /// Behind the last commit, so that damage to that one shows too.
  Status append_durable_mark();

  std::optional<LockFile> lock_;  // outlives the core
  std::unique_ptr<Core> core_;
  std::optional<BackgroundFold> background_fold_;  // ends before the core
};
/// Requires the write lock. Counts triples and distinct values anew; `state` gets them.
Status refresh_estimates(const Core& core, const State& state, Statistics& statistics);
Result<CheckReport> check_store(const Core& core, const StateRef& state,
                                const std::function<void(std::uint64_t, std::uint64_t)>& progress);
/// Takes over the write lock.
Result<std::unique_ptr<BulkLoad>> make_bulk_load(Core& core);

}  // namespace kith::storage
