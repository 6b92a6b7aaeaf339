// loaders/text/input_file.cpp: POSIX reads.
#include "loaders/text/input_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace kith::loaders {
namespace {

Error failure(std::string_view action, const std::string& name, int code) {
  return {ErrorKind::kData, fmt::format("cannot {} '{}': {}", action, name, std::generic_category().message(code))};
}

}  // namespace

Result<InputFile> InputFile::try_open(const std::filesystem::path& path) {
  InputFile file;
  file.name_ = path.string();
  file.descriptor_ = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file.descriptor_ < 0) return failure("open", file.name_, errno);
  struct stat status {};
  if (::fstat(file.descriptor_, &status) != 0) return failure("open", file.name_, errno);
  if (S_ISDIR(status.st_mode)) return failure("open", file.name_, EISDIR);
  file.is_regular_ = S_ISREG(status.st_mode);
  if (file.is_regular_) {
    file.size_ = static_cast<std::uint64_t>(status.st_size);
    ::posix_fadvise(file.descriptor_, 0, 0, POSIX_FADV_SEQUENTIAL);
  }
  return file;
}

InputFile::InputFile(InputFile&& other) noexcept
    : name_(std::move(other.name_)),
      descriptor_(std::exchange(other.descriptor_, -1)),
      size_(other.size_),
      is_regular_(other.is_regular_) {}

InputFile& InputFile::operator=(InputFile&& other) noexcept {
  std::swap(name_, other.name_);
  std::swap(descriptor_, other.descriptor_);
  std::swap(size_, other.size_);
  std::swap(is_regular_, other.is_regular_);
  return *this;
}

InputFile::~InputFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

Result<std::size_t> InputFile::read(char* to, std::size_t size) {
  while (true) {
    const ssize_t count = ::read(descriptor_, to, size);
    if (count >= 0) return static_cast<std::size_t>(count);
    if (errno != EINTR) return failure("read", name_, errno);
  }
}

Result<std::string> InputFile::read_at(std::uint64_t offset, std::size_t size) const {
  std::string text(size, '\0');
  for (std::size_t done = 0; done < size;) {
    const ssize_t count = ::pread(descriptor_, text.data() + done, size - done, static_cast<off_t>(offset + done));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return failure("read", name_, errno);
    if (count == 0) return Error{ErrorKind::kData, fmt::format("'{}' became shorter while it was read", name_)};
    done += static_cast<std::size_t>(count);
  }
  return text;
}

Result<std::uint64_t> size_of_file(const std::filesystem::path& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) return failure("open", path.string(), errno);
  return S_ISREG(status.st_mode) ? static_cast<std::uint64_t>(status.st_size) : 0;
}

Result<std::string> read_text_file(const std::filesystem::path& path) {
  KITH_TRY(InputFile file, InputFile::try_open(path));
  std::string text;
  std::string piece(64 * 1024, '\0');
  while (true) {
    KITH_TRY(const std::size_t count, file.read(piece.data(), piece.size()));
    if (count == 0) return text;
    text.append(piece, 0, count);
  }
}

}  // namespace kith::loaders
