// engine/execution/operators/csv_file.cpp: CSV, and which files may be read.
#include "engine/execution/operators/csv_file.hpp"

#include <cerrno>
#include <cstring>

#include <fmt/format.h>
#include <unicode/utf8.h>

namespace kith::engine {
namespace {

bool is_utf8(const std::string& text) {
  const auto length = static_cast<std::int32_t>(text.size());
  for (std::int32_t i = 0; i < length;) {
    UChar32 c = 0;
    U8_NEXT(text.data(), i, length, c);
    if (c < 0) return false;
  }
  return true;
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

/// With %20 and kin as the characters they stand for.
std::string decoded(std::string_view url) {
  std::string text;
  for (std::size_t i = 0; i < url.size(); ++i) {
    if (url[i] == '%' && i + 2 < url.size() && hex_digit(url[i + 1]) >= 0 && hex_digit(url[i + 2]) >= 0) {
      text += static_cast<char>(hex_digit(url[i + 1]) * 16 + hex_digit(url[i + 2]));
      i += 2;
    } else {
      text += url[i];
    }
  }
  return text;
}

Error not_allowed(std::string message, std::string hint) {
  return Error(ErrorKind::kArgumentError, std::move(message))
      .with_detail("InvalidArgumentValue")
      .with_hint(std::move(hint));
}

}  // namespace

Result<CsvFile> CsvFile::open(std::filesystem::path path, char terminator) {
  std::ifstream in(path, std::ios::binary);
  std::error_code ignored;
  if (!in || std::filesystem::is_directory(path, ignored)) {
    return Error(ErrorKind::kIo, fmt::format("`{}` cannot be opened: {}", path.string(),
                                             std::filesystem::is_directory(path, ignored) ? "it is a directory"
                                                                                          : std::strerror(errno)));
  }
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  char first[3] = {};
  in.read(first, sizeof first);
  if (std::string_view(first, static_cast<std::size_t>(in.gcount())) != kByteOrderMark) {
    in.clear();
    in.seekg(0);
  }
  return CsvFile(std::move(path), std::move(in), terminator);
}

Status CsvFile::add_field(Record& record, std::string text, bool quoted) const {
  if (!is_utf8(text)) {
    return Error(ErrorKind::kData, fmt::format("{}:{}: the text is not UTF-8", path_.string(), record_line_));
  }
  if (text.empty() && !quoted) {
    record.emplace_back(std::nullopt);
  } else {
    record.emplace_back(std::move(text));
  }
  return Status::success();
}

Status CsvFile::next(Record& record, bool& found) {
  using Traits = std::ifstream::traits_type;
  record.clear();
  found = false;
  std::string field;
  bool quoted = false, inside = false, any = false;
  std::streambuf& bytes = *in_.rdbuf();
  record_line_ = line_;
  while (true) {
    const auto next = bytes.sbumpc();
    if (next == Traits::eof()) {
      if (inside) {
        return Error(ErrorKind::kData,
                     fmt::format("{}:{}: a field in quotes has no end", path_.string(), record_line_));
      }
      if (!any) return Status::success();
      break;
    }
    const char c = Traits::to_char_type(next);
    if (c == '\n') ++line_;
    if (inside) {
      if (c != '"') {
        field += c;
      } else if (bytes.sgetc() == Traits::to_int_type('"')) {
        bytes.sbumpc();
        field += '"';
      } else {
        inside = false;
      }
      continue;
    }
    if (c == '\r' && bytes.sgetc() == Traits::to_int_type('\n')) continue;
    if (c == '\n') {
      if (any) break;
      record_line_ = line_;  // an empty line
      continue;
    }
    any = true;
    if (c == terminator_) {
      KITH_CHECK_OK(add_field(record, std::exchange(field, {}), std::exchange(quoted, false)));
    } else if (c == '"' && field.empty() && !quoted) {
      inside = quoted = true;
    } else {
      field += c;
    }
  }
  KITH_CHECK_OK(add_field(record, std::move(field), quoted));
  found = true;
  return Status::success();
}

Result<std::filesystem::path> csv_path(const std::string& url, const std::filesystem::path& directory) {
  if (directory.empty()) {
    return Error(ErrorKind::kUsage, "LOAD CSV may not read files here")
        .with_hint("open the database with DatabaseOptions::import_directory, or kith with --import-directory");
  }
  constexpr std::string_view kScheme = "file:///";
  if (!std::string_view(url).starts_with(kScheme)) {
    return not_allowed(fmt::format("LOAD CSV reads local files only, not `{}`", url),
                       "write 'file:///name.csv': a file in the import directory");
  }
  std::error_code error;
  const std::filesystem::path root = std::filesystem::weakly_canonical(directory, error);
  const std::filesystem::path path =
      error ? std::filesystem::path{}
            : std::filesystem::weakly_canonical(root / decoded(std::string_view(url).substr(kScheme.size())), error);
  if (error) return Error(ErrorKind::kIo, fmt::format("`{}`: {}", url, error.message()));
  const auto [in_root, in_path] = std::mismatch(root.begin(), root.end(), path.begin(), path.end());
  if (in_root != root.end() && !(std::next(in_root) == root.end() && in_root->empty())) {
    return not_allowed(fmt::format("`{}` is outside of the import directory", url), "");
  }
  return path;
}

}  // namespace kith::engine
