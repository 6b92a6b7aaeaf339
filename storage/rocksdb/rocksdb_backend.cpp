// storage/rocksdb/rocksdb_backend.cpp: Backend over RocksDB. One column family per Family.
//
// RocksDB aborts the process when a database is closed under a live iterator or column family handle, so whatever
// points into it shares ownership of Database, which closes it last.
#include "storage/rocksdb/rocksdb_backend.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdarg>
#include <mutex>
#include <shared_mutex>

#include <fmt/format.h>
#include <rocksdb/cache.h>
#include <rocksdb/db.h>
#include <rocksdb/env.h>
#include <rocksdb/file_system.h>
#include <rocksdb/listener.h>
#include <rocksdb/options.h>
#include <rocksdb/sst_file_writer.h>
#include <rocksdb/table.h>
#include <rocksdb/transaction_log.h>
#include <rocksdb/write_batch.h>

#include "storage/rocksdb/log_watch.hpp"
#include "storage/state.hpp"

namespace kith::storage {
namespace {

constexpr std::array<const char*, kNumFamilies> kFamilyNames = {"meta", "blocks", "deltas", "index", "assertions"};

rocksdb::Slice slice(std::string_view bytes) { return {bytes.data(), bytes.size()}; }
std::string_view view(const rocksdb::Slice& bytes) { return {bytes.data(), bytes.size()}; }

Status to_status(const rocksdb::Status& status) {
  if (status.ok()) return {};
  return Error(status.IsCorruption() ? ErrorKind::kCorruption : ErrorKind::kIo, status.ToString());
}

/// Column family options for values of some kilobytes to a megabyte that are already compact.
rocksdb::ColumnFamilyOptions family_options(Family family, const std::shared_ptr<rocksdb::Cache>& cache) {
  rocksdb::ColumnFamilyOptions options;
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = cache;
  table.format_version = 5;
  const bool holds_blocks = family == Family::kBlocks;
  table.block_size = holds_blocks ? 32 * 1024 : 8 * 1024;
  // LZ4 saves nothing on block encodings (measured); index keys share long prefixes and gain.
  options.compression = family == Family::kIndex ? rocksdb::kLZ4Compression : rocksdb::kNoCompression;
  options.write_buffer_size = holds_blocks ? std::size_t{64} << 20 : std::size_t{32} << 20;
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  return options;
}

/// A log that could not be appended to refuses everything after, and RocksDB takes a refusal for a fatal error, after
/// which it cannot resume. It is no worse than the failure before, from which it can.
class ErrorsToResumeFrom final : public rocksdb::EventListener {
 public:
  const char* Name() const override { return "ErrorsToResumeFrom"; }
  void OnBackgroundError(rocksdb::BackgroundErrorReason, rocksdb::Status* error) override {
    if (is_refusal(*error)) *error = rocksdb::Status(*error, rocksdb::Status::Severity::kHardError);
  }
  // resume() says when, and is refused while RocksDB tries by itself, every five seconds.
  void OnErrorRecoveryBegin(rocksdb::BackgroundErrorReason, rocksdb::Status, bool* by_itself) override {
    *by_itself = false;
  }
  static bool is_refusal(const rocksdb::Status& status) {
    return status.IsIOError() && status.ToString().find("previous error") != std::string::npos;
  }
};

/// RocksDB's own account of its work, which nobody reads: errors come back as statuses. In a file of its own on a full
/// disk it would be written again after a write that failed, which an assertion of RocksDB's ends the process for.
class NoLog final : public rocksdb::Logger {
 public:
  using rocksdb::Logger::Logv;
  void Logv(const char*, va_list) override {}
};

struct Database {
  LogHealth log;  ///< `failed`: an append or ingestion did, and resume() has not succeeded since.
  std::unique_ptr<rocksdb::Env> env;
  rocksdb::DB* db = nullptr;
  std::vector<rocksdb::ColumnFamilyHandle*> handles;
  std::array<rocksdb::ColumnFamilyHandle*, kNumFamilies> families{};
  std::array<rocksdb::ColumnFamilyOptions, kNumFamilies> options;
  rocksdb::Options sst_options;

