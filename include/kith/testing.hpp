// kith/testing.hpp: switches that change how queries run and never what they answer. For tests: the same queries under
// every setting must agree.
#pragma once

#include <cstdint>

#include <kith/database.hpp>

namespace kith {

/// What makes a plan other than the query as written, left to right. Each can be left out by itself.
struct OptimizerRules {
  bool merge_matches = true;      ///< MATCH after MATCH as one pattern to order.
  bool order_joins = true;        ///< The cheapest start and order of a pattern, by statistics.
  bool seek_indexes = true;       ///< Nodes found by index or id instead of by scan and filter.
  bool hash_joins = true;         ///< Parts of a pattern that an equality alone links.
  bool use_top = true;            ///< ORDER BY with LIMIT as a bounded heap.
  bool prune_expansions = true;   ///< What nothing reads is not produced.
  bool count_expansions = true;   ///< What is only counted is not enumerated. Needs prune_expansions.
  bool nest_counts = true;        ///< What only leads to what is counted is counted with it. Needs count_expansions.
  bool use_intersections = true;  ///< Cycles close by intersecting neighbour lists. Needs prune_expansions.
  bool use_semi_joins = true;     ///< EXISTS in a filter as a semi join.
  bool push_limit = true;         ///< LIMIT before what it keeps is computed.
  bool use_reachability = true;   ///< Distinct ends of trails are searched for as nodes. Needs prune_expansions.
  bool compute_early = true;      ///< Keys and arguments of aggregations are computed below them.
  friend bool operator==(const OptimizerRules&, const OptimizerRules&) = default;
};

/// No rule at all.
inline constexpr OptimizerRules kNoRules{false, false, false, false, false, false, false,
                                         false, false, false, false, false, false};

struct ExecutionSettings {
  std::uint32_t vector_size = 2048;  ///< Rows in a vector, 1 to 2048.
  /// Rows of a scan that a thread does at a time; 0: as many as seem best. Set, it makes every pipeline over a scan of
  /// more rows than this run on all threads, however short.
  std::uint32_t morsel_size = 0;
  bool optimize = true;  ///< False: the plan runs as the planner made it, as under kNoRules.
  OptimizerRules rules;

  OptimizerRules rules_in_force() const { return optimize ? rules : kNoRules; }
};

/// For every query that starts after this call, on any connection of the database, until it closes. Plans in the cache
/// that were made under other settings are not used. A vector_size outside 1 to 2048 is brought to the nearest bound.
void set_execution_settings(const Database& database, const ExecutionSettings& settings);

}  // namespace kith
