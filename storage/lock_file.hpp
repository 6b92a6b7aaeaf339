// storage/lock_file.hpp: who has the database open.
#pragma once

#include <filesystem>
#include <utility>

#include <kith/error.hpp>

namespace kith::storage {

/// Held while open: one writer alone, or readers together. The operating system frees it when the process ends.
class LockFile {
 public:
  /// Errors: kDatabaseInUse, naming the process that writes, or saying that others read; kIo.
  static Result<LockFile> acquire(const std::filesystem::path& database, bool read_only);
  LockFile(LockFile&& other) noexcept
      : descriptor_(std::exchange(other.descriptor_, -1)), writes_(std::exchange(other.writes_, false)) {}
  LockFile& operator=(LockFile&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    std::swap(writes_, other.writes_);
    return *this;
  }
  ~LockFile();

 private:
  LockFile(int descriptor, bool writes) : descriptor_(descriptor), writes_(writes) {}
  int descriptor_ = -1;  // -1: a read-only database on a medium that takes no lock
  bool writes_ = false;  // the file holds this process's number
};

}  // namespace kith::storage
