// engine/session/plan_cache.hpp: plans of statements seen before.
#pragma once

#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

#include <kith/testing.hpp>

#include "engine/planner/plan_query.hpp"

namespace kith::engine {

/// All that a plan depends on: the text, which parameters of which kinds were given, the schema, the procedures, the settings, and
/// the sizes of the graph, roughly (a plan stays right when they change, only its choice of order grows old).
std::string plan_key(std::string_view text, const Parameters& parameters, const storage::ReadView& view, std::uint64_t procedures_epoch,
                     const ExecutionSettings& settings);

/// The plans used last, up to a number. Threads: any.
class PlanCache {
 public:
  std::shared_ptr<const PlannedQuery> find(const std::string& key);
  void put(const std::string& key, std::shared_ptr<const PlannedQuery> plan);

 private:
  struct Entry { std::string key; std::shared_ptr<const PlannedQuery> plan; };
  std::mutex mutex_;
  std::list<Entry> entries_;  ///< The one used last first.
  std::unordered_map<std::string_view, std::list<Entry>::iterator> by_key_;
};

}  // namespace kith::engine
