// engine/execution/chunk.hpp: a batch of rows, by column.
#pragma once

#include "engine/binder/bound_expression.hpp"
#include "engine/execution/vector.hpp"

namespace kith::engine {

/// columns[slot] has `size` rows when live. A row stands for multiplicity[row] equal rows (empty: one each): what an
/// expansion that only counts leaves behind. Only Filter, Project, count-only Expand and Aggregate see multiplicities
/// other than one.
struct Chunk {
  std::uint32_t size = 0;
  std::vector<Vector> columns;
  std::vector<std::uint64_t> multiplicity;

  /// No rows, no live column.
  void reset(std::uint32_t num_slots);
  /// Keeps rows[0], rows[1], ... in that order; a row may come several times.
  void select(std::vector<std::uint32_t> rows);
  /// Rows [begin, begin + count).
  Chunk slice(std::uint32_t begin, std::uint32_t count) const;
  /// This chunk's live columns followed by other's rows: slots must be live in both or neither. Copies.
  void append(const Chunk& other);
};

}  // namespace kith::engine
