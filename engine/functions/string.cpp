// engine/functions/string.cpp: text, counted in code points, with ICU's case mapping.
#include <algorithm>
#include <cstring>

#include <fmt/format.h>
#include <unicode/ucasemap.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/unorm2.h>

#include <kith/display_width.hpp>
#include "engine/execution/expressions/operand.hpp"
#include "engine/functions/families.hpp"

namespace kith::engine {
namespace {

using Values = std::span<const Value>;

bool is_ascii(std::string_view text) {
  std::uint64_t high_bits = 0;
  std::size_t offset = 0;
  for (; offset + 8 <= text.size(); offset += 8) {
    std::uint64_t eight;
    std::memcpy(&eight, text.data() + offset, sizeof eight);
    high_bits |= eight;
  }
  for (; offset < text.size(); ++offset) high_bits |= static_cast<unsigned char>(text[offset]);
  return (high_bits & 0x8080808080808080U) == 0;
}

std::int64_t num_characters(std::string_view text) {
  return static_cast<std::int64_t>(is_ascii(text) ? text.size() : count_code_points(text));
}

/// The byte at which code point number `position` starts, or the text's size when it has no more than that.
std::size_t byte_of(std::string_view text, std::int64_t position) {
  std::size_t offset = 0;
  while (position > 0 && offset < text.size()) {
    offset += code_point_at(text, offset).num_bytes;
    --position;
  }
  return offset;
}

Result<std::string_view> text_of(std::string_view function, const Value& value) {
  if (!value.is(ValueKind::kString)) return invalid_argument(function, "a STRING", value);
  return std::string_view(value.get<std::string>());
}

Result<std::int64_t> count_of(std::string_view function, const Value& value) {
  if (!value.is(ValueKind::kInteger)) return invalid_argument(function, "an INTEGER", value);
  if (value.get<std::int64_t>() < 0) {
    return out_of_range(fmt::format("{}() takes no negative number, got {}", function, value.get<std::int64_t>()));
  }
  return value.get<std::int64_t>();
}

using CaseMapping = int32_t (*)(const UCaseMap*, char*, int32_t, const char*, int32_t, UErrorCode*);

/// By Unicode's rules for no language in particular.
Result<std::string> map_case(std::string_view text, CaseMapping mapping) {
  UErrorCode error = U_ZERO_ERROR;
  static UCaseMap* const kCaseMap = [] {
    UErrorCode status = U_ZERO_ERROR;
    return ucasemap_open("", 0, &status);
  }();
  std::string mapped(text.size() + text.size() / 4 + 8, '\0');
  int32_t length = mapping(kCaseMap, mapped.data(), static_cast<int32_t>(mapped.size()), text.data(),
                           static_cast<int32_t>(text.size()), &error);
  if (error == U_BUFFER_OVERFLOW_ERROR) {
    error = U_ZERO_ERROR;
    mapped.resize(static_cast<std::size_t>(length));
    length = mapping(kCaseMap, mapped.data(), length, text.data(), static_cast<int32_t>(text.size()), &error);
  }
  if (U_FAILURE(error)) return Error(ErrorKind::kInternal, fmt::format("ICU: {}", u_errorName(error)));
  mapped.resize(static_cast<std::size_t>(length));
  return mapped;
}

template <bool kUpper>
Result<Value> change_case(Values values, ExecContext&) {
  KITH_TRY(const std::string_view text, text_of(kUpper ? "toUpper" : "toLower", values[0]));
  if (is_ascii(text)) {
    std::string changed(text);
    for (char& c : changed) {
      if (kUpper ? c >= 'a' && c <= 'z' : c >= 'A' && c <= 'Z') c = static_cast<char>(c ^ 0x20);
    }
    return Value(std::move(changed));
  }
  KITH_TRY(std::string changed, map_case(text, kUpper ? ucasemap_utf8ToUpper : ucasemap_utf8ToLower));
  return Value(std::move(changed));
}

enum class Side : std::uint8_t { kLeft, kRight, kBoth };

/// Without leading, trailing or both: white space, or any of the characters of a second argument.
template <Side kSide>
Result<Value> trim(Values values, ExecContext&) {
  constexpr std::string_view kName = kSide == Side::kLeft ? "ltrim" : kSide == Side::kRight ? "rtrim" : "trim";
  KITH_TRY(std::string_view text, text_of(kName, values[0]));
  std::vector<std::int32_t> characters;
  if (values.size() > 1) {
    KITH_TRY(const std::string_view set, text_of(kName, values[1]));
    for (std::size_t offset = 0; offset < set.size();) {
      const CodePoint point = code_point_at(set, offset);
      characters.push_back(point.value);
      offset += point.num_bytes;
    }
  }
  const auto goes = [&](std::int32_t point) {
    if (values.size() > 1) return std::find(characters.begin(), characters.end(), point) != characters.end();
    return u_isUWhiteSpace(point) != 0;
  };
  if (kSide != Side::kRight) {
    while (!text.empty()) {
      const CodePoint point = code_point_at(text, 0);
      if (!goes(point.value)) break;
      text.remove_prefix(point.num_bytes);
    }
  }
  if (kSide != Side::kLeft) {
    while (!text.empty()) {
      std::size_t start = text.size() - 1;
      while (start > 0 && (static_cast<unsigned char>(text[start]) & 0xc0) == 0x80) --start;
      if (!goes(code_point_at(text, start).value)) break;
      text.remove_suffix(text.size() - start);
    }
  }
  return Value(text);
}

Result<Value> replace(Values values, ExecContext& context) {
  KITH_TRY(const std::string_view text, text_of("replace", values[0]));
  KITH_TRY(const std::string_view search, text_of("replace", values[1]));
  KITH_TRY(const std::string_view substitute, text_of("replace", values[2]));
  if (search.empty()) return values[0];
  std::string replaced;
  std::size_t from = 0;
  while (true) {
    const std::size_t hit = text.find(search, from);
    replaced.append(text.substr(from, hit - from));
    if (hit == std::string_view::npos) break;
    replaced.append(substitute);
    from = hit + search.size();
    if (context.memory->limit() != 0 && replaced.size() > context.memory->limit()) {
      KITH_CHECK_OK(context.reserve(replaced.size()));
    }
  }
  return Value(std::move(replaced));
}

Result<Value> substring(Values values, ExecContext&) {
  KITH_TRY(std::string_view text, text_of("substring", values[0]));
  KITH_TRY(const std::int64_t start, count_of("substring", values[1]));
  text.remove_prefix(byte_of(text, start));
  if (values.size() > 2) {
    KITH_TRY(const std::int64_t length, count_of("substring", values[2]));
    text = text.substr(0, byte_of(text, length));
  }
  return Value(text);
}

Result<Value> left(Values values, ExecContext&) {
  KITH_TRY(const std::string_view text, text_of("left", values[0]));
  KITH_TRY(const std::int64_t length, count_of("left", values[1]));
  return Value(text.substr(0, byte_of(text, length)));
}

Result<Value> right(Values values, ExecContext&) {
  KITH_TRY(const std::string_view text, text_of("right", values[0]));
  KITH_TRY(const std::int64_t length, count_of("right", values[1]));
  const auto total = num_characters(text);
  return Value(text.substr(length >= total ? 0 : byte_of(text, total - length)));
}

Result<Value> split(Values values, ExecContext&) {
  KITH_TRY(const std::string_view text, text_of("split", values[0]));
  std::vector<std::string_view> delimiters;
  if (values[1].is(ValueKind::kList)) {
    for (const Value& element : values[1].list()) {
      KITH_TRY(const std::string_view delimiter, text_of("split", element));
      delimiters.push_back(delimiter);
    }
  } else {
    KITH_TRY(const std::string_view delimiter, text_of("split", values[1]));
    delimiters.push_back(delimiter);
  }
  List parts;
  std::size_t from = 0;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t width = 0;
    bool hit = false;
    for (const std::string_view delimiter : delimiters) {
      if (delimiter.empty() ? at > from : text.substr(at).starts_with(delimiter)) {
        hit = true;
        width = std::max(width, delimiter.size());
      }
    }
    if (!hit) {
      at += code_point_at(text, at).num_bytes;
      continue;
    }
    parts.emplace_back(text.substr(from, at - from));
    from = at + width;
    at = width > 0 ? from : at + code_point_at(text, at).num_bytes;
  }
  parts.emplace_back(text.substr(from));
  return Value(std::move(parts));
}

Result<const UNormalizer2*> normal_form(const Value& form) {
  const std::string name = form.is(ValueKind::kString) ? form.get<std::string>() : std::string();
  UErrorCode error = U_ZERO_ERROR;
  const UNormalizer2* normalizer = name == "NFC"    ? unorm2_getNFCInstance(&error)
                                   : name == "NFD"  ? unorm2_getNFDInstance(&error)
                                   : name == "NFKC" ? unorm2_getNFKCInstance(&error)
                                   : name == "NFKD" ? unorm2_getNFKDInstance(&error)
                                                    : nullptr;
  if (U_FAILURE(error)) return Error(ErrorKind::kInternal, fmt::format("ICU: {}", u_errorName(error)));
  if (normalizer == nullptr) {
    return Error(ErrorKind::kArgumentError,
                 fmt::format("{} is no normal form: there are NFC, NFD, NFKC and NFKD", to_cypher_string(form)))
        .with_detail("InvalidArgumentValue");
  }
  return normalizer;
}

Result<Value> normalize(Values values, ExecContext&) {
  KITH_TRY(const std::string_view text, text_of("normalize", values[0]));
  KITH_TRY(const UNormalizer2* const normalizer, normal_form(values.size() > 1 ? values[1] : Value("NFC")));
  if (is_ascii(text)) return values[0];
  const auto wide = icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
  UErrorCode error = U_ZERO_ERROR;
  std::u16string normal(static_cast<std::size_t>(wide.length()) + 16, u'\0');
  int32_t length = unorm2_normalize(normalizer, wide.getBuffer(), wide.length(), normal.data(),
                                    static_cast<int32_t>(normal.size()), &error);
  if (error == U_BUFFER_OVERFLOW_ERROR) {
    error = U_ZERO_ERROR;
    normal.resize(static_cast<std::size_t>(length));
    length = unorm2_normalize(normalizer, wide.getBuffer(), wide.length(), normal.data(), length, &error);
  }
  if (U_FAILURE(error)) return Error(ErrorKind::kInternal, fmt::format("ICU: {}", u_errorName(error)));
  std::string out;
  icu::UnicodeString(normal.data(), length).toUTF8String(out);
  return Value(std::move(out));
}

/// `text IS NFC NORMALIZED`: of anything but a string null.
Result<Value> is_normalized(Values values, ExecContext& context) {
  if (!values[0].is(ValueKind::kString)) return Value();
  KITH_TRY(const Value normal, normalize(values, context));
  return Value(normal.get<std::string>() == values[0].get<std::string>());
}

/// Characters of strings, elements of lists.
Result<Vector> size(std::span<const Vector> arguments, std::uint32_t num_rows, ExecContext&) {
  const Vector& argument = arguments[0];
  auto buffer = std::make_shared<VectorBuffer<std::int64_t>>();
  buffer->values.resize(num_rows);
  clear_nulls(buffer->validity, argument);
  if (argument.kind() == VectorKind::kNull) return Vector::nulls(num_rows);
  if (argument.kind() == VectorKind::kString) {
    const Operand<std::string_view> text(argument);
    for (std::uint32_t row = 0; row < num_rows; ++row) {
      if (is_set(buffer->validity, row)) buffer->values[row] = num_characters(text[row]);
    }
    return Vector::own<std::int64_t>(VectorKind::kInteger, std::move(buffer));
  }
  for (std::uint32_t row = 0; row < num_rows; ++row) {
    const Value value = argument.value(row);
    if (value.is_null()) continue;
    if (value.is(ValueKind::kList)) {
      buffer->values[row] = static_cast<std::int64_t>(value.list().size());
    } else if (value.is(ValueKind::kString)) {
      buffer->values[row] = num_characters(value.get<std::string>());
    } else {
      return invalid_argument("size", "a LIST or STRING", value);
    }
  }
  return Vector::own<std::int64_t>(VectorKind::kInteger, std::move(buffer));
}

}  // namespace

