// tests/harness/configuration.hpp: the settings under which the same tests run, and must agree.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include <kith/database.hpp>
#include <kith/testing.hpp>

namespace kith::harness {

struct Configuration {
  std::string_view name;
  ExecutionSettings execution;
  unsigned threads = 0;    ///< As DatabaseOptions has it.
  bool reopen = false;     ///< The database is closed and opened again after each statement of a test.
  bool bulk_load = false;  ///< A test's graph is taken out and loaded again by the BulkLoader before its first query.
};

/// default, vector-1, vector-3, unoptimized, reopened, bulk-loaded, one-thread, many-threads.
std::span<const Configuration> configurations();

/// Errors: kUsage, naming those there are.
Result<Configuration> find_configuration(std::string_view name);

}  // namespace kith::harness
