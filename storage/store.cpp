// storage/store.cpp: opening, closing, and handing out snapshots and transactions.
#include "storage/store.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include <fmt/format.h>

#include "storage/database_directory.hpp"
#include "storage/durable_record.hpp"
#include "storage/rocksdb/log_scan.hpp"
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

Error lost_commits(const std::filesystem::path& path, const LogScan& log, CommitNumber acknowledged,
                   CommitNumber present) {
  const std::string where = log.damaged_file.empty()
                                ? std::string("a log file was cut or removed")
                                : fmt::format("'{}' is damaged at byte {}", log.damaged_file, log.damaged_at);
  return Error(ErrorKind::kCorruption,
               fmt::format("cannot open '{}': {}; commit {} was acknowledged, only {} can be read", path.string(),
                           where, acknowledged, present))
      .with_hint("restore a copy; or `kith check --salvage` opens what is left and forgets the rest");
}

/// Not even a format is there: a new store.
Result<bool> is_empty(const Backend& backend) {
  const auto first = backend.scan(Family::kMeta, "", "", nullptr);
  const bool empty = !first->valid();
  KITH_CHECK_OK(first->status());
  return empty;
}

/// Opening a damaged log for writing throws away what lies behind the damage, so what would be lost is asked before.
Status check_damaged_log(const std::filesystem::path& path, const LogScan& log, CommitNumber acknowledged) {
  KITH_TRY(const auto backend, open_rocksdb_backend(path / "data", {.read_only = true, .create_if_missing = false}));
  NameTable names;
  KITH_TRY(const State state, read_state(*backend, names, path));
  if (state.commit < acknowledged) return lost_commits(path, log, acknowledged, state.commit);
  return {};
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
  KITH_TRY(const LogScan log, scan_logs(path / "data"));
  CommitNumber acknowledged = read_durable_record(path);
  if (!log.damaged_file.empty()) {
    acknowledged = std::max(acknowledged, log.durable);
    if (!options.salvage && acknowledged > 0) KITH_CHECK_OK(check_damaged_log(path, log, acknowledged));
  }
  KITH_TRY(auto backend, open_rocksdb_backend(path / "data", {.read_only = options.read_only,
                                                              .create_if_missing = create,
                                                              .leave_old_logs = options.salvage}));
  if (content == DirectoryContent::kNothing) {
    // RocksDB syncs what is below `data`.
    KITH_CHECK_OK(sync_directory(path));
    KITH_CHECK_OK(sync_directory(path / ".."));
  }
  if (acknowledged > 0 && !options.salvage) {
    KITH_TRY(const bool empty, is_empty(*backend));
    if (empty) return lost_commits(path, log, acknowledged, 0);
  }
  KITH_TRY(auto store, open_store_over(std::move(backend), path, options, std::move(lock)));
  const CommitNumber present = store->snapshot()->commit_number();
  if (options.salvage && !options.read_only) {
    write_durable_record(path, present);
  } else if (present < acknowledged) {
    return lost_commits(path, log, acknowledged, present);
  }
  return store;
}

Result<std::unique_ptr<Store>> open_store_over(std::unique_ptr<Backend> backend, const std::filesystem::path& path,
                                               const StoreOptions& options, std::optional<LockFile> lock) {
  auto core = std::make_unique<Core>(path, options, std::move(backend));
  if (!options.read_only) {
    std::error_code ignored;
    std::filesystem::remove_all(path / "spill", ignored);  // of a bulk load that was cut short
  }
  KITH_TRY(const bool empty, is_empty(*core->backend));
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
  core->commit_at_opening = core->appended->commit;
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
  const bool changed = core_->appended->commit != core_->commit_at_opening;
  if (!core_->backend->resume().ok() || !fold_blocks(*core_).ok() || (changed && !append_durable_mark().ok()) ||
      !core_->commits.sync(*core_->backend).ok()) {
    return;
  }
  if (changed) write_durable_record(core_->path, core_->appended->commit);
}

Status StoreImpl::append_durable_mark() {
  Batch batch;
  batch.set_log_note(durable_mark(core_->commits.durable()));
  return core_->backend->append(batch);
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
  if (status.ok()) status = core.backend->resume();
  if (!status.ok()) core.write_lock.release();
  return status;
}

Result<std::unique_ptr<WriteTransaction>> StoreImpl::begin_write(std::chrono::milliseconds wait) {
  KITH_CHECK_OK(acquire(wait));
  return std::unique_ptr<WriteTransaction>(std::make_unique<Transaction>(*core_));
}

StoreInfo StoreImpl::info() const {
  const auto format = read_format(*core_->backend, core_->path);  // an older one until statistics are refreshed
  return {.format_version = format.ok() ? *format : kFormatVersion,
          .bytes_on_disk = core_->backend->bytes_on_disk(),
          .cache_bytes_used = core_->cache.bytes_used(),
          .num_unfolded_deltas = core_->directory.num_deltas()};
}

}  // namespace kith::storage
