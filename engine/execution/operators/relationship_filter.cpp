// engine/execution/operators/relationship_filter.cpp: predicates of variable-length relationships.
#include "engine/execution/operators/relationship_filter.hpp"

#include "engine/execution/evaluate.hpp"
#include "engine/execution/operators/element_column.hpp"

namespace kith::engine {

Status filter_relationships(ExecContext& context, const Chunk& rows, std::uint32_t row, Slot element,
                            const BoundExpression& where, storage::NeighbourList& list, FilteredList& filtered) {
  std::vector<std::uint64_t> ids(list.size);
  for (std::uint32_t i = 0; i < list.size; ++i) ids[i] = list.relationship(i).value;
  Chunk chunk = rows;
  chunk.select(std::vector<std::uint32_t>(list.size, row));
  set_column(chunk, element, id_vector(ElementKind::kRelationship, ids));
  KITH_TRY(const std::vector<std::uint32_t> kept, evaluate_predicate(where, chunk, context));
  filtered.neighbours.resize(kept.size());
  filtered.relationships.resize(kept.size());
  for (std::size_t i = 0; i < kept.size(); ++i) {
    filtered.neighbours[i] = list.neighbours[kept[i]];
    filtered.relationships[i] = ids[kept[i]];
  }
  list = {filtered.neighbours.data(), filtered.relationships.data(), 0, static_cast<std::uint32_t>(kept.size())};
  return Status::success();
}

}  // namespace kith::engine
