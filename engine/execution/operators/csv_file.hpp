// engine/execution/operators/csv_file.hpp: the records of a CSV file, as LOAD CSV reads them.
#pragma once

#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <vector>

#include <kith/error.hpp>

namespace kith::engine {

/// Fields are divided by one character; a field in double quotes may hold it, line ends, and `""` for a quote. A field
/// without quotes that is empty is null. Lines end in \n, \r\n or the end of the file; a byte order mark is passed
/// over.
class CsvFile {
 public:
  using Record = std::vector<std::optional<std::string>>;

  /// Errors: kIo.
  static Result<CsvFile> open(std::filesystem::path path, char terminator);
  /// `found` is false at the end. Empty lines are passed over.
  /// Errors: kIo; kData for a quoted field without an end and for bytes that are not UTF-8.
  Status next(Record& record, bool& found);
  /// Where the last record began, from 1.
  std::int64_t line() const { return record_line_; }
  const std::filesystem::path& path() const { return path_; }

 private:
  CsvFile(std::filesystem::path path, std::ifstream in, char terminator)
      : path_(std::move(path)), in_(std::move(in)), terminator_(terminator) {}
  Status add_field(Record& record, std::string text, bool quoted) const;

  std::filesystem::path path_;
  std::ifstream in_;
  char terminator_;
  std::int64_t line_ = 1, record_line_ = 0;
};

/// The file that a file:/// URL names inside of `directory`.
/// Errors: kArgumentError (other URLs, a path out of the directory); kUsage when `directory` is empty, so that nothing
/// may be read.
Result<std::filesystem::path> csv_path(const std::string& url, const std::filesystem::path& directory);

}  // namespace kith::engine