  Database() = default;
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;
  ~Database() {
    for (rocksdb::ColumnFamilyHandle* handle : handles) db->DestroyColumnFamilyHandle(handle).PermitUncheckedError();
    if (db != nullptr) {
      db->Close().PermitUncheckedError();
      delete db;
    }
  }
  rocksdb::ColumnFamilyHandle* family(Family family) const { return families[static_cast<std::size_t>(family)]; }
};

class RocksdbSnapshot final : public BackendSnapshot {
 public:
  explicit RocksdbSnapshot(std::shared_ptr<const Database> database)
      : database_(std::move(database)), snapshot_(database_->db->GetSnapshot()) {}
  RocksdbSnapshot(const RocksdbSnapshot&) = delete;
  RocksdbSnapshot& operator=(const RocksdbSnapshot&) = delete;
  ~RocksdbSnapshot() override { database_->db->ReleaseSnapshot(snapshot_); }
  const rocksdb::Snapshot* get() const { return snapshot_; }

 private:
  std::shared_ptr<const Database> database_;
  const rocksdb::Snapshot* snapshot_;
};

rocksdb::ReadOptions read_options(const BackendSnapshot* at) {
  rocksdb::ReadOptions options;
  if (at != nullptr) options.snapshot = static_cast<const RocksdbSnapshot*>(at)->get();
  return options;
}

class RocksdbScan final : public Scan {
 public:
  RocksdbScan(std::shared_ptr<const Database> database, Family family, std::string_view first, std::string_view last,
              const BackendSnapshot* at)
      : database_(std::move(database)), last_(last), upper_(slice(last_)) {
    rocksdb::ReadOptions options = read_options(at);
    if (!last_.empty()) options.iterate_upper_bound = &upper_;
    iterator_.reset(database_->db->NewIterator(options, database_->family(family)));
    iterator_->Seek(slice(first));
  }
  bool valid() const override { return iterator_->Valid(); }
  std::string_view key() const override { return view(iterator_->key()); }
  std::string_view value() const override { return view(iterator_->value()); }
  void next() override { iterator_->Next(); }
  Status status() const override { return to_status(iterator_->status()); }

 private:
  std::shared_ptr<const Database> database_;
  std::string last_;
  rocksdb::Slice upper_;  // the iterator keeps a pointer to it
  std::unique_ptr<rocksdb::Iterator> iterator_;
};

class RocksdbRun final : public Run {
 public:
  RocksdbRun(const Database& database, Family family, std::filesystem::path path)
      : family_(family),
        path_(std::move(path)),
        writer_(rocksdb::EnvOptions(),
                rocksdb::Options(rocksdb::DBOptions(database.sst_options),
                                 database.options[static_cast<std::size_t>(family)]),
                database.family(family)) {}
  ~RocksdbRun() override {
    std::error_code ignored;
    std::filesystem::remove(path_, ignored);
  }
  Status open() { return to_status(writer_.Open(path_.string())); }
  Family family() const override { return family_; }
  Status add(std::string_view key, std::string_view value) override {
    ++num_entries_;
    return to_status(writer_.Put(slice(key), slice(value)));
  }
  Status finish() { return to_status(writer_.Finish()); }
  std::uint64_t num_entries() const { return num_entries_; }
  const std::filesystem::path& path() const { return path_; }

 private:
  Family family_;
  std::filesystem::path path_;
  std::uint64_t num_entries_ = 0;
  rocksdb::SstFileWriter writer_;
};

class RocksdbBackend final : public Backend {
 public:
  RocksdbBackend(std::shared_ptr<Database> database, std::filesystem::path runs)
      : database_(std::move(database)), runs_(std::move(runs)) {}

  Result<std::optional<std::string>> get(Family family, std::string_view key,
                                         const BackendSnapshot* at) const override {
    std::string value;
    const rocksdb::Status status = database_->db->Get(read_options(at), database_->family(family), slice(key), &value);
    if (status.IsNotFound()) return std::optional<std::string>();
    KITH_CHECK_OK(to_status(status));
    return std::optional<std::string>(std::move(value));
  }

  Result<std::optional<Entry>> last_in(Family family, std::string_view first, std::string_view last,
                                       const BackendSnapshot* at) const override {
    rocksdb::ReadOptions options = read_options(at);
    const rocksdb::Slice lower = slice(first);
    options.iterate_lower_bound = &lower;
    const std::unique_ptr<rocksdb::Iterator> iterator(database_->db->NewIterator(options, database_->family(family)));
    iterator->SeekForPrev(slice(last));
    if (!iterator->Valid()) {
      KITH_CHECK_OK(to_status(iterator->status()));
      return std::optional<Entry>();
    }
    return std::optional<Entry>(Entry(view(iterator->key()), view(iterator->value())));
  }

