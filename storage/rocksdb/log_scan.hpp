// storage/rocksdb/log_scan.hpp: RocksDB's log files read before anything opens them, for what opening would not say.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include <kith/error.hpp>
#include <kith/ids.hpp>

namespace kith::storage {

struct LogScan {
  /// The greatest commit that a mark in any log calls durable (storage/durable_record.hpp). A mark across the boundary
  /// of two of the log's blocks is missed.
  CommitNumber durable = 0;
  /// The first log file with bytes that RocksDB would stop at, and where they begin. Empty: there are none. What a
  /// power cut leaves of records that were not synced looks the same.
  std::string damaged_file;
  std::uint64_t damaged_at = 0;
};

/// Reads all log files of a RocksDB directory. Errors: kIo.
Result<LogScan> scan_logs(const std::filesystem::path& directory);

}  // namespace kith::storage
