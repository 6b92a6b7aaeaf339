// storage/rocksdb/rocksdb_backend.hpp: the embedded implementation of Backend.
#pragma once

#include <filesystem>

#include "storage/backend.hpp"

namespace rocksdb {
class FileSystem;
}

namespace kith::storage {

struct RocksdbOptions {
  bool read_only = false;
  bool create_if_missing = true;
  bool leave_old_logs = false;                       ///< Moves what the logs hold into files, and starts a new one.
  std::shared_ptr<rocksdb::FileSystem> file_system;  ///< For fault injection; null: the operating system's.
};

/// Whether the directory holds a key-value store with the families of a Backend, in whatever state. Reads its manifest;
/// changes nothing.
bool is_backend_directory(const std::filesystem::path& path);

/// Opens or creates the key-value store in directory `path`. Runs that were never ingested are removed.
/// Errors: kIo, kCorruption; kDatabaseInUse when another process or Backend holds it.
Result<std::unique_ptr<Backend>> open_rocksdb_backend(const std::filesystem::path& path, const RocksdbOptions& options);

}  // namespace kith::storage
