// storage/working_adjacency.hpp: adjacency with changes laid over it, merged when somebody reads.
#pragma once

#include <span>

#include "storage/adjacency.hpp"
#include "storage/delta.hpp"

namespace kith::storage {

/// add() is O(1); share() merges the lists changed since, once. Threads: one; what is shared, any.
class WorkingAdjacency {
 public:
  explicit WorkingAdjacency(AdjacencyRef base) : current_(std::move(base)) {}

  void add(const AdjacencyChange& change) { pending_[change.row].push_back(change); }
  void add(std::span<const AdjacencyChange> changes) {
    for (const AdjacencyChange& change : changes) add(change);
  }
  AdjacencyRef share();

 private:
  AdjacencyRef current_;
  std::unordered_map<std::uint32_t, std::vector<AdjacencyChange>> pending_;
};

/// The same lists in arrays of their own, without overrides.
AdjacencyRef flattened(const Adjacency& adjacency);

/// The empty block that all absent ones share.
const AdjacencyRef& empty_adjacency();

}  // namespace kith::storage
