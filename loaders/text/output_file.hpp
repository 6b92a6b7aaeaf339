// loaders/text/output_file.hpp: a file being written, which bears its name only once it is whole.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include <kith/error.hpp>

namespace kith::loaders {

/// Where exporters and reports put their text.
class TextSink {
 public:
  virtual ~TextSink() = default;
  virtual Status write(std::string_view text) = 0;
};

/// Buffered. Writes to `path`.partial and renames at finish(); dropped before that, nothing is left behind. A file that
/// is replaced keeps its mode, a symbolic link stays one and what it names is replaced. A pipe or a device is written
/// as it is. Errors: kData with the file's name and the system's words.
class OutputFile final : public TextSink {
 public:
  static Result<OutputFile> try_create(const std::filesystem::path& path);
  OutputFile(OutputFile&& other) noexcept;
  OutputFile& operator=(OutputFile&& other) noexcept;
  ~OutputFile() override;

  Status write(std::string_view text) override;
  Status finish();

 private:
  OutputFile() = default;
  Status flush();
  std::filesystem::path path_;
  std::filesystem::path partial_;  // empty: `path_` itself is written
  int descriptor_ = -1;
  std::string buffer_;
};

/// Writes a small file whole.
Status write_text_file(const std::filesystem::path& path, std::string_view text);

}  // namespace kith::loaders
