// storage/adjacency.cpp: what a decoded adjacency block weighs in the cache.
#include "storage/adjacency.hpp"

namespace kith::storage {

std::size_t Adjacency::memory_bytes() const {
  std::size_t bytes = sizeof(Adjacency) + sizeof(Base) + base_->offsets.capacity() * sizeof(base_->offsets[0]) +
                      (base_->neighbours.capacity() + base_->relationships.capacity()) * sizeof(std::uint64_t);
  if (overrides_ == nullptr) return bytes;
  constexpr std::size_t kNode = sizeof(Overrides::value_type) + 2 * sizeof(void*);  // a hash node and its allocation
  bytes += sizeof(Overrides) + overrides_->bucket_count() * sizeof(void*);
  for (const auto& [row, list] : *overrides_) {
    bytes += kNode + sizeof(OwnList) +
             (list->neighbours.capacity() + list->relationships.capacity()) * sizeof(std::uint64_t);
  }
  return bytes;
}

}  // namespace kith::storage
