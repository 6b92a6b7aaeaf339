// bench/asked_queries.hpp: queries with their parameters, as the programs beside the comparison and the guard read
// them.
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include <kith/kith.hpp>

namespace kith::bench {

struct AskedQuery {
  std::string name;
  std::string text;
  std::vector<Parameters> parameters;  ///< One for each run of a round; at least one.
};

/// Reads [{"name", "text", "parameters": [{"name": value, ...}, ...]}, ...]. Without parameters, or with null in their
/// place, a query runs once. Throws nlohmann::json::exception for what is not of this form.
std::vector<AskedQuery> read_asked_queries(std::istream& json);

}  // namespace kith::bench
