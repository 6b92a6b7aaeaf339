// engine/optimizer/use_intersections.cpp: an expansion whose end is at once held to be a neighbour of another bound
// node becomes an intersection of two neighbour lists: what closes triangles and other cycles.
#include "engine/optimizer/optimizer.hpp"

namespace kith::engine {
namespace {

/// An expansion that gives fewer rows per row than this has nothing to intersect.
constexpr double kWorthIntersecting = 2;

/// The expansion below, through filters, that first finds `node`; null when there is none, or it is not worth it.
const LogicalOperator* expansion_to(const LogicalOperator& from, Slot node) {
  const LogicalOperator* at = from.inputs.front().get();
  while (std::holds_alternative<FilterOperator>(at->node)) at = at->inputs.front().get();
  const auto* expand = std::get_if<ExpandOperator>(&at->node);
  if (expand == nullptr || expand->into || expand->count_only || expand->to != node) return nullptr;
  const double before = at->inputs.front()->estimated_rows;
  return before > 0 && at->estimated_rows >= kWorthIntersecting * before ? at : nullptr;
}

/// Replaces the plan when it is Expand(Into) over Filters over Expand(All).
void intersect(LogicalPlan& plan) {
  const auto* closing = std::get_if<ExpandOperator>(&plan->node);
  if (closing == nullptr || !closing->into || closing->count_only) return;
  for (const bool backwards : {false, true}) {
    const Slot common = backwards ? closing->from : *closing->to;
    const Slot other = backwards ? *closing->to : closing->from;
    const LogicalOperator* opening = expansion_to(*plan, common);
    if (opening == nullptr) continue;
    const auto& expand = std::get<ExpandOperator>(opening->node);
    if (expand.from == other || common == other) continue;
    IntersectOperator made{.left = {expand.from, expand.relationship, expand.types, expand.direction, {}},
                           .right = {other,
                                     closing->relationship,
                                     closing->types,
                                     backwards ? reversed(closing->direction) : closing->direction,
                                     {}},
                           .to = common,
                           .labels = {}};
    LogicalPlan joined =
        std::make_shared<LogicalOperator>(LogicalOperator{std::move(made), opening->inputs, plan->estimated_rows});
    std::vector<LogicalPlan> filters;
    for (LogicalPlan at = plan->inputs.front(); at.get() != opening; at = at->inputs.front()) filters.push_back(at);
    for (std::size_t i = filters.size(); i-- > 0;) {
      filters[i]->inputs = {joined};
      joined = filters[i];
    }
    plan = joined;
    return;
  }
}

}  // namespace

void use_intersections(LogicalPlan& plan) {
  intersect(plan);
  for (LogicalPlan& input : plan->inputs) use_intersections(input);
}

}  // namespace kith::engine
