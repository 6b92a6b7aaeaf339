// engine/optimizer/optimizer.cpp: the rules, in the order in which they build on each other.
#include "engine/optimizer/optimizer.hpp"

namespace kith::engine {

void optimize(LogicalPlan& plan, const std::set<Slot>& result) {
  use_top(plan);
  push_limit(plan);
  prune_expansions(plan, result);
  count_expansions(plan);
  use_semi_joins(plan);
}

}  // namespace kith::engine
