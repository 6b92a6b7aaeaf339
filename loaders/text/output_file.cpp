// loaders/text/output_file.cpp: POSIX writes and the rename.
#include "loaders/text/output_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
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

}  // namespace

Result<OutputFile> OutputFile::try_create(const std::filesystem::path& path) {
  OutputFile file;
  file.path_ = path;
  file.partial_ = path;
  file.partial_ += ".partial";
  file.descriptor_ = ::open(file.partial_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (file.descriptor_ < 0) return failure(file.partial_, errno);
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
  ::unlink(partial_.c_str());
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
  if (::close(std::exchange(descriptor_, -1)) != 0 || ::rename(partial_.c_str(), path_.c_str()) != 0) {
    const int code = errno;
    ::unlink(partial_.c_str());
    return failure(path_, code);
  }
  return {};
}

Status write_text_file(const std::filesystem::path& path, std::string_view text) {
  KITH_TRY(OutputFile file, OutputFile::try_create(path));
  KITH_CHECK_OK(file.write(text));
  return file.finish();
}

}  // namespace kith::loaders
