// engine/execution/operators/relationship_filter.cpp: predicates of variable-length relationships.
#include "engine/execution/operators/relationship_filter.hpp"

#include <algorithm>

#include "engine/execution/evaluate.hpp"
#include "engine/execution/operators/element_column.hpp"

namespace kith::engine {

std::vector<std::uint64_t> relationships_in(const Chunk& rows, std::uint32_t row, const std::vector<Slot>& slots) {
  std::vector<std::uint64_t> ids;
  const auto add = [&](const Value& one) {
    if (one.is(ValueKind::kRelationship)) ids.push_back(one.get<Relationship>().id.value);
  };
  for (const Slot slot : slots) {
    const Value value = rows.columns[slot].value(row);
    if (value.is(ValueKind::kList)) {
      for (const Value& element : value.list()) add(element);
    } else {
      add(value);
    }
  }
  std::sort(ids.begin(), ids.end());
  return ids;
}

namespace {

/// `chunk` has a row for each relationship of the list.
Status keep_true(ExecContext& context, const Chunk& chunk, const std::vector<std::uint64_t>& ids,
                 const BoundExpression& where, storage::NeighbourList& list, FilteredList& filtered) {
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

std::vector<std::uint64_t> ids_of(const storage::NeighbourList& list) {
  std::vector<std::uint64_t> ids(list.size);
  for (std::uint32_t i = 0; i < list.size; ++i) ids[i] = list.relationship(i).value;
  return ids;
}

}  // namespace

Status filter_relationships(ExecContext& context, const Chunk& rows, std::uint32_t row, Slot element,
                            const BoundExpression& where, storage::NeighbourList& list, FilteredList& filtered) {
  const std::vector<std::uint64_t> ids = ids_of(list);
  Chunk chunk = rows;
  chunk.select(std::vector<std::uint32_t>(list.size, row));
  set_column(chunk, element, id_vector(ElementKind::kRelationship, ids));
  return keep_true(context, chunk, ids, where, list, filtered);
}

Status filter_steps(ExecContext& context, const Chunk& row, Slot element, Slot neighbour, const BoundExpression& where,
                    storage::NeighbourList& list, FilteredList& filtered) {
  const std::vector<std::uint64_t> ids = ids_of(list);
  Chunk chunk = row;
  chunk.select(std::vector<std::uint32_t>(list.size, 0));
  set_column(chunk, neighbour,
             id_vector(ElementKind::kNode, std::vector<std::uint64_t>(list.neighbours, list.neighbours + list.size)));
  set_column(chunk, element, id_vector(ElementKind::kRelationship, ids));
  return keep_true(context, chunk, ids, where, list, filtered);
}

}  // namespace kith::engine
