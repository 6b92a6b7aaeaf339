// engine/session/plan_cache.cpp: keys of plans, and which of them stay.
#include "engine/session/plan_cache.hpp"

#include <bit>

namespace kith::engine {
namespace {

constexpr std::size_t kMostPlans = 512;
/// Texts longer than this are data in the shape of a query: seldom met twice.
constexpr std::size_t kLongestText = 64 * 1024;

}  // namespace

std::string plan_key(std::string_view text, const Parameters& parameters, const storage::ReadView& view, std::uint64_t procedures_epoch,
                     const ExecutionSettings& settings) {
  std::string key(text);
  const auto add = [&key](std::uint64_t number) { key.append(reinterpret_cast<const char*>(&number), sizeof(number)); };
  key.push_back('\0');
  for (const auto& [name, value] : parameters) {
    key.append(name);
    key.push_back('\0');
    key.push_back(static_cast<char>(value.kind()));
  }
  add(procedures_epoch);
  add(settings.optimize ? 1 : 0);
  const storage::Statistics& statistics = view.statistics();
  add(static_cast<std::uint64_t>(std::bit_width(statistics.num_nodes)) << 32 |
      static_cast<std::uint64_t>(std::bit_width(statistics.num_relationships)));
  for (const storage::IndexDefinition& index : view.schema().indexes) {
    add(static_cast<std::uint64_t>(index.id) << 32 | index.label_or_type);
    for (const PropertyKeyId property : index.keys) add(property.value);
  }
  return key;
}

std::shared_ptr<const PlannedQuery> PlanCache::find(const std::string& key) {
  const std::scoped_lock lock(mutex_);
  const auto found = by_key_.find(key);
  if (found == by_key_.end()) return nullptr;
  entries_.splice(entries_.begin(), entries_, found->second);
  return found->second->plan;
}

void PlanCache::put(const std::string& key, std::shared_ptr<const PlannedQuery> plan) {
  if (key.size() > kLongestText) return;
  const std::scoped_lock lock(mutex_);
  if (by_key_.contains(key)) return;
  entries_.push_front({key, std::move(plan)});
  by_key_.emplace(entries_.front().key, entries_.begin());
  if (entries_.size() <= kMostPlans) return;
  by_key_.erase(entries_.back().key);
  entries_.pop_back();
}

}  // namespace kith::engine
