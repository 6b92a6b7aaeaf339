// storage/rocksdb/log_watch.hpp: a file system that says of a log's failed append before RocksDB knows of it.
#pragma once

#include <atomic>
#include <memory>
#include <shared_mutex>

namespace rocksdb {
class FileSystem;
}

namespace kith::storage {

/// Whether appends fail. RocksDB 7.8.3 ends the process by an assertion when a log is synced after an append to it
/// failed, and a sync may run beside the append. So a sync holds `syncing` shared and begins only while `failed` is not
/// set; a failing append waits for it, sets `failed`, and only then tells RocksDB.
struct LogHealth {
  std::shared_mutex syncing;
  std::atomic<bool> failed = false;
};

/// `base`, with the appends to log files watched. `health` must outlive the file system.
std::shared_ptr<rocksdb::FileSystem> watch_logs(std::shared_ptr<rocksdb::FileSystem> base, LogHealth& health);

}  // namespace kith::storage
