// engine/execution/operators/relationship_filter.hpp: a predicate over the relationships of one node, all at once.
#pragma once

#include "engine/execution/context.hpp"

namespace kith::engine {

struct FilteredList {
  std::vector<std::uint64_t> neighbours, relationships;
};

/// Keeps those relationships of `list` for which `where` is true, seen from one row of `rows` with the relationship in
/// `element`. Afterwards `list` points into `filtered`.
Status filter_relationships(ExecContext& context, const Chunk& rows, std::uint32_t row, Slot element,
                            const BoundExpression& where, storage::NeighbourList& list, FilteredList& filtered);

}  // namespace kith::engine
