// bench/synced_file.cpp: the floor of a durable commit.
#include <fcntl.h>
#include <unistd.h>

#include <array>

#include "bench/benchmarks.hpp"

namespace kith::bench {

SyncedFile::SyncedFile(const std::filesystem::path& path)
    : file_(::open(path.c_str(), O_CREAT | O_TRUNC | O_WRONLY, 0600)) {
  if (file_ < 0) stop(Error(ErrorKind::kIo, "cannot create " + path.string()));
}
SyncedFile::~SyncedFile() { ::close(file_); }

void SyncedFile::append(bool sync) {
  const std::array<char, 64> bytes{};
  if (::write(file_, bytes.data(), bytes.size()) != static_cast<ssize_t>(bytes.size()) ||
      (sync && ::fdatasync(file_) != 0)) {
    stop(Error(ErrorKind::kIo, "cannot write the scratch file"));
  }
}

}  // namespace kith::bench
