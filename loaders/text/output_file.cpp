// loaders/text/output_file.cpp: POSIX writes and the rename. Only a regular file is replaced; its links and its mode
// stay.
#include "loaders/text/output_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace kith::loaders {
namespace {

constexpr std::size_t kBufferSize = 256 * 1024;

Error failure(const std::filesystem::path& path, int code) {
  return {ErrorKind::kData, fmt::format("cannot write '{}': {}", path.string(), std::generic_category().message(code))};
}

/// Where a chain of symbolic links leads, which need not exist yet.
Result<std::filesystem::path> behind_links(const std::filesystem::path& path) {
  constexpr int kMostLinks = 40;  // as Linux has it
  std::filesystem::path target = path;
  std::error_code code;
  for (int i = 0; std::filesystem::is_symlink(target, code); ++i) {
    if (i == kMostLinks) return failure(path, ELOOP);
    const std::filesystem::path next = std::filesystem::read_symlink(target, code);
    if (code) return failure(path, code.value());
    target = target.parent_path() / next;  // an absolute one stands for itself
  }
  return target;
}

}  // namespace

Result<OutputFile> OutputFile::try_create(const std::filesystem::path& path) {
  OutputFile file;
  struct stat old {};
  const bool is_there = ::stat(path.c_str(), &old) == 0;
  if (is_there && !S_ISREG(old.st_mode)) {  // a pipe or a device takes bytes; it must not become a file
    file.path_ = path;
    file.descriptor_ = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
    if (file.descriptor_ < 0) return failure(path, errno);
    return file;
  }
  KITH_TRY(file.path_, behind_links(path));
  if (is_there && ::access(file.path_.c_str(), W_OK) != 0) return failure(path, errno);
  file.partial_ = file.path_;
  file.partial_ += ".partial";
  const int flags = O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC;
  file.descriptor_ = ::open(file.partial_.c_str(), flags, is_there ? 0600 : 0666);
  if (file.descriptor_ < 0) return failure(file.partial_, errno);
  if (is_there) {
    // Who may read what is written now is who might read what was there. Only root can give a file away.
    if (::geteuid() == 0 && ::fchown(file.descriptor_, old.st_uid, old.st_gid) != 0) return failure(path, errno);
    if (::fchmod(file.descriptor_, old.st_mode & 07777) != 0) return failure(path, errno);
  }
  return file;
}

OutputFile::OutputFile(OutputFile&& other) noexcept
    : path_(std::move(other.path_)),
      partial_(std::move(other.partial_)),
      descriptor_(std::exchange(other.descriptor_, -1)),
      buffer_(std::move(other.buffer_)) {}

OutputFile& OutputFile::operator=(OutputFile&& other) noexcept {
  std::swap(path_, other.path_);
  std::swap(partial_, other.partial_);
  std::swap(descriptor_, other.descriptor_);
  std::swap(buffer_, other.buffer_);
  return *this;
}

OutputFile::~OutputFile() {
  if (descriptor_ < 0) return;
  ::close(descriptor_);
  if (!partial_.empty()) ::unlink(partial_.c_str());
}

Status OutputFile::write(std::string_view text) {
  buffer_.append(text);
  return buffer_.size() < kBufferSize ? Status::success() : flush();
}

Status OutputFile::flush() {
  std::string_view rest = buffer_;
  while (!rest.empty()) {
    const ssize_t count = ::write(descriptor_, rest.data(), rest.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return failure(path_, errno);
    rest.remove_prefix(static_cast<std::size_t>(count));
  }
  buffer_.clear();
  return {};
}

Status OutputFile::finish() {
  KITH_CHECK_OK(flush());
  const bool closed = ::close(std::exchange(descriptor_, -1)) == 0;
  if (closed && (partial_.empty() || ::rename(partial_.c_str(), path_.c_str()) == 0)) return {};
  const int code = errno;
  if (!partial_.empty()) ::unlink(partial_.c_str());
  return failure(path_, code);
}

Status write_text_file(const std::filesystem::path& path, std::string_view text) {
  KITH_TRY(OutputFile file, OutputFile::try_create(path));
  KITH_CHECK_OK(file.write(text));
  return file.finish();
}

}  // namespace kith::loaders
