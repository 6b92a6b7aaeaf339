// loaders/text/line_reader.cpp: see the header.
#include "loaders/text/line_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

namespace kith::loaders {

Result<bool> LineReader::next() {
  std::size_t searched = begin_;
  while (true) {
    const void* const found = searched < end_ ? std::memchr(buffer_.data() + searched, '\n', end_ - searched) : nullptr;
    if (found != nullptr || (at_end_ && begin_ < end_)) {
      const std::size_t line_end =
          found == nullptr ? end_ : static_cast<std::size_t>(static_cast<const char*>(found) - buffer_.data());
      line_ = std::string_view(buffer_.data() + begin_, line_end - begin_);
      if (line_.ends_with('\r')) line_.remove_suffix(1);
      const std::size_t next_begin = found == nullptr ? line_end : line_end + 1;
      offset_ = next_offset_;
      next_offset_ += next_begin - begin_;
      begin_ = next_begin;
      ++line_number_;
      return true;
    }
    if (at_end_) return false;
    if (begin_ > 0) {
      std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
      end_ -= begin_;
      begin_ = 0;
    }
    searched = end_;
    if (end_ >= kMaxLineSize) {
      return Error{ErrorKind::kData,
                   fmt::format("{}:{}: a line longer than {} MiB", file_.name(), line_number_ + 1, kMaxLineSize >> 20)};
    }
    if (end_ + kPadding >= buffer_.size()) buffer_.resize(std::max(std::size_t{1} << 20, 2 * buffer_.size()));
    KITH_TRY(const std::size_t count, file_.read(buffer_.data() + end_, buffer_.size() - kPadding - end_));
    end_ += count;
    at_end_ = count == 0;
  }
}

}  // namespace kith::loaders
