// storage/adjacency.hpp: the relationships of 1,024 consecutive nodes, of one type in one direction, decoded.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <unordered_map>
#include <vector>

#include "storage/column.hpp"
#include "storage/offset_allocator.hpp"

namespace kith::storage {

inline constexpr std::uint32_t kAdjacencyBlockSize = 1024;
static_assert(OffsetAllocator::kTable == kAdjacencyBlockSize + 1);
constexpr BlockNumber adjacency_block_of(NodeId node) { return node.value / kAdjacencyBlockSize; }
constexpr std::uint32_t adjacency_row_of(NodeId node) { return node.value % kAdjacencyBlockSize; }

/// The neighbours of one node, sorted by (neighbour, relationship). Points into the block.
struct NeighbourList {
  const std::uint64_t* neighbours = nullptr;
  const std::uint64_t* relationships = nullptr;  ///< Null: consecutive from first_relationship.
  std::uint64_t first_relationship = 0;
  std::uint32_t size = 0;

  NodeId neighbour(std::uint32_t i) const { return NodeId{neighbours[i]}; }
  RelationshipId relationship(std::uint32_t i) const {
    return RelationshipId{relationships != nullptr ? relationships[i] : first_relationship + i};
  }
  std::span<const std::uint64_t> neighbour_ids() const { return {neighbours, size}; }
};

/// Immutable once shared: a base as decoded from its block, and lists that replace a node's where commits since then
/// (or the open transaction) changed it. A self-loop is in the outgoing and in the incoming block.
class Adjacency {
 public:
  struct Base {
    std::vector<std::uint32_t, OffsetAllocator>
        offsets;  ///< kAdjacencyBlockSize + 1 entries; empty when no node has any.
    std::vector<std::uint64_t> neighbours;
    std::vector<std::uint64_t> relationships;  ///< Empty when consecutive in slot order from first_relationship.
    std::uint64_t first_relationship = 0;
  };
  struct OwnList {
    std::vector<std::uint64_t> neighbours, relationships;
  };
  using Overrides = std::unordered_map<std::uint32_t, std::shared_ptr<const OwnList>>;

  explicit Adjacency(std::shared_ptr<const Base> base, std::shared_ptr<const Overrides> overrides = nullptr)
      : base_(std::move(base)), overrides_(std::move(overrides)) {}

  NeighbourList of(std::uint32_t row) const {
    if (overrides_ != nullptr) [[unlikely]] {
      if (const auto found = overrides_->find(row); found != overrides_->end()) {
        const OwnList& list = *found->second;
        return {list.neighbours.data(), list.relationships.data(), 0,
                static_cast<std::uint32_t>(list.neighbours.size())};
      }
    }
    if (base_->offsets.empty()) return {};
    const std::uint32_t begin = base_->offsets[row];
    return {base_->neighbours.data() + begin,
            base_->relationships.empty() ? nullptr : base_->relationships.data() + begin,
            base_->first_relationship + begin, base_->offsets[row + 1] - begin};
  }
  std::uint32_t degree(std::uint32_t row) const { return of(row).size; }

  /// When no list is overridden, degrees are differences of base().offsets and neighbours one array: for tight loops.
  bool has_overrides() const { return overrides_ != nullptr; }
  bool empty() const { return overrides_ == nullptr && base_->neighbours.empty(); }
  const Base& base() const { return *base_; }
  const std::shared_ptr<const Base>& shared_base() const { return base_; }
  const std::shared_ptr<const Overrides>& overrides() const { return overrides_; }
  std::size_t memory_bytes() const;

 private:
  std::shared_ptr<const Base> base_;
  std::shared_ptr<const Overrides> overrides_;
};
using AdjacencyRef = std::shared_ptr<const Adjacency>;

}  // namespace kith::storage
