// storage/offset_allocator.hpp: memory for the offset tables of decoded adjacency, on pages of 2 MB.
#pragma once

#include <cstddef>
#include <cstdint>

namespace kith::storage {

/// Tables of this many offsets lie together on large pages; others come from the heap. Walking over neighbours reads
/// tables at random: a thousand of them on pages of their own are more than a processor keeps translations for
/// (measured: 2-hop counting takes a sixth more).   Threads: any.
struct OffsetAllocator {
  using value_type = std::uint32_t;
  template <class>
  struct rebind {
    using other = OffsetAllocator;
  };
  static constexpr std::size_t kTable = 1025;

  std::uint32_t* allocate(std::size_t count);
  void deallocate(std::uint32_t* table, std::size_t count) noexcept;
  friend bool operator==(const OffsetAllocator&, const OffsetAllocator&) = default;
};

}  // namespace kith::storage
