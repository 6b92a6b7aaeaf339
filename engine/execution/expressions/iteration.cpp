// engine/execution/expressions/iteration.cpp: comprehensions, quantifiers and reduce: lists unnested into inner chunks
// whose outer columns are seen by selection.
#include <algorithm>
#include <unordered_map>

#include <fmt/format.h>

#include "engine/execution/expressions/kernels.hpp"
#include "engine/execution/expressions/nodes.hpp"
#include "engine/execution/memory_reservation.hpp"

namespace kith::engine {
namespace {

Vector& column_at(Chunk& chunk, Slot slot) {
  if (chunk.columns.size() <= slot) chunk.columns.resize(slot + 1);
  return chunk.columns[slot];
}

Result<std::vector<Value>> evaluate_lists(const BoundExpression& expression, const Chunk& chunk, ExecContext& context) {
  KITH_TRY(const Vector vector, evaluate(expression, chunk, context));
  std::vector<Value> lists(chunk.size);
  for (std::uint32_t row = 0; row < chunk.size; ++row) {
    lists[row] = vector.value(row);
    if (!lists[row].is_null() && !lists[row].is(ValueKind::kList)) return type_error("a LIST", lists[row]);
  }
  return lists;
}

/// How deep lists and maps stand in each other; each shared one is looked at once.
std::size_t nesting_of(const Value& value, std::unordered_map<const void*, std::size_t>& known) {
  if (!value.is(ValueKind::kList) && !value.is(ValueKind::kMap)) return 0;
  const void* const address = value.is(ValueKind::kList) ? static_cast<const void*>(&value.list()) : &value.map();
  if (const auto found = known.find(address); found != known.end()) return found->second;
  std::size_t deepest = 0;
  if (value.is(ValueKind::kList)) {
    for (const Value& element : value.list()) deepest = std::max(deepest, nesting_of(element, known));
  } else {
    for (const auto& [key, element] : value.map()) deepest = std::max(deepest, nesting_of(element, known));
  }
  known.emplace(address, deepest + 1);
  return deepest + 1;
}

// reduce() alone can nest without end, and values are compared, printed and freed by recursion.
constexpr std::size_t kMaxNesting = 1000;
constexpr std::size_t kStepsBetweenChecks = 16;

/// Calls visit(inner chunk, owner of each inner row) for all elements of all lists, in order, a vector's worth at a
/// time.
template <class Visit>
Status for_each_batch(const std::vector<Value>& lists, Slot element, const Chunk& chunk, ExecContext& context,
                      Visit visit) {
  const std::size_t batch_size = std::max(context.vector_size, 1U);
  std::vector<std::uint32_t> owners;
  std::vector<Value> elements;
  const auto flush = [&]() -> Status {
    if (owners.empty()) return Status::success();
    KITH_CHECK_OK(context.check_interrupt());
    Chunk inner = chunk;
    inner.multiplicity.clear();
    inner.select(owners);
    column_at(inner, element) = Vector::from_values(std::move(elements));
    KITH_CHECK_OK(visit(inner, owners));
    owners.clear();
    elements.clear();
    return Status::success();
  };
  for (std::uint32_t row = 0; row < lists.size(); ++row) {
    if (lists[row].is_null()) continue;
    for (const Value& value : lists[row].list()) {
      owners.push_back(row);
      elements.push_back(value);
      if (owners.size() == batch_size) KITH_CHECK_OK(flush());
    }
  }
  return flush();
}

}  // namespace

Result<Vector> evaluate_node(const ListComprehensionExpression& expression, const Chunk& chunk, ExecContext& context) {
  KITH_TRY(const std::vector<Value> lists, evaluate_lists(*expression.list, chunk, context));
  std::vector<List> kept(chunk.size);
  MemoryReservation memory;
  KITH_CHECK_OK(for_each_batch(
      lists, expression.element, chunk, context, [&](Chunk& inner, std::vector<std::uint32_t>& owners) -> Status {
        if (expression.where != nullptr) {
          KITH_TRY(const std::vector<std::uint32_t> rows, evaluate_predicate(*expression.where, inner, context));
          for (std::size_t i = 0; i < rows.size(); ++i) owners[i] = owners[rows[i]];
          owners.resize(rows.size());
          inner = chunk_of_rows(inner, rows);
        }
        Vector values = inner.columns[expression.element];
        if (expression.projection != nullptr) {
          KITH_TRY(values, evaluate(*expression.projection, inner, context));
        }
        KITH_CHECK_OK(memory.add(context, owners.size() * sizeof(Value) + values.unshared_bytes()));
        for (std::uint32_t row = 0; row < owners.size(); ++row) kept[owners[row]].push_back(values.value(row));
        return Status::success();
      }));
  std::vector<Value> results(chunk.size);
  for (std::uint32_t row = 0; row < chunk.size; ++row) {
    if (!lists[row].is_null()) results[row] = std::move(kept[row]);
  }
  return Vector::from_values(std::move(results));
}

Result<Vector> evaluate_node(const QuantifierExpression& expression, const Chunk& chunk, ExecContext& context) {
  KITH_TRY(const std::vector<Value> lists, evaluate_lists(*expression.list, chunk, context));
  struct Counts {
    std::uint64_t num_true = 0, num_false = 0, num_null = 0;
  };
  std::vector<Counts> counts(chunk.size);
  KITH_CHECK_OK(for_each_batch(lists, expression.element, chunk, context,
                               [&](Chunk& inner, std::vector<std::uint32_t>& owners) -> Status {
                                 Vector truth = inner.columns[expression.element];
                                 if (expression.where != nullptr) {
                                   KITH_TRY(truth, evaluate(*expression.where, inner, context));
                                 }
                                 KITH_TRY(truth, as_booleans(std::move(truth)));
                                 for (std::uint32_t row = 0; row < owners.size(); ++row) {
                                   Counts& count = counts[owners[row]];
                                   if (truth.is_null(row)) {
                                     ++count.num_null;
                                   } else if (truth.view<std::uint8_t>()[row] != 0) {
                                     ++count.num_true;
                                   } else {
                                     ++count.num_false;
                                   }
                                 }
                                 return Status::success();
                               }));
  std::vector<Value> results(chunk.size);
  for (std::uint32_t row = 0; row < chunk.size; ++row) {
    if (lists[row].is_null()) continue;
    const Counts& count = counts[row];
    const auto unless_null = [&](bool value) { return count.num_null > 0 ? Value() : Value(value); };
    switch (expression.kind) {
      case ast::QuantifierKind::kAny:
        results[row] = count.num_true > 0 ? Value(true) : unless_null(false);
        break;
      case ast::QuantifierKind::kAll:
        results[row] = count.num_false > 0 ? Value(false) : unless_null(true);
        break;
      case ast::QuantifierKind::kNone:
        results[row] = count.num_true > 0 ? Value(false) : unless_null(true);
        break;
      case ast::QuantifierKind::kSingle:
        results[row] = count.num_true > 1 ? Value(false) : unless_null(count.num_true == 1);
        break;
    }
  }
  return Vector::from_values(std::move(results));
}

Result<Vector> evaluate_node(const ReduceExpression& expression, const Chunk& chunk, ExecContext& context) {
  KITH_TRY(const std::vector<Value> lists, evaluate_lists(*expression.list, chunk, context));
  KITH_TRY(const Vector initial, evaluate(*expression.initial, chunk, context));
  std::vector<Value> accumulators(chunk.size);
  std::vector<std::uint32_t> active;
  for (std::uint32_t row = 0; row < chunk.size; ++row) {
    if (lists[row].is_null()) continue;
    accumulators[row] = initial.value(row);
    if (!lists[row].list().empty()) active.push_back(row);
  }
  // Position by position: step p folds element p of every list that is that long.
  Chunk inner;
  for (std::size_t position = 0; !active.empty(); ++position) {
    KITH_CHECK_OK(context.check_interrupt());
    if (position == 0) {
      inner = chunk;
      inner.multiplicity.clear();
      inner.select(active);
    }
    std::vector<Value> elements, folded;
    elements.reserve(active.size());
    folded.reserve(active.size());
    for (const std::uint32_t row : active) {
      elements.push_back(lists[row].list()[position]);
      folded.push_back(std::move(accumulators[row]));
    }
    column_at(inner, expression.element) = Vector::from_values(std::move(elements));
    column_at(inner, expression.accumulator) = Vector::from_values(std::move(folded));
    KITH_TRY(const Vector values, evaluate(*expression.body, inner, context));
    if (values.kind() == VectorKind::kMixed && position % kStepsBetweenChecks == kStepsBetweenChecks - 1) {
      std::unordered_map<const void*, std::size_t> known;
      for (std::uint32_t row = 0; row < values.size(); ++row) {
        if (nesting_of(values.view<Value>()[row], known) <= kMaxNesting) continue;
        return Error(ErrorKind::kArgumentError, fmt::format("reduce() nests lists or maps deeper than {}", kMaxNesting))
            .with_detail("NumberOutOfRange");
      }
    }
    std::vector<std::uint32_t> longer, longer_rows;
    for (std::uint32_t i = 0; i < active.size(); ++i) {
      accumulators[active[i]] = values.value(i);
      if (lists[active[i]].list().size() <= position + 1) continue;
      longer.push_back(i);
      longer_rows.push_back(active[i]);
    }
    if (longer.size() != active.size()) inner.select(longer);
    active = std::move(longer_rows);
  }
  return Vector::from_values(std::move(accumulators));
}

}  // namespace kith::engine
