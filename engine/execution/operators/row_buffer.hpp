// engine/execution/operators/row_buffer.hpp: rows that a blocking operator holds, counted against the query's memory.
#pragma once

#include <deque>

#include "engine/execution/memory_reservation.hpp"
#include "engine/execution/operators/unary_operator.hpp"

namespace kith::engine {

/// About the bytes that a chunk keeps alive; data that several columns or chunks share is counted each time.
std::size_t memory_bytes(const Chunk& chunk);

/// All of an operator's input, chunk by chunk.
class RowBuffer {
 public:
  /// Takes everything that `input` gives.
  Status fill(ExecContext& context, Operator& input);
  std::deque<Chunk>& chunks() { return chunks_; }
  /// Gives the first chunk away; an empty one at the end.
  Status pop(ExecContext& context, Chunk& out);
  void clear() {
    chunks_.clear();
    memory_.clear();
  }
  /// Hands the rows over as one chunk; their bytes stay reserved until clear().
  Chunk concatenate();

 private:
  std::deque<Chunk> chunks_;
  MemoryReservation memory_;
};

}  // namespace kith::engine
