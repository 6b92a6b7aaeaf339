// The configurations by name.
#include "tests/harness/configuration.hpp"

#include <array>
#include <vector>

#include <fmt/format.h>

namespace kith::harness {

std::span<const Configuration> configurations() {
  static constexpr std::array kConfigurations = {
      Configuration{.name = "default"},
      Configuration{.name = "vector-1", .execution = {.vector_size = 1}},
      Configuration{.name = "vector-3", .execution = {.vector_size = 3}},
      Configuration{.name = "unoptimized", .execution = {.optimize = false}},
      Configuration{.name = "reopened", .reopen = true},
      Configuration{.name = "bulk-loaded", .bulk_load = true},
      Configuration{.name = "one-thread", .threads = 1},
      Configuration{.name = "many-threads", .execution = {.vector_size = 3, .morsel_size = 1}, .threads = 4},
  };
  return kConfigurations;
}

Result<Configuration> find_configuration(std::string_view name) {
  std::vector<std::string_view> names;
  for (const Configuration& configuration : configurations()) {
    if (configuration.name == name) return configuration;
    names.push_back(configuration.name);
  }
  return Error{ErrorKind::kUsage,
               fmt::format("there is no configuration `{}`; there are {}", name, fmt::join(names, ", "))};
}

}  // namespace kith::harness
