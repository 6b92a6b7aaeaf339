// engine/optimizer/optimizer.cpp: the rules, in the order in which they build on each other.
#include "engine/optimizer/optimizer.hpp"

namespace kith::engine {

void optimize(LogicalPlan& plan, const std::set<Slot>& result, const OptimizerRules& rules) {
  if (rules.use_top) use_top(plan);
  if (!rules.prune_expansions) return;
  prune_expansions(plan, result);
  if (rules.count_expansions) count_expansions(plan);
}

}  // namespace kith::engine