  std::unique_ptr<Scan> scan(Family family, std::string_view first, std::string_view last,
                             const BackendSnapshot* at) const override {
    return std::make_unique<RocksdbScan>(database_, family, first, last, at);
  }
  Result<KeysNear> keys_near(Family family, std::string_view first, std::string_view last, std::string_view key,
                             std::size_t before, std::size_t after, const BackendSnapshot* at) const override {
    rocksdb::ReadOptions options = read_options(at);
    const rocksdb::Slice lower = slice(first), upper = slice(last);
    options.iterate_lower_bound = &lower;
    if (!last.empty()) options.iterate_upper_bound = &upper;
    const std::unique_ptr<rocksdb::Iterator> iterator(database_->db->NewIterator(options, database_->family(family)));
    KeysNear out;
    out.reaches_first = true;
    if (before > 0) {
      // SeekForPrev ignores the upper bound; `key` is within both.
      iterator->SeekForPrev(slice(key));
      if (iterator->Valid() && view(iterator->key()) == key) iterator->Prev();
      for (; iterator->Valid() && out.keys.size() < before; iterator->Prev())
        out.keys.emplace_back(view(iterator->key()));
      KITH_CHECK_OK(to_status(iterator->status()));
      out.reaches_first = !iterator->Valid();
      std::reverse(out.keys.begin(), out.keys.end());
    }
    std::size_t left = after;
    for (iterator->Seek(slice(key)); iterator->Valid() && left > 0; iterator->Next(), --left)
      out.keys.emplace_back(view(iterator->key()));
    KITH_CHECK_OK(to_status(iterator->status()));
    out.reaches_last = !iterator->Valid();
    return out;
  }
  std::shared_ptr<const BackendSnapshot> snapshot() const override {
    return std::make_shared<RocksdbSnapshot>(database_);
  }

  Status append(const Batch& batch) override {
    rocksdb::WriteBatch out;
    for (const Batch::Entry& entry : batch.entries()) {
      rocksdb::ColumnFamilyHandle* family = database_->family(entry.family);
      rocksdb::Status status;
      switch (entry.operation) {
        case Batch::Operation::kPut:
          status = out.Put(family, slice(entry.key), slice(entry.value));
          break;
        case Batch::Operation::kRemove:
          status = out.Delete(family, slice(entry.key));
          break;
        case Batch::Operation::kRemoveRange:
          status = out.DeleteRange(family, slice(entry.key), slice(entry.value));
          break;
      }
      KITH_CHECK_OK(to_status(status));
    }
    if (!batch.log_note().empty()) KITH_CHECK_OK(to_status(out.PutLogData(batch.log_note())));
    const std::lock_guard lock(append_mutex_);
    Status status = to_status(database_->db->Write(rocksdb::WriteOptions(), &out));
    if (!status.ok()) database_->log.failed = true;
    return status;
  }

  Status sync() override {
    const std::uint64_t num_resumed = num_resumed_;
    rocksdb::Status status;
    {
      const std::shared_lock running(database_->log.syncing);
      if (!database_->log.failed) {
        status = database_->db->SyncWAL();
        if (!ErrorsToResumeFrom::is_refusal(status)) return to_status(status);
      }
    }
    const std::lock_guard lock(append_mutex_);  // an append that is failing right now ends first
    if (database_->log.failed) return sync_log_files();
    return num_resumed_ != num_resumed ? Status() : to_status(status);  // resuming wrote to files what the log held
  }

  /// RocksDB resumes by turning to a new log, which it does only where a memtable holds something. So one is given the
  /// removal of a key that never is, unlogged, while all is well: a log that has failed ends the process when it is
  /// written to once more.
  Status keep_resumable() {
    rocksdb::WriteOptions unlogged;
    unlogged.disableWAL = true;
    return to_status(database_->db->Delete(unlogged, database_->family(Family::kMeta), rocksdb::Slice()));
  }

  Status resume() override {
    const std::lock_guard lock(append_mutex_);
    if (!database_->log.failed) return {};
    KITH_CHECK_OK(to_status(database_->db->Resume()));
    KITH_CHECK_OK(keep_resumable());
    ++num_resumed_;
    database_->log.failed = false;
    return {};
  }

  Result<std::unique_ptr<Run>> begin_run(Family family) override {
    std::error_code failed;
    std::filesystem::create_directories(runs_, failed);
    if (failed) return Error(ErrorKind::kIo, fmt::format("cannot create '{}': {}", runs_.string(), failed.message()));
    auto run = std::make_unique<RocksdbRun>(*database_, family, runs_ / fmt::format("{}.sst", next_run_++));
    KITH_CHECK_OK(run->open());
    return std::unique_ptr<Run>(std::move(run));
  }

