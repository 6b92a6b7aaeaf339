// tests/harness/statements.hpp: a script as its statements.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace kith::harness {

/// Splits at semicolons outside strings, back-ticks and comments; what is blank is left out.
std::vector<std::string> split_statements(std::string_view script);

}  // namespace kith::harness
