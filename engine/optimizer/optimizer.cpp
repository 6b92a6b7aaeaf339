// engine/optimizer/optimizer.cpp: the rules, in the order in which they build on each other.
#include "engine/optimizer/optimizer.hpp"

namespace kith::engine {

void optimize(LogicalPlan& plan, const std::set<Slot>& result, std::uint32_t& num_slots) {
  use_top(plan);
  prune_expansions(plan, result);
  use_intersections(plan);
  count_expansions(plan);
  nest_counts(plan);
  use_reachability(plan);
  compute_early(plan, num_slots);
}

}  // namespace kith::engine