  Status ingest(std::vector<std::unique_ptr<Run>> runs) override {
    std::array<rocksdb::IngestExternalFileArg, kNumFamilies> by_family;
    for (const std::unique_ptr<Run>& run : runs) {
      auto& own = static_cast<RocksdbRun&>(*run);
      if (own.num_entries() == 0) continue;
      KITH_CHECK_OK(own.finish());
      by_family[static_cast<std::size_t>(own.family())].external_files.push_back(own.path().string());
    }
    std::vector<rocksdb::IngestExternalFileArg> arguments;
    for (std::size_t i = 0; i < kNumFamilies; ++i) {
      if (by_family[i].external_files.empty()) continue;
      by_family[i].column_family = database_->families[i];
      by_family[i].options.move_files = true;
      arguments.push_back(std::move(by_family[i]));
    }
    if (arguments.empty()) return {};
    if (num_resumed_ > 0) {
      // RocksDB 7.8.3, having resumed, gives the files that it takes over no numbers, and an assertion ends the
      // process.
      return Error(ErrorKind::kIo, "the disk was full or failed since the database was opened")
          .with_hint("reopen the database before a bulk load");
    }
    Status status = to_status(database_->db->IngestExternalFiles(arguments));
    if (!status.ok()) database_->log.failed = true;
    return status;
  }

  std::uint64_t bytes_on_disk() const override {
    std::uint64_t total = 0;
    for (rocksdb::ColumnFamilyHandle* family : database_->families) {
      for (const char* property : {"rocksdb.total-sst-files-size", "rocksdb.cur-size-all-mem-tables"}) {
        std::uint64_t size = 0;
        if (database_->db->GetIntProperty(family, property, &size)) total += size;
      }
    }
    return total;
  }

 private:
  /// RocksDB does not sync a log that it could not append to. What was appended before is whole in its files, and a
  /// full disk does not keep them from being synced; recovery stops at the record that failed. Requires append_mutex_.
  Status sync_log_files() const {
    rocksdb::VectorLogPtr logs;
    KITH_CHECK_OK(to_status(database_->db->GetSortedWalFiles(logs)));
    const std::string& directory = database_->db->GetName();
    rocksdb::FileSystem& files = *database_->db->GetEnv()->GetFileSystem();
    const rocksdb::IOOptions io;
    for (const auto& log : logs) {
      std::unique_ptr<rocksdb::FSWritableFile> file;
      KITH_CHECK_OK(to_status(files.ReopenWritableFile(directory + log->PathName(), {}, &file, nullptr)));
      KITH_CHECK_OK(to_status(file->Fsync(io, nullptr)));
      KITH_CHECK_OK(to_status(file->Close(io, nullptr)));
    }
    std::unique_ptr<rocksdb::FSDirectory> entries;
    KITH_CHECK_OK(to_status(files.NewDirectory(directory, io, &entries, nullptr)));
    return to_status(entries->Fsync(io, nullptr));
  }

