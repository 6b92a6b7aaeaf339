// engine/optimizer/optimizer.cpp: the rules, in the order in which they build on each other.
#include "engine/optimizer/optimizer.hpp"

namespace kith::engine {

void optimize(LogicalPlan& plan, const std::set<Slot>& result, const OptimizerRules& rules, const NewSlot& new_slot) {
  if (rules.use_top) use_top(plan);
  if (rules.push_limit) push_limit(plan);
  if (rules.prune_expansions) {
    prune_expansions(plan, result);
    if (rules.use_intersections) use_intersections(plan);
    if (rules.count_expansions) {
      count_expansions(plan);
      if (rules.nest_counts) nest_counts(plan);
    }
    if (rules.use_reachability) use_reachability(plan);
  }
  if (rules.use_semi_joins) use_semi_joins(plan);
  if (rules.compute_early) compute_early(plan, new_slot);
}

}  // namespace kith::engine
