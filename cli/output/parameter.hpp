// cli/output/parameter.hpp: parameters of queries from words of the command line.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <kith/value.hpp>

namespace kith::cli {

/// 42, 1.5, true, null, 'text', "text", [1, 2] and {"a": 1} (JSON) are what they look like; anything else is a string.
/// Errors: kUsage, for brackets that hold no JSON.
Result<Value> parse_parameter_value(std::string_view text);

/// Of "name=value" words; a later one of the same name wins. Errors: kUsage.
Result<Parameters> parse_parameters(const std::vector<std::string>& words);

}  // namespace kith::cli
