// parser/lexer/scan.hpp: where quoted text and comments end. Shared by the lexer and by what only splits scripts.
#pragma once

#include <cstddef>
#include <string_view>

namespace kith::parser {

inline constexpr std::size_t kUnterminated = std::string_view::npos;

/// `begin` is at a quotation mark: one past its partner, or kUnterminated. A backslash hides the byte after it.
std::size_t end_of_string(std::string_view text, std::size_t begin);

/// `begin` is at a back-tick: one past its partner, or kUnterminated. A doubled back-tick is part of the name.
std::size_t end_of_quoted_word(std::string_view text, std::size_t begin);

/// `begin` is at `/*`: one past its `*/`, or kUnterminated. Comments do not nest.
std::size_t end_of_block_comment(std::string_view text, std::size_t begin);

/// `begin` is at `//`: the line break that ends it, or the end of the text.
std::size_t end_of_line_comment(std::string_view text, std::size_t begin);

}  // namespace kith::parser