FunctionTable string_functions() {
  constexpr StaticType kString = StaticType::kString, kInteger = StaticType::kInteger;
  const Argument text{"text", kString};
  FunctionTable table = {
      {.name = "replace",
       .arguments = {text, {"search", kString}, {"substitute", kString}},
       .num_required = 3,
       .result = kString,
       .help = "The text with every occurrence of search replaced.",
       .scalar = replace},
      {.name = "substring",
       .arguments = {text, {"start", kInteger}, {"length", kInteger}},
       .num_required = 2,
       .result = kString,
       .help = "Characters from start, counted from 0, on: all, or length of them.",
       .scalar = substring},
      {.name = "left",
       .arguments = {text, {"length", kInteger}},
       .num_required = 2,
       .result = kString,
       .help = "The first characters.",
       .scalar = left},
      {.name = "right",
       .arguments = {text, {"length", kInteger}},
       .num_required = 2,
       .result = kString,
       .help = "The last characters.",
       .scalar = right},
      {.name = "split",
       .arguments = {text, {"delimiter", StaticType::kAny, {kString, StaticType::kList}}},
       .num_required = 2,
       .result = StaticType::kList,
       .help = "The parts between occurrences of a delimiter, or of any of several.",
       .scalar = split},
      {.name = "normalize",
       .arguments = {text, {"form", kString}},
       .num_required = 1,
       .result = kString,
       .help = "The text in the normal form NFC, NFD, NFKC or NFKD; NFC unless said otherwise.",
       .scalar = normalize},
      {.name = "isNormalized",
       .arguments = {{"text", StaticType::kAny}, {"form", kString}},
       .num_required = 1,
       .result = StaticType::kBoolean,
       .help = "Whether the text is in a normal form; what `text IS NORMALIZED` asks.",
       .scalar = is_normalized},
      {.name = "size",
       .arguments = {{"of", StaticType::kAny, {StaticType::kList, kString}}},
       .num_required = 1,
       .result = kInteger,
       .help = "The number of elements of a list, or of characters of a string.",
       .vectorised = size},
  };
  for (const char* name : {"toUpper", "upper"}) {
    table.push_back({.name = name,
                     .arguments = {text},
                     .num_required = 1,
                     .result = kString,
                     .help = "The text in capital letters.",
                     .scalar = change_case<true>});
  }
  for (const char* name : {"toLower", "lower"}) {
    table.push_back({.name = name,
                     .arguments = {text},
                     .num_required = 1,
                     .result = kString,
                     .help = "The text in small letters.",
                     .scalar = change_case<false>});
  }
  const Argument characters{"characters", kString};
  for (const char* name : {"trim", "btrim"}) {
    table.push_back({.name = name,
                     .arguments = {text, characters},
                     .num_required = 1,
                     .result = kString,
                     .help = "The text without white space, or the given characters, at both ends.",
                     .scalar = trim<Side::kBoth>});
  }
  table.push_back({.name = "ltrim",
                   .arguments = {text, characters},
                   .num_required = 1,
                   .result = kString,
                   .help = "The text without white space, or the given characters, at its start.",
                   .scalar = trim<Side::kLeft>});
  table.push_back({.name = "rtrim",
                   .arguments = {text, characters},
                   .num_required = 1,
                   .result = kString,
                   .help = "The text without white space, or the given characters, at its end.",
                   .scalar = trim<Side::kRight>});
  for (const char* name : {"char_length", "character_length"}) {
    table.push_back({.name = name,
                     .arguments = {text},
                     .num_required = 1,
                     .result = kInteger,
                     .help = "The number of characters.",
                     .vectorised = size});
  }
  return table;
}

}  // namespace kith::engine
