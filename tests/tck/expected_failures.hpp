// tests/tck/expected_failures.hpp: scenarios known to fail, each with its reason.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>

#include <kith/error.hpp>

namespace kith::tck {

/// "Feature | Scenario" to the reason. The file has lines `Feature | Scenario | reason`; blank lines and those that
/// begin with
/// `#` are read over. The reason is what follows the last " | ". Errors: kUsage with file and line, also for a missing
/// reason and for a scenario listed twice.
using ExpectedFailures = std::map<std::string, std::string, std::less<>>;
Result<ExpectedFailures> read_expected_failures(const std::filesystem::path& file);

/// How a scenario is named in the list.
std::string listed_name(std::string_view feature, std::string_view scenario);

}  // namespace kith::tck
