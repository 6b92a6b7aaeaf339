// engine/execution/expressions/subquery.cpp: EXISTS, COUNT and COLLECT: the subplan runs once for the whole chunk.
#include "engine/execution/expressions/nodes.hpp"
#include "engine/execution/find_any.hpp"
#include "engine/execution/memory_reservation.hpp"

namespace kith::engine {
namespace {

Chunk outer_rows(const Chunk& chunk, const ExecContext& context) {
  Chunk outer = chunk;
  outer.multiplicity.clear();
  if (outer.columns.size() < context.num_slots) outer.columns.resize(context.num_slots);
  return outer;
}

/// The rows of one outer row after the other, for subplans that aggregate, sort or limit.
template <class Visit>
Status run_per_row(Subplan& subplan, const Chunk& outer, ExecContext& context, Visit visit) {
  Chunk answer;
  for (std::uint32_t outer_row = 0; outer_row < outer.size; ++outer_row) {
    KITH_CHECK_OK(subplan.start(context, outer.slice(outer_row, 1)));
    while (true) {
      KITH_CHECK_OK(context.check_interrupt());
      KITH_CHECK_OK(subplan.next(context, answer));
      if (answer.size == 0) break;
      for (std::uint32_t row = 0; row < answer.size; ++row) {
        if (!visit(outer_row, row, answer)) return Status::success();
      }
    }
  }
  return Status::success();
}

Result<VectorView<std::int64_t>> ordinals_of(const SubqueryBoundExpression& expression, const Chunk& answer) {
  if (expression.row >= answer.columns.size() || answer.columns[expression.row].kind() != VectorKind::kInteger) {
    return Error(ErrorKind::kInternal, "a subquery lost the number of its outer row");
  }
  return answer.columns[expression.row].view<std::int64_t>();
}

/// Calls visit(outer row, row of the answer, answer) for every row that the subplan yields, until visit returns false.
template <class Visit>
Status run(const SubqueryBoundExpression& expression, const Chunk& chunk, ExecContext& context, Visit visit) {
  KITH_TRY(Subplan* const subplan, context.subplan(expression));
  Chunk outer = outer_rows(chunk, context);
  if (expression.per_row) return run_per_row(*subplan, outer, context, visit);
  KITH_CHECK_OK(subplan->start(context, std::move(outer)));
  Chunk answer;
  while (true) {
    KITH_CHECK_OK(context.check_interrupt());
    KITH_CHECK_OK(subplan->next(context, answer));
    if (answer.size == 0) return Status::success();
    KITH_TRY(const VectorView<std::int64_t> ordinals, ordinals_of(expression, answer));
    for (std::uint32_t row = 0; row < answer.size; ++row) {
      if (!visit(static_cast<std::uint32_t>(ordinals[row]), row, answer)) return Status::success();
    }
  }
}

}  // namespace

Result<Vector> evaluate_node(const SubqueryBoundExpression& expression, const Chunk& chunk, ExecContext& context) {
  const std::uint32_t size = chunk.size;
  if (size == 0) return Vector::nulls(0);
  switch (expression.kind) {
    case ast::SubqueryKind::kExists: {
      auto found = std::make_shared<VectorBuffer<std::uint8_t>>();
      KITH_TRY(Subplan* const subplan, context.subplan(expression));
      KITH_TRY(found->values, find_any(*subplan, outer_rows(chunk, context),
                                       expression.per_row ? std::nullopt : std::optional(expression.row), context));
      return Vector::own<std::uint8_t>(VectorKind::kBoolean, std::move(found));
    }
    case ast::SubqueryKind::kCount: {
      auto counts = std::make_shared<VectorBuffer<std::int64_t>>();
      counts->values.resize(size);
      KITH_CHECK_OK(run(expression, chunk, context, [&](std::uint32_t outer, std::uint32_t row, const Chunk& answer) {
        counts->values[outer] += answer.multiplicity.empty() ? 1 : static_cast<std::int64_t>(answer.multiplicity[row]);
        return true;
      }));
      return Vector::own<std::int64_t>(VectorKind::kInteger, std::move(counts));
    }
    case ast::SubqueryKind::kCollect:
      break;
  }
  std::vector<List> lists(size);
  MemoryReservation memory;
  Status fits;
  KITH_CHECK_OK(run(expression, chunk, context, [&](std::uint32_t outer, std::uint32_t row, const Chunk& answer) {
    const Vector& results = answer.columns[expression.result];
    const std::uint64_t times = answer.multiplicity.empty() ? 1 : answer.multiplicity[row];
    fits = memory.add(context, times * sizeof(Value) + (row == 0 ? results.unshared_bytes() : 0));
    if (!fits.ok()) return false;
    lists[outer].insert(lists[outer].end(), times, results.value(row));
    return true;
  }));
  KITH_CHECK_OK(std::move(fits));
  std::vector<Value> values(size);
  for (std::uint32_t row = 0; row < size; ++row) values[row] = std::move(lists[row]);
  return Vector::from_values(std::move(values));
}

}  // namespace kith::engine
