// loaders/text/input_file.hpp: a file to import, read in large pieces. Not mapped into memory: a file that another
// process cuts short then ends early instead of killing this one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>

#include <kith/error.hpp>

namespace kith::loaders {

/// Errors: kData with the file's name and the system's words.
class InputFile {
 public:
  static Result<InputFile> try_open(const std::filesystem::path& path);
  InputFile(InputFile&& other) noexcept;
  InputFile& operator=(InputFile&& other) noexcept;
  ~InputFile();

  /// Reads up to `size` bytes; 0 at the end only.
  Result<std::size_t> read(char* to, std::size_t size);
  /// Reads exactly `size` bytes at `offset`. Requires is_regular().
  Result<std::string> read_at(std::uint64_t offset, std::size_t size) const;
  std::uint64_t size() const { return size_; }     ///< 0 for a pipe.
  bool is_regular() const { return is_regular_; }  ///< Not a pipe or terminal: read_at works.
  const std::string& name() const { return name_; }

 private:
  InputFile() = default;
  std::string name_;
  int descriptor_ = -1;
  std::uint64_t size_ = 0;
  bool is_regular_ = false;
};

/// 0 for a pipe. Errors: kData, when there is no such file.
Result<std::uint64_t> size_of_file(const std::filesystem::path& path);

/// The whole of a small file.
Result<std::string> read_text_file(const std::filesystem::path& path);

}  // namespace kith::loaders
