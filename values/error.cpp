// values/error.cpp: the names of errors, and the form in which users read them.
#include <kith/error.hpp>

#include <algorithm>
#include <string>

#include <kith/display_width.hpp>
#include <kith/gqlstatus.hpp>

namespace kith {
namespace {

constexpr std::size_t kMaxLineWidth = 100;  // columns of the user's line that are shown, "..." included
constexpr std::size_t kColumnsBefore = 60;  // of which at most so many stand left of the caret when the line is cut

/// Errors of files and command lines speak for themselves; a kind in front would only stand in the way.
bool shows_kind(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::kUsage:
    case ErrorKind::kData:
    case ErrorKind::kIo:
    case ErrorKind::kDatabaseInUse:
    case ErrorKind::kFormatVersion:
      return false;
    default:
      return true;
  }
}

struct Excerpt {
  std::string text;
  std::size_t caret = 0;  // columns left of the caret, within text
};

/// The part of a line around the character `column` (1-based), at most kMaxLineWidth columns wide.
Excerpt excerpt_around(std::string_view line, std::size_t column) {
  std::string shown;  // control characters and tabs become one space each, so that columns stay countable
  std::size_t caret = 0;
  const std::size_t at = character_offset(line, column - 1);
  for (std::size_t offset = 0; offset < line.size();) {
    if (offset == at) caret = display_width(shown);
    const CodePoint code_point = code_point_at(line, offset);
    if (code_point.value < 0x20 || code_point.value == 0x7F) {
      shown += ' ';
    } else if (code_point.value == 0xFFFD) {
      shown += "\xEF\xBF\xBD";
    } else {
      shown += line.substr(offset, code_point.num_bytes);
    }
    offset += code_point.num_bytes;
  }
  if (at >= line.size()) caret = display_width(shown);  // just past the end
  const std::size_t width = display_width(shown);
  if (width <= kMaxLineWidth) return {std::move(shown), caret};

  std::size_t first = caret > kColumnsBefore ? caret - kColumnsBefore : 0;
  first = std::min(first, width - kMaxLineWidth);
  const bool cut_left = first > 0;
  const bool cut_right = first + kMaxLineWidth < width;
  const std::size_t begin = first + (cut_left ? 3 : 0);
  const std::size_t end = first + kMaxLineWidth - (cut_right ? 3 : 0);
  Excerpt excerpt;
  std::size_t position = 0;
  std::size_t skipped_to = begin;  // a wide character astride the cut moves it by one column
  bool started = false;
  for (std::size_t offset = 0; offset < shown.size();) {
    const CodePoint code_point = code_point_at(shown, offset);
    const auto columns = static_cast<std::size_t>(display_width(code_point.value));
    if (position >= begin && position + columns <= end && (started || columns > 0)) {
      if (!started) skipped_to = position;
      started = true;
      excerpt.text += shown.substr(offset, code_point.num_bytes);
    }
    position += columns;
    offset += code_point.num_bytes;
  }
  if (cut_left) excerpt.text.insert(0, "...");
  if (cut_right) excerpt.text += "...";
  excerpt.caret = caret - skipped_to + (cut_left ? 3 : 0);
  return excerpt;
}

}  // namespace

std::string_view to_string(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::kSyntaxError:
      return "SyntaxError";
    case ErrorKind::kSemanticError:
      return "SemanticError";
    case ErrorKind::kParameterMissing:
      return "ParameterMissing";
    case ErrorKind::kConstraintVerificationFailed:
      return "ConstraintVerificationFailed";
    case ErrorKind::kConstraintValidationFailed:
      return "ConstraintValidationFailed";
    case ErrorKind::kEntityNotFound:
      return "EntityNotFound";
    case ErrorKind::kPropertyNotFound:
      return "PropertyNotFound";
    case ErrorKind::kLabelNotFound:
      return "LabelNotFound";
    case ErrorKind::kTypeError:
      return "TypeError";
    case ErrorKind::kArgumentError:
      return "ArgumentError";
    case ErrorKind::kArithmeticError:
      return "ArithmeticError";
    case ErrorKind::kProcedureError:
      return "ProcedureError";
    case ErrorKind::kTimeout:
      return "TimeoutError";
    case ErrorKind::kCancelled:
      return "CancelledError";
    case ErrorKind::kMemoryLimit:
      return "MemoryLimitError";
    case ErrorKind::kReadOnly:
      return "ReadOnlyError";
    case ErrorKind::kTransaction:
      return "TransactionError";
    case ErrorKind::kUsage:
      return "UsageError";
    case ErrorKind::kData:
      return "DataError";
    case ErrorKind::kIo:
      return "IoError";
    case ErrorKind::kDatabaseInUse:
      return "DatabaseInUseError";
    case ErrorKind::kFormatVersion:
      return "FormatVersionError";
    case ErrorKind::kCorruption:
      return "CorruptionError";
    case ErrorKind::kOutcomeUnknown:
      return "OutcomeUnknownError";
    case ErrorKind::kUnsupported:
      return "UnsupportedError";
    case ErrorKind::kInternal:
      return "InternalError";
  }
  return "InternalError";
}

void locate(Error& error, std::string_view text) {
  if (!error.where) return;
  const std::size_t offset = std::min<std::size_t>(error.where->begin, text.size());
  const std::string_view before = text.substr(0, offset);
  const std::size_t last_newline = before.rfind('\n');
  const std::size_t line_begin = last_newline == std::string_view::npos ? 0 : last_newline + 1;
  const std::size_t line_end = std::min(text.find('\n', line_begin), text.size());
  std::string_view line = text.substr(line_begin, line_end - line_begin);
  if (line.ends_with('\r')) line.remove_suffix(1);
  error.line = static_cast<std::uint32_t>(std::count(before.begin(), before.end(), '\n') + 1);
  error.column = static_cast<std::uint32_t>(count_characters(text.substr(line_begin, offset - line_begin)) + 1);
  error.source_line = std::string(line);
}

std::string to_display_string(const Error& error) {
  std::string result;
  if (shows_kind(error.kind)) {
    result += gqlstatus(error).code;
    result += ' ';
    result += to_string(error.kind);
    if (!error.detail.empty()) result += " (" + error.detail + ")";
    result += ": ";
  }
  result += error.message;
  if (error.line > 0) {
    const Excerpt excerpt = excerpt_around(error.source_line, error.column);
    const std::string number = std::to_string(error.line);
    result += "\n  " + number + " | " + excerpt.text;
    result += "\n  " + std::string(number.size(), ' ') + " | " + std::string(excerpt.caret, ' ') + "^";
  }
  if (!error.hint.empty()) result += "\n  " + error.hint;
  return result;
}

Error described(Error error) {
  error.description = to_display_string(error);
  return error;
}

}  // namespace kith
