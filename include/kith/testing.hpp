// kith/testing.hpp: switches that change how queries run and never what they answer. For tests: the same queries under
// every setting must agree.
#pragma once

#include <cstdint>

#include <kith/database.hpp>

namespace kith {

struct ExecutionSettings {
  std::uint32_t vector_size = 2048;  ///< Rows in a vector, 1 to 2048.
  /// Rows of a scan that a thread does at a time; 0: as many as seem best. Set, it makes every pipeline over a scan of
  /// more rows than this run on all threads, however short.
  std::uint32_t morsel_size = 0;
  bool optimize = true;  ///< False: the plan runs as the planner made it, no rewriting, no choice of join order.
};

/// For every query that starts after this call, on any connection of the database, until it closes. Plans in the cache
/// that were made under other settings are not used. A vector_size outside 1 to 2048 is brought to the nearest bound.
void set_execution_settings(const Database& database, const ExecutionSettings& settings);

}  // namespace kith
