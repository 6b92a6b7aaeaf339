// kith/script.hpp: scripts of several statements, for shells and loaders of Cypher files.
#pragma once

#include <string_view>
#include <vector>

namespace kith {

/// The statements of a script, split at top-level semicolons and without them; strings, comments and back-ticks are
/// respected, empty statements dropped. The views point into `script`.
std::vector<std::string_view> split_statements(std::string_view script);

/// False when `text` ends inside a string, comment, back-ticked name or bracket, or lacks its final `;`: a shell reads
/// on.
bool is_complete(std::string_view text);

}  // namespace kith
