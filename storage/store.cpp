// storage/store.cpp: opening, closing, and handing out snapshots and transactions.
#include "storage/store.hpp"

#include <fmt/format.h>

#include "storage/rocksdb/rocksdb_backend.hpp"
#include "storage/snapshot.hpp"
#include "storage/store_impl.hpp"
#include "storage/transaction.hpp"

namespace kith::storage {

Result<std::unique_ptr<Store>> Store::open(const std::filesystem::path& path, const StoreOptions& options) {
  std::error_code failed;
  const bool create = options.create_if_missing && !options.read_only;
  if (!std::filesystem::exists(path / "data", failed)) {
    if (!create) return Error(ErrorKind::kIo, fmt::format("cannot open '{}': there is no database", path.string()));
    std::filesystem::create_directories(path, failed);
    if (failed) return Error(ErrorKind::kIo, fmt::format("cannot create '{}': {}", path.string(), failed.message()));
  }
  KITH_TRY(LockFile lock, LockFile::acquire(path, options.read_only));
  KITH_TRY(auto backend,
           open_rocksdb_backend(path / "data", {.read_only = options.read_only, .create_if_missing = create}));
  return open_store_over(std::move(backend), path, options, std::move(lock));
}

Result<std::unique_ptr<Store>> open_store_over(std::unique_ptr<Backend> backend, const std::filesystem::path& path,
                                               const StoreOptions& options, std::optional<LockFile> lock) {
  auto core = std::make_unique<Core>(path, options, std::move(backend));
  if (!options.read_only) {
    std::error_code ignored;
    std::filesystem::remove_all(path / "spill", ignored);  // of a bulk load that was cut short
  }
  const auto first = core->backend->scan(Family::kMeta, "", "", nullptr);
  const bool empty = !first->valid();
  KITH_CHECK_OK(first->status());
  if (empty) {
    if (options.read_only)
      return Error(ErrorKind::kIo, fmt::format("cannot open '{}': there is no database", path.string()));
    Batch batch;
    put_format(batch);
    KITH_CHECK_OK(core->backend->append(batch));
    KITH_CHECK_OK(core->backend->sync());
  }
  KITH_TRY(const std::uint32_t format, read_format(*core->backend, path));
  KITH_TRY(State state, read_state(*core->backend, core->names, path));
  if (format < kFormatVersion && !options.read_only) {
    // What is there is valid in the newer format. Records that only it has come later in the log.
    Batch batch;
    put_format(batch);
    KITH_CHECK_OK(core->backend->append(batch));
  }
  const auto deltas = core->backend->scan(Family::kDeltas, "", "", nullptr);
  for (; deltas->valid(); deltas->next()) {
    KITH_TRY(const BlockKey key, BlockKey::decode(deltas->key()));
    core->directory.load_delta(key, deltas->value().size());
  }
  KITH_CHECK_OK(deltas->status());
  state.backend = core->backend->snapshot();
  core->logged_names = core->names.extent();
  core->appended = std::make_shared<const State>(std::move(state));
  core->commits.publish(core->appended);
  return std::unique_ptr<Store>(std::make_unique<StoreImpl>(std::move(core), std::move(lock)));
}

StoreImpl::StoreImpl(std::unique_ptr<Core> core, std::optional<LockFile> lock)
    : lock_(std::move(lock)), core_(std::move(core)) {
  if (!core_->options.read_only && core_->options.fold_after.count() > 0)
    background_fold_.emplace(*core_, core_->options.fold_after);
}

StoreImpl::~StoreImpl() {
  background_fold_.reset();
  // What folding cannot write now, the next opening folds: the deltas stay.
  if (core_->options.read_only || !core_->commits.check_writable().ok()) return;
  if (core_->append_failed) {
    // Leaves a log without the record that failed.
    if (!core_->backend->resume().ok()) return;
  }
  if (fold_blocks(*core_).ok() && core_->backend->sync().ok()) return;
}

std::shared_ptr<const ReadView> StoreImpl::snapshot() const {
  return std::make_shared<const Snapshot>(*core_, core_->commits.published());
}

Status acquire_writer(Core& core, std::chrono::milliseconds wait) {
  if (core.options.read_only) return Error(ErrorKind::kReadOnly, "the database is open for reading only");
  KITH_CHECK_OK(core.commits.check_writable());
  if (!core.write_lock.acquire(wait)) {
    return Error(ErrorKind::kTimeout, fmt::format("another transaction was still writing after {} ms", wait.count()));
  }
  Status status = core.commits.check_writable();
  if (status.ok() && core.append_failed) {
    status = core.backend->resume();
    if (status.ok()) core.append_failed = false;
  }
  if (!status.ok()) core.write_lock.release();
  return status;
}

Result<std::unique_ptr<WriteTransaction>> StoreImpl::begin_write(std::chrono::milliseconds wait) {
  KITH_CHECK_OK(acquire(wait));
  return std::unique_ptr<WriteTransaction>(std::make_unique<Transaction>(*core_));
}

StoreInfo StoreImpl::info() const {
  return {.format_version = kFormatVersion,
          .bytes_on_disk = core_->backend->bytes_on_disk(),
          .cache_bytes_used = core_->cache.bytes_used(),
          .num_unfolded_deltas = core_->directory.num_deltas()};
}

}  // namespace kith::storage
