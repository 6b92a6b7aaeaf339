// parser/spelling.hpp: how far one word is from another, for "did you mean".
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace kith::parser {

/// Insertions, deletions, replacements and swaps of neighbours, in bytes, that turn `a` into `b`. Cost: |a| * |b|.
std::size_t edit_distance(std::string_view a, std::string_view b);

/// Of `candidates` the first that is nearest to `name` without regard to ASCII case, at most `most` edits away and not
/// wholly other; empty when there is none. The view is of the candidate.
std::string_view nearest_spelling(std::string_view name, std::span<const std::string_view> candidates,
                                  std::size_t most);

}  // namespace kith::parser
