// engine/execution/find_any.cpp: for which outer rows a subplan has an answer.
#include "engine/execution/find_any.hpp"

namespace kith::engine {
namespace {

/// When less than one in so many answers of a chunk finds a row, the subplan is started again behind the last of them.
/// A new start costs about what one chunk of answers does.
constexpr std::uint32_t kAnswersPerFind = 32;

Result<VectorView<std::int64_t>> ordinals_of(const Chunk& answer, Slot row) {
  if (row >= answer.columns.size() || answer.columns[row].kind() != VectorKind::kInteger)
    return Error(ErrorKind::kInternal, "a subplan lost the number of its outer row");
  return answer.columns[row].view<std::int64_t>();
}

}  // namespace

Result<std::vector<std::uint8_t>> find_any(Subplan& subplan, const Chunk& outer, std::optional<Slot> row,
                                           ExecContext& context) {
  std::vector<std::uint8_t> found(outer.size, 0);
  Chunk answer;
  for (std::uint32_t first = 0; first < outer.size;) {
    const std::uint32_t count = row.has_value() ? outer.size - first : 1;
    KITH_CHECK_OK(subplan.start(context, count == outer.size ? outer : outer.slice(first, count)));
    std::uint32_t next = first + count;
    while (true) {
      KITH_CHECK_OK(context.check_interrupt());
      KITH_CHECK_OK(subplan.next(context, answer));
      if (answer.size == 0) break;
      if (!row.has_value()) {
        found[first] = 1;
        break;
      }
      KITH_TRY(const VectorView<std::int64_t> ordinals, ordinals_of(answer, *row));
      std::uint32_t num_found = 0;
      for (std::uint32_t i = 0; i < answer.size; ++i) {
        std::uint8_t& one = found[first + static_cast<std::uint32_t>(ordinals[i])];
        num_found += one == 0 ? 1 : 0;
        one = 1;
      }
      // Subplans keep the order of their outer rows: what comes before the last one is decided.
      const std::uint32_t behind = first + static_cast<std::uint32_t>(ordinals[answer.size - 1]) + 1;
      if (behind < first + count && num_found * kAnswersPerFind >= answer.size) continue;
      next = behind;
      break;
    }
    first = next;
  }
  return found;
}

}  // namespace kith::engine
