// parser/spelling.hpp: how far one word is from another, for "did you mean".
#pragma once

#include <cstddef>
#include <string_view>

namespace kith::parser {

/// Insertions, deletions, replacements and swaps of neighbours, in bytes, that turn `a` into `b`. Cost: |a| * |b|.
std::size_t edit_distance(std::string_view a, std::string_view b);

}  // namespace kith::parser
