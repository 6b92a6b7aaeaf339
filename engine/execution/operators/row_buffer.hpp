// engine/execution/operators/row_buffer.hpp: rows that a blocking operator holds, counted against the query's memory.
#pragma once

#include <deque>

#include "engine/execution/operators/unary_operator.hpp"

namespace kith::engine {

/// About the bytes that a chunk keeps alive; data that several columns or chunks share is counted each time.
std::size_t memory_bytes(const Chunk& chunk);

/// Bytes reserved by one operator.
class MemoryReservation {
 public:
  /// Brings the reservation to `bytes`.
  Status set(ExecContext& context, std::size_t bytes);
  Status add(ExecContext& context, std::size_t bytes) { return set(context, bytes_ + bytes); }
  void clear(ExecContext& context) {
    context.release(bytes_);
    bytes_ = 0;
  }

 private:
  std::size_t bytes_ = 0;
};

/// All of an operator's input, chunk by chunk.
class RowBuffer {
 public:
  /// Takes everything that `input` gives.
  Status fill(ExecContext& context, Operator& input);
  std::deque<Chunk>& chunks() { return chunks_; }
  /// Gives the first chunk away; an empty one at the end.
  Status pop(ExecContext& context, Chunk& out);
  void clear() { chunks_.clear(); }
  /// As one chunk.
  Chunk concatenate();

 private:
  std::deque<Chunk> chunks_;
  MemoryReservation memory_;
};

}  // namespace kith::engine
