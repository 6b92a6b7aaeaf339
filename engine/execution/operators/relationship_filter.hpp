// engine/execution/operators/relationship_filter.hpp: a predicate over the relationships of one node, all at once.
#pragma once

#include "engine/execution/context.hpp"

namespace kith::engine {

/// The relationships in the slots of one row, each slot holding one or a list of them; sorted.
std::vector<std::uint64_t> relationships_in(const Chunk& rows, std::uint32_t row, const std::vector<Slot>& slots);

struct FilteredList {
  std::vector<std::uint64_t> neighbours, relationships;
};

/// Keeps those relationships of `list` for which `where` is true, seen from one row of `rows` with the relationship in
/// `element`. Afterwards `list` points into `filtered`.
Status filter_relationships(ExecContext& context, const Chunk& rows, std::uint32_t row, Slot element,
                            const BoundExpression& where, storage::NeighbourList& list, FilteredList& filtered);

/// The same, with the node at the far end of each relationship in `neighbour`; `row` has one row.
Status filter_steps(ExecContext& context, const Chunk& row, Slot element, Slot neighbour, const BoundExpression& where,
                    storage::NeighbourList& list, FilteredList& filtered);

}  // namespace kith::engine
