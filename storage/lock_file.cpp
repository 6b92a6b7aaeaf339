// storage/lock_file.cpp: flock on a file that holds the writer's process id.
#include "storage/lock_file.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>

#include <fmt/format.h>

namespace kith::storage {
namespace {

Error in_use(const std::filesystem::path& database, std::string_view holder) {
  return Error(ErrorKind::kDatabaseInUse,
               fmt::format("cannot open '{}': it is in use by {}", database.string(), holder));
}

}  // namespace

Result<LockFile> LockFile::acquire(const std::filesystem::path& database, bool read_only) {
  const std::filesystem::path path = database / "lock";
  const int descriptor = ::open(path.c_str(), (read_only ? O_RDONLY : O_RDWR | O_CREAT) | O_CLOEXEC, 0644);
  if (descriptor < 0) {
    if (read_only && (errno == ENOENT || errno == EACCES || errno == EROFS)) return LockFile(-1);
    return Error(ErrorKind::kIo, fmt::format("cannot open '{}': {}", path.string(), std::strerror(errno)));
  }
  LockFile lock(descriptor);
  if (::flock(descriptor, (read_only ? LOCK_SH : LOCK_EX) | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) {
      return Error(ErrorKind::kIo, fmt::format("cannot lock '{}': {}", path.string(), std::strerror(errno)));
    }
    // A shared lock that is to be had here is not the writer's: readers keep it from this one. Their names are not
    // known.
    if (!read_only && ::flock(descriptor, LOCK_SH | LOCK_NB) == 0) return in_use(database, "processes that read it");
    char text[32] = {};
    const ssize_t size = ::pread(descriptor, text, sizeof(text) - 1, 0);
    return in_use(database, size > 0 ? fmt::format("process {}", std::string_view(text, static_cast<std::size_t>(size)))
                                     : "another process");
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
  // The next writer is not to be taken for this one before it has written its own number.
  [[maybe_unused]] const int truncated = writes_ ? ::ftruncate(descriptor_, 0) : 0;
  ::close(descriptor_);
}

}  // namespace kith::storage
