// engine/execution/lower/lower_expansion.cpp: expansions and paths.
#include "engine/execution/lower/lowering.hpp"

namespace kith::engine {

Result<OperatorPtr> lower_expansion(const LogicalOperator& plan, Lowering& lowering) {
  const auto* expand = std::get_if<ExpandOperator>(&plan.node);
  const auto* tree = std::get_if<CountTreeOperator>(&plan.node);
  const auto* intersect = std::get_if<IntersectOperator>(&plan.node);
  const auto* pair = std::get_if<ExpandPairOperator>(&plan.node);
  const auto* trail = std::get_if<VarExpandOperator>(&plan.node);
  const auto* shortest = std::get_if<ShortestPathOperator>(&plan.node);
  const auto* search = std::get_if<PathSearchOperator>(&plan.node);
  if (expand == nullptr && tree == nullptr && intersect == nullptr && pair == nullptr && trail == nullptr &&
      shortest == nullptr && search == nullptr)
    return OperatorPtr();
  KITH_TRY(OperatorPtr input, lower(*plan.inputs[0], lowering));
  if (expand != nullptr)
    return expand->count_only ? make_count_expand(*expand, std::move(input)) : make_expand(*expand, std::move(input));
  if (tree != nullptr) return make_count_tree(*tree, std::move(input));
  if (intersect != nullptr) return make_intersect(*intersect, std::move(input));
  if (pair != nullptr) return make_expand_pair(*pair, std::move(input));
  if (trail != nullptr) {
    return trail->only_reached ? make_reachable_expand(*trail, std::move(input))
                               : make_var_expand(*trail, std::move(input));
  }
  if (search != nullptr) return make_path_search(*search, std::move(input));
  return make_shortest_path(*shortest, std::move(input));
}

}  // namespace kith::engine
