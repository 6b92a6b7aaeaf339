// Reading the list of expected failures.
#include "tests/tck/expected_failures.hpp"

#include <fstream>

#include <fmt/format.h>

namespace kith::tck {

std::string listed_name(std::string_view feature, std::string_view scenario) {
  return fmt::format("{} | {}", feature, scenario);
}

Result<ExpectedFailures> read_expected_failures(const std::filesystem::path& file) {
  std::ifstream stream(file);
  if (!stream) return Error{ErrorKind::kUsage, fmt::format("cannot read {}", file.string())};
  ExpectedFailures failures;
  std::size_t number = 0;
  for (std::string line; std::getline(stream, line);) {
    ++number;
    if (line.empty() || line.starts_with('#')) continue;
    const std::size_t first = line.find(" | ");
    const std::size_t last = line.rfind(" | ");
    if (first == last || last + 3 >= line.size()) {
      return Error{ErrorKind::kUsage,
                   fmt::format("{}:{}: expected `Feature | Scenario | reason`", file.string(), number)};
    }
    if (!failures.emplace(line.substr(0, last), line.substr(last + 3)).second) {
      return Error{ErrorKind::kUsage, fmt::format("{}:{}: listed twice", file.string(), number)};
    }
  }
  return failures;
}

}  // namespace kith::tck
