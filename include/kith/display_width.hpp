// kith/display_width.hpp: how many columns UTF-8 text takes on a terminal, for carets and tables.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace kith {

/// One code point of UTF-8 text.
struct CodePoint {
  std::int32_t value = 0;     ///< U+FFFD for bytes that are not UTF-8.
  std::size_t num_bytes = 0;  ///< At least 1.
};

/// The code point that starts at byte `offset`. Requires offset < text.size().
CodePoint code_point_at(std::string_view text, std::size_t offset);

/// Whether all of the text is well-formed UTF-8.
bool is_utf8(std::string_view text);

/// Columns of one code point: 2 for East Asian wide and full-width ones, 0 for combining marks, format and control
/// characters, else 1.
int display_width(std::int32_t code_point);

/// Sum over the text's code points.
std::size_t display_width(std::string_view text);

/// Number of characters as the user sees them (grapheme clusters of Unicode): a letter with its combining marks, a flag
/// and a family of emoji joined into one count once.
std::size_t count_characters(std::string_view text);

/// Where the character number `index`, from 0, begins; the size of the text when it has no more than `index`.
std::size_t character_offset(std::string_view text, std::size_t index);

/// Number of code points, each run of invalid bytes as ICU splits it counting as one.
std::size_t count_code_points(std::string_view text);

}  // namespace kith
