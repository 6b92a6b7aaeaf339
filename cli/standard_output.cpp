// cli/standard_output.cpp: see the header.
#include "cli/standard_output.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace kith::cli {

Status StandardOutput::write(std::string_view text) {
  constexpr std::size_t kBufferSize = 64 * 1024;
  buffer_.append(text);
  return buffer_.size() < kBufferSize ? Status::success() : flush();
}

Status StandardOutput::flush() {
  std::string_view rest = buffer_;
  while (!rest.empty()) {
    const ssize_t count = ::write(STDOUT_FILENO, rest.data(), rest.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) {
      reader_is_gone_ = errno == EPIPE;
      buffer_.clear();
      return Error{ErrorKind::kData,
                   fmt::format("cannot write to standard output: {}", std::generic_category().message(errno))};
    }
    rest.remove_prefix(static_cast<std::size_t>(count));
  }
  buffer_.clear();
  return {};
}

}  // namespace kith::cli
