// engine/optimizer/optimizer.cpp: the rules, in the order in which they build on each other.
#include "engine/optimizer/optimizer.hpp"

namespace kith::engine {

void optimize(LogicalPlan& plan, const std::set<Slot>& result, const NewSlot& new_slot) {
  use_top(plan);
  push_limit(plan);
  prune_expansions(plan, result);
  use_intersections(plan);
  count_expansions(plan);
  nest_counts(plan);
  use_reachability(plan);
  use_semi_joins(plan);
  compute_early(plan, new_slot);
}

}  // namespace kith::engine
