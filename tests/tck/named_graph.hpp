// tests/tck/named_graph.hpp: the graphs that feature files name.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include <kith/error.hpp>

namespace kith::tck {

/// The statements that make a graph. Looked for in the folder `graphs` beside the feature file or beside one of the
/// folders above it. Errors: kUsage when it is not there or its description does not parse.
Result<std::vector<std::string>> named_graph(std::string_view name, const std::filesystem::path& feature_file);

}  // namespace kith::tck
