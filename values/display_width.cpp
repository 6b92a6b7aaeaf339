// values/display_width.cpp: display width by ICU's East_Asian_Width and general category.
#include <kith/display_width.hpp>

#include <algorithm>
#include <memory>

#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/utext.h>
#include <unicode/utf8.h>

namespace kith {
namespace {

/// Calls `visit` with the byte at which each character ends until it returns false. False when ICU has no rules at
/// hand.
template <class Visitor>
bool visit_character_ends(std::string_view text, Visitor visit) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<UText, decltype(&utext_close)> source(
      utext_openUTF8(nullptr, text.data(), static_cast<std::int64_t>(text.size()), &status), &utext_close);
  const std::unique_ptr<UBreakIterator, decltype(&ubrk_close)> breaks(
      ubrk_open(UBRK_CHARACTER, "", nullptr, 0, &status), &ubrk_close);
  if (U_SUCCESS(status)) ubrk_setUText(breaks.get(), source.get(), &status);
  if (U_FAILURE(status)) return false;
  ubrk_first(breaks.get());
  for (std::int32_t end = ubrk_next(breaks.get()); end != UBRK_DONE; end = ubrk_next(breaks.get())) {
    if (!visit(static_cast<std::size_t>(end))) break;
  }
  return true;
}

/// ICU's positions have 31 bits; a line longer than that is counted in bytes.
bool is_counted_in_bytes(std::string_view text) {
  constexpr std::size_t kLongestText = std::size_t{1} << 30;
  return text.size() > kLongestText ||
         std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

}  // namespace

CodePoint code_point_at(std::string_view text, std::size_t offset) {
  const auto first = static_cast<unsigned char>(text[offset]);
  if (first < 0x80) return {first, 1};
  // A window of four bytes keeps ICU's 32-bit index away from the length of the text.
  const std::string_view window = text.substr(offset, 4);
  std::int32_t index = 0;
  UChar32 code_point = 0;
  U8_NEXT(window.data(), index, static_cast<std::int32_t>(window.size()), code_point);
  return {code_point < 0 ? 0xFFFD : code_point, static_cast<std::size_t>(index)};
}

bool is_utf8(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    if (static_cast<unsigned char>(text[at]) < 0x80) {
      ++at;
      continue;
    }
    const CodePoint code_point = code_point_at(text, at);
    if (code_point.value == 0xFFFD && text.substr(at, 3) != "\xEF\xBF\xBD") return false;
    at += code_point.num_bytes;
  }
  return true;
}

int display_width(std::int32_t code_point) {
  if (code_point >= 0x20 && code_point < 0x7F) return 1;
  switch (u_charType(code_point)) {
    case U_NON_SPACING_MARK:
    case U_ENCLOSING_MARK:
    case U_FORMAT_CHAR:
    case U_CONTROL_CHAR:
      return code_point == 0xAD ? 1 : 0;  // the soft hyphen is shown
    default:
      break;
  }
  switch (u_getIntPropertyValue(code_point, UCHAR_EAST_ASIAN_WIDTH)) {
    case U_EA_WIDE:
    case U_EA_FULLWIDTH:
      return 2;
    default:
      return 1;
  }
}

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  for (std::size_t offset = 0; offset < text.size();) {
    const CodePoint code_point = code_point_at(text, offset);
    width += static_cast<std::size_t>(display_width(code_point.value));
    offset += code_point.num_bytes;
  }
  return width;
}

std::size_t count_characters(std::string_view text) {
  if (is_counted_in_bytes(text)) return text.size();
  std::size_t count = 0;
  const bool counted = visit_character_ends(text, [&](std::size_t) {
    ++count;
    return true;
  });
  return counted ? count : count_code_points(text);
}

std::size_t character_offset(std::string_view text, std::size_t index) {
  if (index == 0) return 0;
  if (is_counted_in_bytes(text)) return std::min(index, text.size());
  std::size_t offset = 0;
  std::size_t count = 0;
  const bool counted = visit_character_ends(text, [&](std::size_t end) {
    offset = end;
    return ++count < index;
  });
  if (counted) return offset;
  for (; offset < text.size() && count < index; ++count) offset += code_point_at(text, offset).num_bytes;
  return offset;
}

std::size_t count_code_points(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t offset = 0; offset < text.size(); ++count) offset += code_point_at(text, offset).num_bytes;
  return count;
}

}  // namespace kith
