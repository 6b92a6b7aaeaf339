// engine/session/plan_cache.hpp: plans by query text, so that a query seen before is neither parsed nor planned again.
#pragma once

#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include <kith/testing.hpp>
#include <kith/value.hpp>

#include "engine/planner/logical_plan.hpp"
#include "storage/read_view.hpp"

namespace kith::engine {

struct CachedPlan {
  PlannedQuery query;
  ast::ExplainMode explain = ast::ExplainMode::kNone;
  std::uint64_t epoch = 0;  ///< planning_epoch() of the view it was made for.
};
using CachedPlanRef = std::shared_ptr<const CachedPlan>;

/// Least recently used goes first. Threads: any number.
class PlanCache {
 public:
  static constexpr std::size_t kMostPlans = 512;
  static constexpr std::size_t kLongestText = 64 * 1024;  ///< Longer queries are seldom asked twice.

  /// Null when there is none for this key. The caller compares the epoch.
  CachedPlanRef find(const std::string& key);
  void insert(const std::string& key, CachedPlanRef plan);
  void clear();

 private:
  using Entry = std::pair<std::string, CachedPlanRef>;
  std::mutex mutex_;
  std::list<Entry> entries_;  // most recently used first
  std::unordered_map<std::string_view, std::list<Entry>::iterator> by_key_;
};

/// What a plan depends on besides its text: which parameters are there, and by which rules it was optimized.
std::string plan_key(std::string_view text, const Parameters& parameters, const OptimizerRules& rules);
/// Changes when another plan may be right (indexes) or better (names, orders of magnitude).
std::uint64_t planning_epoch(const storage::ReadView& view);

}  // namespace kith::engine
