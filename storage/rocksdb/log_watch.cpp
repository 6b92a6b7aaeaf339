// storage/rocksdb/log_watch.cpp: wraps the files whose name ends in .log.
#include "storage/rocksdb/log_watch.hpp"

#include <string>
#include <utility>

#include <rocksdb/file_system.h>

namespace kith::storage {
namespace {

class WatchedLog final : public rocksdb::FSWritableFileOwnerWrapper {
 public:
  WatchedLog(std::unique_ptr<rocksdb::FSWritableFile> file, LogHealth& health)
      : FSWritableFileOwnerWrapper(std::move(file)), health_(health) {}

  rocksdb::IOStatus Append(const rocksdb::Slice& data, const rocksdb::IOOptions& options,
                           rocksdb::IODebugContext* debug) override {
    return watched(FSWritableFileOwnerWrapper::Append(data, options, debug));
  }
  rocksdb::IOStatus Append(const rocksdb::Slice& data, const rocksdb::IOOptions& options,
                           const rocksdb::DataVerificationInfo& verification, rocksdb::IODebugContext* debug) override {
    return watched(FSWritableFileOwnerWrapper::Append(data, options, verification, debug));
  }

 private:
  rocksdb::IOStatus watched(rocksdb::IOStatus status) {
    if (status.ok()) return status;
    const std::lock_guard no_sync(health_.syncing);
    health_.failed = true;
    return status;
  }

  LogHealth& health_;
};

class LogWatch final : public rocksdb::FileSystemWrapper {
 public:
  LogWatch(std::shared_ptr<rocksdb::FileSystem> base, LogHealth& health)
      : FileSystemWrapper(std::move(base)), health_(health) {}
  const char* Name() const override { return "LogWatch"; }

  rocksdb::IOStatus NewWritableFile(const std::string& path, const rocksdb::FileOptions& options,
                                    std::unique_ptr<rocksdb::FSWritableFile>* file,
                                    rocksdb::IODebugContext* debug) override {
    rocksdb::IOStatus status = target()->NewWritableFile(path, options, file, debug);
    if (status.ok() && path.ends_with(".log")) *file = std::make_unique<WatchedLog>(std::move(*file), health_);
    return status;
  }

 private:
  LogHealth& health_;
};

}  // namespace

std::shared_ptr<rocksdb::FileSystem> watch_logs(std::shared_ptr<rocksdb::FileSystem> base, LogHealth& health) {
  return std::make_shared<LogWatch>(std::move(base), health);
}

}  // namespace kith::storage
