// storage/slab_allocator.hpp: ids in slabs that one label set (or type) fills, so that columns are dense.
#pragma once

#include <algorithm>

#include "storage/state.hpp"

namespace kith::storage {

/// A copy of a state's slabs to allot from. Slabs grow from 64 ids to a column block, and start at a multiple of their
/// size.
class SlabAllocator {
 public:
  SlabAllocator(const std::shared_ptr<const std::vector<Slab>>& slabs, std::uint64_t id_end)
      : shared_(slabs), id_end_(id_end) {}

  std::uint64_t allot(std::uint32_t number) {
    if (!own_) own_ = std::make_shared<std::vector<Slab>>(*shared_);
    if (own_->size() <= number) own_->resize(number + 1);
    Slab& slab = (*own_)[number];
    if (slab.next == slab.end) {
      slab.size = slab.size == 0 ? kSmallestSlab : std::min(slab.size * 2, kColumnBlockSize);
      slab.next = (id_end_ + slab.size - 1) / slab.size * slab.size;
      slab.end = id_end_ = slab.next + slab.size;
    }
    return slab.next++;
  }
  /// `count` consecutive ids from the start of a column block, beside all slabs.
  std::uint64_t allot_blocks(std::uint64_t count) {
    const std::uint64_t first = (id_end_ + kColumnBlockSize - 1) / kColumnBlockSize * kColumnBlockSize;
    id_end_ = first + count;
    return first;
  }
  /// Exclusive bound of all slabs.
  std::uint64_t id_end() const { return id_end_; }
  std::shared_ptr<const std::vector<Slab>> slabs() const {
    return own_ ? std::shared_ptr<const std::vector<Slab>>(own_) : shared_;
  }

 private:
  std::shared_ptr<const std::vector<Slab>> shared_;
  std::shared_ptr<std::vector<Slab>> own_;
  std::uint64_t id_end_;
};

}  // namespace kith::storage