  std::shared_ptr<Database> database_;
  std::filesystem::path runs_;
  std::uint64_t next_run_ = 0;
  std::mutex append_mutex_;
  std::atomic<std::uint64_t> num_resumed_ = 0;
};

Status describe_open_failure(const std::filesystem::path& path, const rocksdb::Status& status) {
  const std::string text = status.ToString();
  if (status.IsIOError() && text.find("lock") != std::string::npos && text.find("LOCK") != std::string::npos) {
    return Error(ErrorKind::kDatabaseInUse, fmt::format("cannot open '{}': it is in use ({})", path.string(), text));
  }
  return Error(status.IsCorruption() ? ErrorKind::kCorruption : ErrorKind::kIo,
               fmt::format("cannot open '{}': {}", path.string(), text));
}

/// What keeps a store from opening that has column families this build does not know: a newer format has added them.
Status describe_unknown_families(const std::filesystem::path& path, rocksdb::DBOptions options,
                                 std::shared_ptr<Database> database) {
  options.create_if_missing = false;
  const std::vector<rocksdb::ColumnFamilyDescriptor> known = {
      {rocksdb::kDefaultColumnFamilyName, rocksdb::ColumnFamilyOptions()},
      {kFamilyNames[static_cast<std::size_t>(Family::kMeta)],
       database->options[static_cast<std::size_t>(Family::kMeta)]}};
  const rocksdb::Status status =
      rocksdb::DB::OpenForReadOnly(options, path.string(), known, &database->handles, &database->db);
  if (!status.ok()) return describe_open_failure(path, status);
  database->families[static_cast<std::size_t>(Family::kMeta)] = database->handles[1];
  const auto format = read_format(RocksdbBackend(std::move(database), path), path.parent_path());
  if (!format.ok()) return format.error();
  return Error(ErrorKind::kCorruption,
               fmt::format("cannot open '{}': it holds column families that its format does not have", path.string()));
}

}  // namespace

bool is_backend_directory(const std::filesystem::path& path) {
  std::vector<std::string> names;
  if (!rocksdb::DB::ListColumnFamilies(rocksdb::DBOptions(), path.string(), &names).ok()) return false;
  return std::find(names.begin(), names.end(), kFamilyNames[0]) != names.end();
}

Result<std::unique_ptr<Backend>> open_rocksdb_backend(const std::filesystem::path& path,
                                                      const RocksdbOptions& options) {
  auto database = std::make_shared<Database>();
  const std::filesystem::path runs = path / "runs";
  if (!options.read_only) {
    std::error_code ignored;  // absent in most databases; what cannot be removed is only in the way
    std::filesystem::remove_all(runs, ignored);
  }
  rocksdb::DBOptions db_options;
  database->env = rocksdb::NewCompositeEnv(
      watch_logs(options.file_system != nullptr ? options.file_system : rocksdb::FileSystem::Default(), database->log));
  db_options.env = database->env.get();
  db_options.create_if_missing = options.create_if_missing && !options.read_only;
  db_options.create_missing_column_families = !options.read_only;
  db_options.info_log = std::make_shared<NoLog>();
  db_options.stats_dump_period_sec = 0;
  db_options.stats_persist_period_sec = 0;
  db_options.max_background_jobs = 2;
  db_options.max_file_opening_threads = 1;  // else 16 threads start and end at each opening
  db_options.wal_recovery_mode = rocksdb::WALRecoveryMode::kPointInTimeRecovery;
  db_options.max_bgerror_resume_count = 0;
  db_options.avoid_flush_during_shutdown = true;  // what keep_resumable() writes is for this opening only
  db_options.listeners.push_back(std::make_shared<ErrorsToResumeFrom>());

  const std::shared_ptr<rocksdb::Cache> cache = rocksdb::NewLRUCache(std::size_t{32} << 20);
  std::vector<rocksdb::ColumnFamilyDescriptor> descriptors;
  descriptors.emplace_back(rocksdb::kDefaultColumnFamilyName, rocksdb::ColumnFamilyOptions());
  for (std::size_t i = 0; i < kNumFamilies; ++i) {
    database->options[i] = family_options(static_cast<Family>(i), cache);
    descriptors.emplace_back(kFamilyNames[i], database->options[i]);
  }
  database->sst_options = rocksdb::Options(db_options, rocksdb::ColumnFamilyOptions());

  rocksdb::DB* db = nullptr;
  const rocksdb::Status status =
      options.read_only ? rocksdb::DB::OpenForReadOnly(db_options, path.string(), descriptors, &database->handles, &db)
                        : rocksdb::DB::Open(db_options, path.string(), descriptors, &database->handles, &db);
  if (!status.ok()) {
    database->handles.clear();
    if (status.IsInvalidArgument() && status.ToString().find("Column families not opened") != std::string::npos)
      return describe_unknown_families(path, db_options, std::move(database));
    return describe_open_failure(path, status);
  }
  database->db = db;
  for (std::size_t i = 0; i < kNumFamilies; ++i) database->families[i] = database->handles[i + 1];
  if (options.leave_old_logs && !options.read_only) {
    // RocksDB leaves a log when something was flushed since: the removal of a key that never is will do.
    rocksdb::Status left = db->Delete(rocksdb::WriteOptions(), database->family(Family::kMeta), rocksdb::Slice());
    if (left.ok()) left = db->Flush(rocksdb::FlushOptions(), database->handles);
    KITH_CHECK_OK(to_status(left));
  }
  auto backend = std::make_unique<RocksdbBackend>(std::move(database), runs);
  if (!options.read_only) KITH_CHECK_OK(backend->keep_resumable());
  return std::unique_ptr<Backend>(std::move(backend));
}

}  // namespace kith::storage
