// loaders/text/line_reader.hpp: the lines of a file, with room behind each for readers that look ahead.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "loaders/text/input_file.hpp"

namespace kith::loaders {

/// Memory: a buffer that grows to the longest line, at most kMaxLineSize.
class LineReader {
 public:
  static constexpr std::size_t kMaxLineSize = std::size_t{1} << 30;
  static constexpr std::size_t kPadding = 64;  ///< Readable bytes behind line(), of any content.

  explicit LineReader(InputFile file) : file_(std::move(file)) {}
  /// False at the end. Errors: kData, of the file system or a line beyond kMaxLineSize.
  Result<bool> next();
  std::string_view line() const { return line_; }             ///< Without its end; good until the next next().
  std::uint64_t line_number() const { return line_number_; }  ///< From 1.
  std::uint64_t offset() const { return offset_; }            ///< Of the line's first byte in the file.
  const InputFile& file() const { return file_; }

 private:
  InputFile file_;
  std::vector<char> buffer_;
  std::size_t begin_ = 0, end_ = 0;
  bool at_end_ = false;
  std::string_view line_;
  std::uint64_t line_number_ = 0, offset_ = 0, next_offset_ = 0;
};

}  // namespace kith::loaders
