// tests/crash/fault_file_system.hpp: a file system below RocksDB that fails on command, and forgets what was not
// synced.
#pragma once

#include <algorithm>
#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include <unistd.h>

#include <rocksdb/file_system.h>

namespace kith::testing {

/// Counts appends and syncs of files opened for writing. From the n-th on, appends or syncs fail (and the failing
/// append writes part of its bytes, as a full disk does). drop_unsynced() cuts every file back to what was synced, plus
/// a random part.
class FaultFileSystem final : public rocksdb::FileSystemWrapper {
 public:
  explicit FaultFileSystem(std::shared_ptr<rocksdb::FileSystem> base) : rocksdb::FileSystemWrapper(std::move(base)) {}
  const char* Name() const override { return "FaultFileSystem"; }

  /// Only log files count when `logs_only`.
  void fail_append_after(long count, bool logs_only) {
    appends_left_ = count;
    logs_only_ = logs_only;
  }
  void fail_sync_after(long count, bool logs_only) {
    syncs_left_ = count;
    logs_only_ = logs_only;
  }
  void heal() { appends_left_ = syncs_left_ = -1; }
  long num_failed_appends() const { return num_failed_appends_; }
  /// Called at the begin of each sync of a log, from the thread that syncs. Set it while nothing writes.
  void on_log_sync(std::function<void()> call) { on_log_sync_ = std::move(call); }
  /// What a power cut leaves: call it when nothing has the files open. `keep` chooses how much unsynced data survives,
  /// by a number in [0, its argument].
  template <class Keep>
  void drop_unsynced(Keep keep) {
    const std::lock_guard lock(mutex_);
    for (const auto& [path, sizes] : files_) {
      if (sizes.synced >= sizes.written) continue;
      const std::uint64_t size = sizes.synced + keep(sizes.written - sizes.synced);
      if (::truncate(path.c_str(), static_cast<off_t>(size)) != 0) continue;  // removed meanwhile
    }
    files_.clear();
  }

  rocksdb::IOStatus NewWritableFile(const std::string& path, const rocksdb::FileOptions& options,
                                    std::unique_ptr<rocksdb::FSWritableFile>* result,
                                    rocksdb::IODebugContext* debug) override {
    std::unique_ptr<rocksdb::FSWritableFile> file;
    rocksdb::IOStatus status = target()->NewWritableFile(path, options, &file, debug);
    if (!status.ok()) return status;
    {
      const std::lock_guard lock(mutex_);
      files_[path] = {};
    }
    *result = std::make_unique<File>(std::move(file), path, *this);
    return status;
  }
  rocksdb::IOStatus ReopenWritableFile(const std::string& path, const rocksdb::FileOptions& options,
                                       std::unique_ptr<rocksdb::FSWritableFile>* result,
                                       rocksdb::IODebugContext* debug) override {
    std::unique_ptr<rocksdb::FSWritableFile> file;
    rocksdb::IOStatus status = target()->ReopenWritableFile(path, options, &file, debug);
    if (!status.ok()) return status;
    *result = std::make_unique<File>(std::move(file), path, *this);
    return status;
  }
  rocksdb::IOStatus LinkFile(const std::string& from, const std::string& to, const rocksdb::IOOptions& options,
                             rocksdb::IODebugContext* debug) override {
    rocksdb::IOStatus status = target()->LinkFile(from, to, options, debug);
    if (!status.ok()) return status;
    const std::lock_guard lock(mutex_);
    if (const auto found = files_.find(from); found != files_.end()) files_[to] = found->second;
    return status;
  }
  rocksdb::IOStatus RenameFile(const std::string& from, const std::string& to, const rocksdb::IOOptions& options,
                               rocksdb::IODebugContext* debug) override {
    {
      const std::lock_guard lock(mutex_);
      if (const auto found = files_.find(from); found != files_.end()) {
        files_[to] = found->second;
        files_.erase(from);
      }
    }
    return target()->RenameFile(from, to, options, debug);
  }
  rocksdb::IOStatus DeleteFile(const std::string& path, const rocksdb::IOOptions& options,
                               rocksdb::IODebugContext* debug) override {
    {
      const std::lock_guard lock(mutex_);
      files_.erase(path);
    }
    return target()->DeleteFile(path, options, debug);
  }

