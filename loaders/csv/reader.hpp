// loaders/csv/reader.hpp: the records of a CSV file, one at a time, in memory bounded by the longest record.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "loaders/text/input_file.hpp"

namespace kith::loaders {

struct CsvDialect {
  char delimiter = ',';
  char quote = '"';  ///< '\0': no quoting at all.
};

struct CsvField {
  std::string_view text;  ///< Without quotes, doubled quotes made single.
  bool quoted = false;
};

/// RFC 4180 with any one-byte delimiter and quote: quoted fields may hold delimiters, line ends and doubled quotes;
/// lines end in LF or CRLF, the last one maybe in nothing; a byte order mark is skipped, and so are empty lines.
/// Memory: a buffer of 1 MiB that grows to the longest record, at most kMaxRecordSize.    Threads: one at a time.
class CsvReader {
 public:
  static constexpr std::size_t kMaxRecordSize = std::size_t{256} << 20;

  enum class Outcome : std::uint8_t {
    kRecord,  ///< fields() has it.
    kBad,     ///< problem() says what is wrong with this record; the next call reads on behind it.
    kEnd,
  };

  /// Errors: kData, when the file cannot be opened.
  static Result<CsvReader> try_open(const std::filesystem::path& path, const CsvDialect& dialect);

  /// Errors: kData, when nothing more can be read: the file system, UTF-16, a record beyond kMaxRecordSize.
  Result<Outcome> next();

  std::span<const CsvField> fields() const { return fields_; }  ///< Good until the next next().
  /// "people.csv:7:3: a NUL byte": line and column, in characters, of the first thing wrong.
  const std::string& problem() const { return problem_; }
  std::uint64_t line() const { return line_; }  ///< Of the record's first character; from 1.
  std::uint64_t bytes_read() const { return bytes_read_; }
  const std::string& file_name() const { return file_.name(); }

 private:
  struct Span {
    std::size_t begin, end;
    bool quoted, has_doubled_quotes;
  };

  CsvReader(InputFile file, const CsvDialect& dialect) : file_(std::move(file)), dialect_(dialect) {}
  Status fill();
  bool scan();  // false: the record does not end in the buffer
  void note_problem(std::size_t offset, std::string_view what);
  void check_text();
  void collect_fields();

  InputFile file_;
  CsvDialect dialect_;
  std::vector<char> buffer_;
  std::size_t begin_ = 0, end_ = 0;  // unread bytes of buffer_
  std::size_t record_end_ = 0;       // behind the line end of the scanned record
  bool at_end_ = false, started_ = false;
  std::uint64_t line_ = 0, next_line_ = 1, bytes_read_ = 0;
  std::uint64_t num_line_ends_ = 0;  // of the scanned record
  std::vector<Span> spans_;
  std::vector<CsvField> fields_;
  std::string problem_;
};

}  // namespace kith::loaders
