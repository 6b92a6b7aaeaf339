// values/display_width.cpp: display width by ICU's East_Asian_Width and general category.
#include <kith/display_width.hpp>

#include <unicode/uchar.h>
#include <unicode/utf8.h>

namespace kith {

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

std::size_t count_code_points(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t offset = 0; offset < text.size(); ++count) offset += code_point_at(text, offset).num_bytes;
  return count;
}

}  // namespace kith
