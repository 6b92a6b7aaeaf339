// engine/optimizer/optimizer.cpp: the rules, in the order in which they build on each other.
#include "engine/optimizer/optimizer.hpp"

namespace kith::engine {

void optimize(LogicalPlan& plan, const std::set<Slot>& result, const OptimizerRules& rules, std::uint32_t& num_slots) {
  if (rules.use_top) use_top(plan);
  if (rules.prune_expansions) {
    prune_expansions(plan, result);
    if (rules.count_expansions) {
      count_expansions(plan);
      if (rules.nest_counts) nest_counts(plan);
    }
    if (rules.use_reachability) use_reachability(plan);
  }
  if (rules.compute_early) compute_early(plan, num_slots);
}

}  // namespace kith::engine