 private:
  struct Sizes {
    std::uint64_t written = 0, synced = 0;
  };

  class File final : public rocksdb::FSWritableFileOwnerWrapper {
   public:
    File(std::unique_ptr<rocksdb::FSWritableFile> file, std::string path, FaultFileSystem& system)
        : FSWritableFileOwnerWrapper(std::move(file)), path_(std::move(path)), system_(system) {}
    rocksdb::IOStatus Append(const rocksdb::Slice& data, const rocksdb::IOOptions& options,
                             rocksdb::IODebugContext* debug) override {
      if (system_.counts_down(system_.appends_left_, path_)) {
        const rocksdb::Slice part(data.data(), data.size() / 2);
        if (target()->Append(part, options, debug).ok()) system_.grow(path_, part.size());
        ++system_.num_failed_appends_;
        return rocksdb::IOStatus::NoSpace("injected");
      }
      rocksdb::IOStatus status = target()->Append(data, options, debug);
      if (status.ok()) system_.grow(path_, data.size());
      return status;
    }
    rocksdb::IOStatus Append(const rocksdb::Slice& data, const rocksdb::IOOptions& options,
                             const rocksdb::DataVerificationInfo&, rocksdb::IODebugContext* debug) override {
      return Append(data, options, debug);
    }
    rocksdb::IOStatus Sync(const rocksdb::IOOptions& options, rocksdb::IODebugContext* debug) override {
      if (system_.on_log_sync_ && path_.ends_with(".log")) system_.on_log_sync_();
      if (system_.counts_down(system_.syncs_left_, path_)) return rocksdb::IOStatus::IOError("injected");
      const std::uint64_t written = system_.written(path_);
      rocksdb::IOStatus status =
          target()->Flush(options, debug);  // process memory to the kernel: all that this test needs
      if (status.ok()) system_.synced(path_, written);
      return status;
    }
    rocksdb::IOStatus Fsync(const rocksdb::IOOptions& options, rocksdb::IODebugContext* debug) override {
      return Sync(options, debug);
    }
    rocksdb::IOStatus RangeSync(std::uint64_t, std::uint64_t, const rocksdb::IOOptions&,
                                rocksdb::IODebugContext*) override {
      return rocksdb::IOStatus::OK();
    }

   private:
    std::string path_;
    FaultFileSystem& system_;
  };

  bool counts_down(std::atomic<long>& left, const std::string& path) {
    if (left < 0 || (logs_only_ && !path.ends_with(".log"))) return false;
    if (left > 0) {
      --left;
      return false;
    }
    return true;  // and from then on
  }
  void grow(const std::string& path, std::uint64_t by) {
    const std::lock_guard lock(mutex_);
    if (const auto found = files_.find(path); found != files_.end()) found->second.written += by;
  }
  std::uint64_t written(const std::string& path) {
    const std::lock_guard lock(mutex_);
    const auto found = files_.find(path);
    return found != files_.end() ? found->second.written : 0;
  }
  void synced(const std::string& path, std::uint64_t size) {
    const std::lock_guard lock(mutex_);
    if (const auto found = files_.find(path); found != files_.end())
      found->second.synced = std::max(found->second.synced, size);
  }

  std::mutex mutex_;
  std::map<std::string, Sizes> files_;
  std::atomic<long> appends_left_ = -1, syncs_left_ = -1, num_failed_appends_ = 0;
  std::atomic<bool> logs_only_ = true;
  std::function<void()> on_log_sync_;
};

}  // namespace kith::testing
