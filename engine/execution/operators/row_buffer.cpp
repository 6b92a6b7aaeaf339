// engine/execution/operators/row_buffer.cpp: buffered rows and their memory.
#include "engine/execution/operators/row_buffer.hpp"

namespace kith::engine {

std::size_t memory_bytes(const Chunk& chunk) {
  std::size_t bytes = chunk.multiplicity.size() * sizeof(std::uint64_t);
  for (const Vector& column : chunk.columns) {
    if (column.is_live()) bytes += column.memory_bytes();
  }
  return bytes;
}

Status RowBuffer::fill(ExecContext& context, Operator& input) {
  clear();
  while (true) {
    KITH_CHECK_OK(context.check_interrupt());
    Chunk chunk;
    KITH_CHECK_OK(input.next(context, chunk));
    if (chunk.size == 0) return Status::success();
    KITH_CHECK_OK(memory_.add(context, memory_bytes(chunk)));
    if (chunk.size < context.vector_size / 4 && !chunks_.empty() &&
        chunks_.back().size + chunk.size <= context.vector_size) {
      chunks_.back().append(chunk);
    } else {
      chunks_.push_back(std::move(chunk));
    }
  }
}

Status RowBuffer::pop(ExecContext& context, Chunk& out) {
  if (chunks_.empty()) {
    memory_.clear();
    return end_of_rows(out, context);
  }
  out = std::move(chunks_.front());
  chunks_.pop_front();
  return Status::success();
}

Chunk RowBuffer::concatenate() {
  Chunk all;
  for (const Chunk& chunk : chunks_) all.append(chunk);
  chunks_.clear();
  return all;
}

}  // namespace kith::engine
