// engine/session/plan_cache.cpp: plans by query text.
#include "engine/session/plan_cache.hpp"

#include <bit>

namespace kith::engine {

CachedPlanRef PlanCache::find(const std::string& key) {
  const std::lock_guard lock(mutex_);
  const auto found = by_key_.find(key);
  if (found == by_key_.end()) return nullptr;
  entries_.splice(entries_.begin(), entries_, found->second);
  return found->second->second;
}

void PlanCache::insert(const std::string& key, CachedPlanRef plan) {
  if (key.size() > kLongestText) return;
  const std::lock_guard lock(mutex_);
  if (const auto found = by_key_.find(key); found != by_key_.end()) {
    found->second->second = std::move(plan);
    return;
  }
  entries_.emplace_front(key, std::move(plan));
  by_key_.emplace(entries_.front().first, entries_.begin());
  if (entries_.size() > kMostPlans) {
    by_key_.erase(entries_.back().first);
    entries_.pop_back();
  }
}

void PlanCache::clear() {
  const std::lock_guard lock(mutex_);
  by_key_.clear();
  entries_.clear();
}

std::string plan_key(std::string_view text, const Parameters& parameters, const OptimizerRules& rules) {
  std::string key(text);
  key += '\0';
  for (const bool rule : {rules.merge_matches, rules.order_joins, rules.seek_indexes, rules.hash_joins, rules.use_top,
                          rules.prune_expansions, rules.count_expansions, rules.nest_counts, rules.use_reachability,
                          rules.compute_early}) {
    key += rule ? '+' : '-';
  }
  for (const auto& [name, value] : parameters) {
    key += name;
    key += '\0';
  }
  return key;
}

std::uint64_t planning_epoch(const storage::ReadView& view) {
  std::uint64_t epoch = 0;
  const auto add = [&epoch](std::uint64_t part) { epoch = (epoch ^ part) * 0x9e3779b97f4a7c15ULL + (epoch >> 29); };
  const std::hash<std::string_view> hash;
  const storage::Names& names = view.names();
  for (const storage::IndexDefinition& index : view.schema().indexes) {
    // By names: the ids of what a transaction made and rolled back are given to others.
    add(index.id + 1);
    add(static_cast<std::uint64_t>(index.element) * 2 + (index.unique ? 1 : 0));
    add(hash(index.element == ElementKind::kNode ? names.name(LabelId{index.label_or_type})
                                                 : names.name(RelationshipTypeId{index.label_or_type})));
    for (const PropertyKeyId key : index.keys) add(hash(names.name(key)));
  }
  add(view.schema().constraints.size());
  add(view.names().num_labels());
  add(view.names().num_relationship_types());
  add(view.names().num_property_keys());
  add(static_cast<std::uint64_t>(std::bit_width(view.statistics().num_nodes)));
  add(static_cast<std::uint64_t>(std::bit_width(view.statistics().num_relationships)));
  return epoch;
}

}  // namespace kith::engine
