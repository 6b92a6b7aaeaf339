// loaders/csv/reader.cpp: finds a record's end first, growing the buffer when it must, then checks and unquotes it.
#include "loaders/csv/reader.hpp"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <cstring>

namespace kith::loaders {
namespace {

constexpr std::size_t kInitialBuffer = std::size_t{1} << 20;

/// The offset of the first byte that is not part of a well-formed UTF-8 sequence.
std::size_t first_malformed(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size()) {
    const auto lead = static_cast<unsigned char>(text[at]);
    const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    if (at + length > text.size() || !simdjson::validate_utf8(text.data() + at, length)) return at;
    at += length;
  }
  return at;
}

/// ASCII without NUL: what most records of most tables are, told without a call per record.
bool is_plain_ascii(std::string_view text) {
  unsigned char high = 0;
  unsigned char nuls = 0;
  for (const char c : text) {
    high |= static_cast<unsigned char>(c);
    nuls |= static_cast<unsigned char>(c == '\0');
  }
  return high < 0x80 && nuls == 0;
}

}  // namespace

Result<CsvReader> CsvReader::try_open(const std::filesystem::path& path, const CsvDialect& dialect) {
  KITH_TRY(InputFile file, InputFile::try_open(path));
  return CsvReader(std::move(file), dialect);
}

Status CsvReader::fill() {
  if (begin_ > 0) {
    std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
  }
  if (end_ >= kMaxRecordSize) {
    return Error{ErrorKind::kData,
                 fmt::format("{}:{}: a record longer than {} MiB", file_.name(), next_line_, kMaxRecordSize >> 20)}
        .with_hint("is a closing quote missing?");
  }
  if (end_ == buffer_.size()) buffer_.resize(std::max(kInitialBuffer, 2 * buffer_.size()));
  KITH_TRY(const std::size_t count, file_.read(buffer_.data() + end_, buffer_.size() - end_));
  end_ += count;
  bytes_read_ += count;
  at_end_ = count == 0;
  return {};
}

Result<CsvReader::Outcome> CsvReader::next() {
  if (!started_) {
    started_ = true;
    while (!at_end_ && end_ < 3) KITH_CHECK_OK(fill());
    const std::string_view head(buffer_.data(), end_);
    if (head.starts_with("\xEF\xBB\xBF")) begin_ = 3;
    if (head.starts_with("\xFF\xFE") || head.starts_with("\xFE\xFF")) {
      return Error{ErrorKind::kData, fmt::format("{}:1:1: UTF-16 text", file_.name())}.with_hint("convert it to UTF-8");
    }
  }
  while (true) {
    problem_.clear();
    while (!scan()) KITH_CHECK_OK(fill());
    if (record_end_ == begin_) return Outcome::kEnd;
    line_ = next_line_;
    check_text();
    next_line_ += num_line_ends_;
    begin_ = record_end_;
    if (!problem_.empty()) return Outcome::kBad;
    if (spans_.size() == 1 && !spans_[0].quoted && spans_[0].begin == spans_[0].end) continue;  // an empty line
    collect_fields();
    return Outcome::kRecord;
  }
}

bool CsvReader::scan() {
  spans_.clear();
  num_line_ends_ = 0;
  const char* const data = buffer_.data();
  const char delimiter = dialect_.delimiter;
  std::size_t at = begin_;
  while (true) {
    Span span{at, at, false, false};
    if (dialect_.quote != '\0' && at < end_ && data[at] == dialect_.quote) {
      span.quoted = true;
      span.begin = ++at;
      while (true) {
        const void* const found = std::memchr(data + at, dialect_.quote, end_ - at);
        if (found == nullptr) {
          if (!at_end_) return false;
          note_problem(span.begin - 1, "a quoted field that is never closed");
          record_end_ = end_;
          return true;  // the last record: no line after it has a number
        }
        at = static_cast<std::size_t>(static_cast<const char*>(found) - data) + 1;
        if (at == end_ && !at_end_) return false;  // the quote may be a doubled one
        if (at == end_ || data[at] != dialect_.quote) break;
        span.has_doubled_quotes = true;
        ++at;
      }
      span.end = at - 1;
      num_line_ends_ += static_cast<std::uint64_t>(std::count(data + span.begin, data + span.end, '\n'));
    }
    const std::size_t behind_quote = at;
    while (at < end_ && data[at] != delimiter && data[at] != '\n') ++at;
    if (at == end_ && !at_end_) return false;
    const bool ends_line = at == end_ || data[at] == '\n';
    const std::size_t text_end = ends_line && at > behind_quote && data[at - 1] == '\r' ? at - 1 : at;
    if (!span.quoted) {
      span.end = text_end;
    } else if (text_end != behind_quote && problem_.empty()) {
      note_problem(behind_quote, "text behind a closing quote");
    }
    spans_.push_back(span);
    if (ends_line) {
      record_end_ = at == end_ ? at : at + 1;
      ++num_line_ends_;
      return true;
    }
    ++at;
  }
}

void CsvReader::note_problem(std::size_t offset, std::string_view what) {
  std::uint64_t line = next_line_;
  std::uint64_t column = 1;
  for (std::size_t i = begin_; i < offset; ++i) {
    const char byte = buffer_[i];
    if (byte == '\n') {
      ++line;
      column = 1;
    } else if ((static_cast<unsigned char>(byte) & 0xC0) != 0x80) {
      ++column;
    }
  }
  problem_ = fmt::format("{}:{}:{}: {}", file_.name(), line, column, what);
}

void CsvReader::check_text() {
  const std::string_view record(buffer_.data() + begin_, record_end_ - begin_);
  if (is_plain_ascii(record)) return;
  if (const std::size_t nul = record.find('\0'); nul != std::string_view::npos) {
    note_problem(begin_ + nul, "a NUL byte");
  } else if (!simdjson::validate_utf8(record.data(), record.size())) {
    const std::size_t offset = first_malformed(record);
    note_problem(begin_ + offset,
                 fmt::format("byte 0x{:02X} is not part of UTF-8 text; if it is GBK: iconv -f GBK -t UTF-8",
                             static_cast<unsigned>(static_cast<unsigned char>(record[offset]))));
  }
}

void CsvReader::collect_fields() {
  fields_.clear();
  for (Span& span : spans_) {
    if (span.has_doubled_quotes) {
      char* const data = buffer_.data();
      std::size_t to = span.begin;
      for (std::size_t from = span.begin; from < span.end; ++from) {
        data[to++] = data[from];
        if (data[from] == dialect_.quote) ++from;
      }
      span.end = to;
    }
    fields_.push_back({std::string_view(buffer_.data() + span.begin, span.end - span.begin), span.quoted});
  }
}

}  // namespace kith::loaders
