// engine/execution/expressions/conditional.cpp: CASE, each branch evaluated only for the rows that reach it.
#include "engine/execution/expressions/assemble.hpp"
#include "engine/execution/expressions/kernels.hpp"
#include "engine/execution/expressions/nodes.hpp"

namespace kith::engine {

Result<Vector> evaluate_node(const CaseBoundExpression& expression, const Chunk& chunk, ExecContext& context) {
  std::optional<Vector> subject;
  if (expression.subject != nullptr) {
    KITH_TRY(subject, evaluate(*expression.subject, chunk, context));
  }
  // Rows without a branch yet, as numbers of the chunk; and for each branch taken its values and their rows.
  std::vector<std::uint32_t> open(chunk.size);
  for (std::uint32_t row = 0; row < chunk.size; ++row) open[row] = row;
  std::vector<std::pair<Vector, std::vector<std::uint32_t>>> taken;

  for (const auto& [when, then] : expression.branches) {
    if (open.empty()) break;
    const Chunk rest = chunk_of_rows(chunk, open);
    std::vector<std::uint32_t> hits;
    if (subject.has_value()) {
      KITH_TRY(const Vector candidate, evaluate(*when, rest, context));
      const Vector compared = open.size() == chunk.size
                                  ? *subject
                                  : subject->select(std::make_shared<const std::vector<std::uint32_t>>(open));
      hits = select_comparison(BinaryKind::kEqual, compared, candidate);
    } else {
      KITH_TRY(hits, evaluate_predicate(*when, rest, context));
    }
    if (hits.empty()) continue;
    KITH_TRY(Vector values, evaluate(*then, chunk_of_rows(rest, hits), context));
    taken.emplace_back(std::move(values), compose_rows(open, hits));
    std::vector<std::uint32_t> still_open;
    still_open.reserve(open.size() - hits.size());
    std::size_t next_hit = 0;
    for (std::uint32_t i = 0; i < open.size(); ++i) {
      if (next_hit < hits.size() && hits[next_hit] == i) {
        ++next_hit;
      } else {
        still_open.push_back(open[i]);
      }
    }
    open = std::move(still_open);
  }
  if (!open.empty() && expression.otherwise != nullptr) {
    KITH_TRY(Vector values, evaluate(*expression.otherwise, chunk_of_rows(chunk, open), context));
    taken.emplace_back(std::move(values), std::move(open));
  }
  if (taken.size() == 1 && taken[0].second.size() == chunk.size) return std::move(taken[0].first);
  std::vector<Part> parts;
  for (const auto& [values, rows] : taken) parts.push_back({&values, &rows, 0});
  return assemble(parts, chunk.size);
}

}  // namespace kith::engine
