// storage/offset_allocator.cpp: slots of one table each, in chunks that are freed when empty.
#include "storage/offset_allocator.hpp"

#include <sys/mman.h>

#include <mutex>
#include <new>
#include <vector>

namespace kith::storage {
namespace {

constexpr std::size_t kChunkBytes = std::size_t{2} << 20;
constexpr std::size_t kSlotBytes = (OffsetAllocator::kTable * sizeof(std::uint32_t) + 63) / 64 * 64;

/// At the start of each chunk, which is aligned to its size.
struct alignas(64) Chunk {
  struct Slot {
    Slot* next;
  };
  Slot* free = nullptr;  // of those that were handed out before
  std::uint32_t num_fresh = (kChunkBytes - 64) / kSlotBytes;
  std::uint32_t num_used = 0;
  std::size_t place = 0;  // in Pool::open, while there is a free slot

  bool full() const { return free == nullptr && num_fresh == 0; }
  void* take() {
    ++num_used;
    if (free != nullptr) {
      Slot* const slot = free;
      free = slot->next;
      return slot;
    }
    --num_fresh;
    return reinterpret_cast<char*>(this) + sizeof(Chunk) + num_fresh * kSlotBytes;
  }
};
static_assert(sizeof(Chunk) == 64);

class Pool {
 public:
  void* take() {
    const std::lock_guard lock(mutex_);
    if (open_.empty()) {
      open_.reserve(++num_chunks_);  // give_back() must not fail
      void* const memory = ::operator new(kChunkBytes, std::align_val_t(kChunkBytes));
      ::madvise(memory, kChunkBytes, MADV_HUGEPAGE);  // refused: pages stay small
      open_.push_back(new (memory) Chunk);
    }
    Chunk* const chunk = open_.back();
    chunk->place = open_.size() - 1;
    void* const slot = chunk->take();
    if (chunk->full()) open_.pop_back();
    return slot;
  }
  void give_back(void* memory) {
    auto* const chunk = reinterpret_cast<Chunk*>(reinterpret_cast<std::uintptr_t>(memory) & ~(kChunkBytes - 1));
    const std::lock_guard lock(mutex_);
    const bool was_full = chunk->full();
    chunk->free = new (memory) Chunk::Slot{chunk->free};
    --chunk->num_used;
    if (was_full) {
      chunk->place = open_.size();
      open_.push_back(chunk);
    }
    if (chunk->num_used > 0) return;
    Chunk* const last = open_.back();
    open_[chunk->place] = last;
    last->place = chunk->place;
    open_.pop_back();
    --num_chunks_;
    ::operator delete(chunk, std::align_val_t(kChunkBytes));
  }

 private:
  std::mutex mutex_;
  std::vector<Chunk*> open_;  // with a free slot
  std::size_t num_chunks_ = 0;
};

Pool& pool() {
  static Pool* const pool = new Pool;  // outlives blocks that static objects hold
  return *pool;
}

}  // namespace

std::uint32_t* OffsetAllocator::allocate(std::size_t count) {
  if (count == kTable) return static_cast<std::uint32_t*>(pool().take());
  return static_cast<std::uint32_t*>(::operator new(count * sizeof(std::uint32_t)));
}

void OffsetAllocator::deallocate(std::uint32_t* table, std::size_t count) noexcept {
  if (count == kTable) {
    pool().give_back(table);
  } else {
    ::operator delete(table);
  }
}

}  // namespace kith::storage
