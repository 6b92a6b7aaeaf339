// parser/lexer/literal.cpp: the value of a literal token.
#include "parser/lexer/literal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <optional>

namespace kith::parser {
namespace {

Error literal_error(std::string detail, std::string message) {
  return Error(ErrorKind::kSyntaxError, std::move(message)).with_detail(std::move(detail)).at_compile_time();
}

int digit_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

void append_utf8(std::uint32_t point, std::string& out) {
  const auto byte = [&](std::uint32_t value) { out.push_back(static_cast<char>(value)); };
  if (point < 0x80) {
    byte(point);
  } else if (point < 0x800) {
    byte(0xC0 | (point >> 6));
    byte(0x80 | (point & 0x3F));
  } else if (point < 0x10000) {
    byte(0xE0 | (point >> 12));
    byte(0x80 | ((point >> 6) & 0x3F));
    byte(0x80 | (point & 0x3F));
  } else {
    byte(0xF0 | (point >> 18));
    byte(0x80 | ((point >> 12) & 0x3F));
    byte(0x80 | ((point >> 6) & 0x3F));
    byte(0x80 | (point & 0x3F));
  }
}

/// `count` hexadecimal digits at `at`, or nothing.
std::optional<std::uint32_t> hex_digits(std::string_view text, std::size_t at, std::size_t count) {
  if (at + count > text.size()) return std::nullopt;
  std::uint32_t value = 0;
  for (const char c : text.substr(at, count)) {
    const int digit = digit_value(c);
    if (digit < 0) return std::nullopt;
    value = value * 16 + static_cast<std::uint32_t>(digit);
  }
  return value;
}

constexpr bool is_high_surrogate(std::uint32_t point) { return point >= 0xD800 && point <= 0xDBFF; }
constexpr bool is_surrogate(std::uint32_t point) { return point >= 0xD800 && point <= 0xDFFF; }

/// The escape \u or \U whose backslash is at `at`; moves `at` past it.
Status append_unicode_escape(std::string_view text, std::size_t& at, std::string& out) {
  const std::size_t num_digits = text[at + 1] == 'u' ? 4 : 8;
  const std::size_t begin = at;
  const auto where = [&](std::size_t end) {
    return SourceRange{static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(std::min(end, text.size() - 1))};
  };
  const auto first = hex_digits(text, at + 2, num_digits);
  if (!first) {
    return literal_error("InvalidUnicodeLiteral",
                         fmt::format("`\\{}` needs {} hexadecimal digits after it", text[at + 1], num_digits))
        .at(where(at + 2));
  }
  std::uint32_t point = *first;
  at += 2 + num_digits;
  if (is_high_surrogate(point) && text.substr(at, 2) == "\\u") {
    if (const auto low = hex_digits(text, at + 2, 4); low && is_surrogate(*low) && !is_high_surrogate(*low)) {
      point = 0x10000 + ((point - 0xD800) << 10) + (*low - 0xDC00);
      at += 6;
    }
  }
  if (is_surrogate(point) || point > 0x10FFFF) {
    return literal_error("InvalidUnicodeLiteral",
                         fmt::format("`{}` is not a Unicode character", text.substr(begin, at - begin)))
        .at(where(at));
  }
  append_utf8(point, out);
  return Status::success();
}

char simple_escape(char c) {
  switch (c) {
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    case '\\':
    case '\'':
    case '"':
    case '`':
      return c;
    default:
      return '\0';
  }
}

}  // namespace

Result<std::int64_t> integer_value(std::string_view digits, bool negative) {
  std::uint64_t base = 10;
  std::string_view rest = digits;
  if (digits.size() > 1 && digits[0] == '0' && (digits[1] == 'x' || digits[1] == 'X')) base = 16;
  if (digits.size() > 1 && digits[0] == '0' && (digits[1] == 'o' || digits[1] == 'O')) base = 8;
  if (base != 10) rest.remove_prefix(2);
  const std::uint64_t limit =
      static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()) + (negative ? 1U : 0U);
  std::uint64_t value = 0;
  for (const char c : rest) {
    if (c == '_') continue;
    const auto digit = static_cast<std::uint64_t>(digit_value(c));
    if (value > (limit - digit) / base) {
      return literal_error("IntegerOverflow",
                           fmt::format("`{}{}` does not fit an INTEGER of 64 bits", negative ? "-" : "", digits));
    }
    value = value * base + digit;
  }
  return static_cast<std::int64_t>(negative ? std::uint64_t{0} - value : value);
}

Result<double> float_value(std::string_view digits) {
  std::string clean;
  if (digits.find('_') != std::string_view::npos) {
    for (const char c : digits) {
      if (c != '_') clean.push_back(c);
    }
    digits = clean;
  }
  double value = 0;
  const auto [end, status] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (status == std::errc::result_out_of_range) {
    // Too large or too small: from_chars does not say which. A negative exponent alone can make it too small, except
    // after more than 300 leading digits, which strtod resolves.
    value = std::strtod(std::string(digits).c_str(), nullptr);
    if (std::isinf(value)) {
      return literal_error("FloatingPointOverflow", fmt::format("`{}` does not fit a FLOAT of 64 bits", digits));
    }
  }
  return value;
}

Status append_string_value(std::string_view quoted, std::string& out) {
  const std::size_t end = quoted.size() - 1;
  std::size_t at = 1;
  while (at < end) {
    const std::size_t escape = std::min(quoted.find('\\', at), end);
    out.append(quoted.substr(at, escape - at));
    at = escape;
    if (at == end) break;
    const char kind = quoted[at + 1];
    if (kind == 'u' || kind == 'U') {
      KITH_CHECK_OK(append_unicode_escape(quoted.substr(0, end), at, out));
      continue;
    }
    const char meant = simple_escape(kind);
    if (meant == '\0') {
      return literal_error("UnexpectedSyntax",
                           "an escape in a string is one of \\\\ \\' \\\" \\b \\f \\n \\r \\t \\uXXXX \\UXXXXXXXX")
          .with_hint("for a backslash itself write `\\\\`")
          .at({static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at + 1)});
    }
    out.push_back(meant);
    at += 2;
  }
  return Status::success();
}

std::string quoted_word_value(std::string_view quoted) {
  std::string name;
  name.reserve(quoted.size());
  for (std::size_t at = 1; at + 1 < quoted.size(); ++at) {
    name.push_back(quoted[at]);
    if (quoted[at] == '`') ++at;
  }
  return name;
}

}  // namespace kith::parser
