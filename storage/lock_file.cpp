// storage/lock_file.cpp: flock on a file that holds the writer's process id.
#include "storage/lock_file.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <string>

#include <fmt/format.h>

namespace kith::storage {
namespace {

/// Readers leave no number, so one that is there is a writer's, or was left by one that crashed.
Error in_use(int descriptor, const std::filesystem::path& database) {
  char text[32] = {};
  const ssize_t size = ::pread(descriptor, text, sizeof(text) - 1, 0);
  const auto holder = static_cast<pid_t>(size > 0 ? std::strtol(text, nullptr, 10) : 0);
  if (holder == ::getpid()) {
    return Error(ErrorKind::kDatabaseInUse,
                 fmt::format("cannot open '{}': this process has it open already", database.string()))
        .with_hint(
            "share that Database: copies of it and its connections are cheap, and any number of threads may use them");
  }
  const bool is_alive = holder > 0 && (::kill(holder, 0) == 0 || errno == EPERM);
  return Error(ErrorKind::kDatabaseInUse,
               fmt::format("cannot open '{}': it is in use by {}", database.string(),
                           is_alive ? fmt::format("process {}", holder) : std::string("processes that read it")))
      .with_hint(
          "one process at a time writes a database; several may have it open together when all of them only read");
}

}  // namespace

Result<LockFile> LockFile::acquire(const std::filesystem::path& database, bool read_only) {
  const std::filesystem::path path = database / "lock";
  const int descriptor = ::open(path.c_str(), (read_only ? O_RDONLY : O_RDWR | O_CREAT) | O_CLOEXEC, 0644);
  if (descriptor < 0) {
    if (read_only && (errno == ENOENT || errno == EACCES || errno == EROFS)) return LockFile(-1, false);
    return Error(ErrorKind::kIo, fmt::format("cannot open '{}': {}", path.string(), std::strerror(errno)));
  }
  LockFile lock(descriptor, false);
  if (::flock(descriptor, (read_only ? LOCK_SH : LOCK_EX) | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) {
      return Error(ErrorKind::kIo, fmt::format("cannot lock '{}': {}", path.string(), std::strerror(errno)));
    }
    return in_use(descriptor, database);
  }
  if (!read_only) {
    const std::string text = std::to_string(::getpid());
    if (::ftruncate(descriptor, 0) != 0 || ::pwrite(descriptor, text.data(), text.size(), 0) < 0) {
      return Error(ErrorKind::kIo, fmt::format("cannot write '{}': {}", path.string(), std::strerror(errno)));
    }
    lock.writes_ = true;
  }
  return lock;
}

LockFile::~LockFile() {
  if (descriptor_ < 0) return;
  // A number that stays would be taken for that of the next holder. One left by a crash is told by its process.
  if (writes_) {
    [[maybe_unused]] const int ignored = ::ftruncate(descriptor_, 0);
  }
  ::close(descriptor_);
}

}  // namespace kith::storage
