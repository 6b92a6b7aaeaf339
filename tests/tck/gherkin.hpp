// tests/tck/gherkin.hpp: feature files as lists of scenarios, backgrounds put in front and outlines written out.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tests/harness/result_table.hpp"

namespace kith::tck {

struct Step {
  std::string text;  ///< Without its keyword (Given, When, Then, And, But).
  std::optional<std::string> doc_string;
  std::vector<harness::TableRow> table;
  std::size_t line = 0;
};

struct Scenario {
  std::string feature;
  std::string name;  ///< An outline's examples are told apart by " #1", " #2", ... over all its example tables.
  std::filesystem::path file;
  std::vector<Step> steps;
};

/// Tags are read over: every scenario counts. Errors: kUsage with file and line.
Result<std::vector<Scenario>> read_feature(const std::filesystem::path& file);
Result<std::vector<Scenario>> parse_feature(std::string_view text, const std::filesystem::path& file);

}  // namespace kith::tck
