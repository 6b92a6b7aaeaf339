// storage/store.cpp: opening, closing, and handing out snapshots and transactions.
#include "storage/store.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include <fmt/format.h>

#include "storage/database_directory.hpp"
#include "storage/rocksdb/rocksdb_backend.hpp"
#include "storage/snapshot.hpp"
#include "storage/store_impl.hpp"
#include "storage/transaction.hpp"

namespace kith::storage {
namespace {

/// The entries of a directory survive a power cut. One that may be written to and not read cannot be synced.
Status sync_directory(const std::filesystem::path& directory) {
  const int descriptor = ::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0 && errno == EACCES) return {};
  const bool synced = descriptor >= 0 && ::fsync(descriptor) == 0;
  const int why = errno;
  if (descriptor >= 0) ::close(descriptor);
  if (synced) return {};
  return Error(ErrorKind::kIo, fmt::format("cannot sync '{}': {}", directory.string(), std::strerror(why)));
}

/// Those that are in no version yet: an empty one marks that a version holds the deltas before it.
Status load_deltas(Core& core) {
  std::vector<std::pair<BlockKey, std::size_t>> of_block;
  const auto load = [&] {
    for (const auto& [key, bytes] : of_block) core.directory.load_delta(key, bytes);
    of_block.clear();
  };
  const auto deltas = core.backend->scan(Family::kDeltas, "", "", nullptr);
  for (; deltas->valid(); deltas->next()) {
    KITH_TRY(const BlockKey key, BlockKey::decode(deltas->key()));
    if (!of_block.empty() && of_block.back().first.id != key.id) load();
    if (deltas->value().empty()) {
      of_block.clear();
    } else {
      of_block.emplace_back(key, deltas->value().size());
    }
  }
  load();
  return deltas->status();
}

}  // namespace

Result<std::unique_ptr<Store>> Store::open(const std::filesystem::path& path, const StoreOptions& options) {
  std::error_code failed;
  const bool create = options.create_if_missing && !options.read_only;
  KITH_TRY(const DirectoryContent content, content_of(path));
  if (content == DirectoryContent::kNothing) {
    if (!create)
      return Error(ErrorKind::kIo, fmt::format("cannot open '{}': there is no such database", path.string()));
    std::filesystem::create_directories(path, failed);
    if (failed) return Error(ErrorKind::kIo, fmt::format("cannot create '{}': {}", path.string(), failed.message()));
  }
  KITH_TRY(LockFile lock, LockFile::acquire(path, options.read_only));
  KITH_TRY(auto backend,
           open_rocksdb_backend(path / "data", {.read_only = options.read_only, .create_if_missing = create}));
  if (content == DirectoryContent::kNothing) {
    // RocksDB syncs what is below `data`.
    KITH_CHECK_OK(sync_directory(path));
    KITH_CHECK_OK(sync_directory(path / ".."));
  }
  return open_store_over(std::move(backend), path, options, std::move(lock));
}

Result<std::unique_ptr<Store>> open_store_over(std::unique_ptr<Backend> backend, const std::filesystem::path& path,
                                               const StoreOptions& options, std::optional<LockFile> lock) {
  auto core = std::make_unique<Core>(path, options, std::move(backend));
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
  KITH_TRY(State state, read_state(*core->backend, core->names, path));
  KITH_CHECK_OK(load_deltas(*core));
  state.backend = core->backend->snapshot();
  core->logged_names = core->names.extent();
  core->appended = std::make_shared<const State>(std::move(state));
  core->commits.publish(core->appended);
  return std::unique_ptr<Store>(std::make_unique<StoreImpl>(std::move(core), std::move(lock)));
}

StoreImpl::~StoreImpl() {
  // What folding cannot write now, the next opening folds: the deltas stay.
  if (core_->options.read_only || !core_->commits.check_writable().ok()) return;
  if (core_->backend->resume().ok() && fold_blocks(*core_).ok()) (void)core_->commits.sync(*core_->backend).ok();
}

std::shared_ptr<const ReadView> StoreImpl::snapshot() const {
  return std::make_shared<const Snapshot>(*core_, core_->commits.published());
}

Status StoreImpl::acquire(std::chrono::milliseconds wait) {
  if (core_->options.read_only) return Error(ErrorKind::kReadOnly, "the database is open for reading only");
  KITH_CHECK_OK(core_->commits.check_writable());
  if (!core_->write_lock.acquire(wait)) {
    return Error(ErrorKind::kTimeout, fmt::format("another transaction was still writing after {} ms", wait.count()));
  }
  Status status = core_->commits.check_writable();
  if (status.ok()) status = core_->backend->resume();
  if (!status.ok()) core_->write_lock.release();
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
