// values/parse_value.cpp: texts of a named type, as tables hold them.
#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <optional>
#include <string>

#include <kith/parse.hpp>

#include <kith/display_width.hpp>

#include "values/temporal/text.hpp"

namespace kith {
namespace {

enum class TextType : std::uint8_t {
  kString,
  kChar,
  kBoolean,
  kByte,
  kShort,
  kInt,
  kLong,
  kFloat,
  kDate,
  kLocalTime,
  kTime,
  kLocalDateTime,
  kDateTime,
  kDuration,
};

struct NamedType {
  std::string_view name;
  TextType type;
};
constexpr std::array<NamedType, 16> kTypes{{{"string", TextType::kString},
                                            {"int", TextType::kInt},
                                            {"long", TextType::kLong},
                                            {"float", TextType::kFloat},
                                            {"double", TextType::kFloat},
                                            {"boolean", TextType::kBoolean},
                                            {"date", TextType::kDate},
                                            {"integer", TextType::kLong},
                                            {"byte", TextType::kByte},
                                            {"short", TextType::kShort},
                                            {"char", TextType::kChar},
                                            {"localtime", TextType::kLocalTime},
                                            {"time", TextType::kTime},
                                            {"localdatetime", TextType::kLocalDateTime},
                                            {"datetime", TextType::kDateTime},
                                            {"duration", TextType::kDuration}}};

/// `lower` is in lower case.
bool equals_ignoring_case(std::string_view text, std::string_view lower) {
  if (text.size() != lower.size()) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char letter = text[i] >= 'A' && text[i] <= 'Z' ? static_cast<char>(text[i] - 'A' + 'a') : text[i];
    if (letter != lower[i]) return false;
  }
  return true;
}

std::optional<TextType> find_type(std::string_view name) {
  for (const NamedType& candidate : kTypes) {
    if (equals_ignoring_case(name, candidate.name)) return candidate.type;
  }
  return std::nullopt;
}

Error refusal(std::string_view text, std::string_view what) {
  constexpr std::size_t kShown = 60;  // bytes of the text in a message
  std::size_t length = std::min(text.size(), kShown);
  while (length > 0 && length < text.size() && (static_cast<unsigned char>(text[length]) & 0xC0) == 0x80) --length;
  std::string shown(text.substr(0, length));
  if (length < text.size()) shown += "...";
  return {ErrorKind::kData, "'" + shown + "' is not " + std::string(what)};
}

Result<Value> parse_integer(std::string_view text, std::int64_t lowest, std::int64_t highest, std::string_view range) {
  const std::string_view digits = text.starts_with('+') && text.size() > 1 && text[1] != '-' ? text.substr(1) : text;
  std::int64_t number = 0;
  const auto [end, code] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (end != digits.data() + digits.size() || code == std::errc::invalid_argument) return refusal(text, "an INTEGER");
  if (code != std::errc() || number < lowest || number > highest)
    return refusal(text, "an INTEGER of " + std::string(range));
  return Value(number);
}

Result<Value> parse_float(std::string_view text) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  if (equals_ignoring_case(text, "nan")) return Value(std::numeric_limits<double>::quiet_NaN());
  if (equals_ignoring_case(text, "infinity") || equals_ignoring_case(text, "+infinity")) return Value(kInfinity);
  if (equals_ignoring_case(text, "-infinity")) return Value(-kInfinity);
  const std::string_view digits = text.starts_with('+') && text.size() > 1 && text[1] != '-' ? text.substr(1) : text;
  double number = 0;
  const auto [end, code] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  // from_chars also reads "inf" and "nan(...)", which no table means.
  if (end != digits.data() + digits.size() || code == std::errc::invalid_argument || !std::isfinite(number)) {
    return refusal(text, "a FLOAT");
  }
  if (code == std::errc::result_out_of_range) return refusal(text, "a FLOAT of 64 bits");
  return Value(number);
}

template <class Temporal>
Result<Value> parse_temporal(std::string_view text, Result<Temporal> parsed, std::string_view what) {
  if (!parsed.ok()) return refusal(text, what);
  return Value(*std::move(parsed));
}

}  // namespace

bool is_value_type(std::string_view type_name) { return find_type(type_name).has_value(); }

Result<Value> parse_value(std::string_view text, std::string_view type_name) {
  const auto type = find_type(type_name);
  if (!type) return Error{ErrorKind::kUsage, "`" + std::string(type_name) + "` is not the name of a type"};
  using Limits64 = std::numeric_limits<std::int64_t>;
  using Limits32 = std::numeric_limits<std::int32_t>;
  switch (*type) {
    case TextType::kString:
      return Value(text);
    case TextType::kChar:
      if (count_code_points(text) != 1) return refusal(text, "one character");
      return Value(text);
    case TextType::kBoolean:
      if (equals_ignoring_case(text, "true")) return Value(true);
      if (equals_ignoring_case(text, "false")) return Value(false);
      return refusal(text, "a BOOLEAN");
    case TextType::kByte:
      return parse_integer(text, -128, 127, "8 bits");
    case TextType::kShort:
      return parse_integer(text, -32768, 32767, "16 bits");
    case TextType::kInt:
      return parse_integer(text, Limits32::min(), Limits32::max(), "32 bits; the type `long` has 64");
    case TextType::kLong:
      return parse_integer(text, Limits64::min(), Limits64::max(), "64 bits");
    case TextType::kFloat:
      return parse_float(text);
    case TextType::kDate:
      return parse_temporal(text, temporal::parse_date(text), "a DATE");
    case TextType::kLocalTime:
      return parse_temporal(text, temporal::parse_local_time(text), "a LOCAL TIME");
    case TextType::kTime:
      return parse_temporal(text, temporal::parse_time(text), "a TIME");
    case TextType::kLocalDateTime:
      return parse_temporal(text, temporal::parse_local_datetime(text), "a LOCAL DATETIME");
    case TextType::kDateTime:
      return parse_temporal(text, temporal::parse_datetime(text), "a DATETIME");
    case TextType::kDuration:
      return parse_temporal(text, temporal::parse_duration(text), "a DURATION");
  }
  return Error{ErrorKind::kInternal, "a type without a reader"};
}

}  // namespace kith
