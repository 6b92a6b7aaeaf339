// engine/execution/operators/adjacency_reader.hpp: relationships of nodes by type and direction, each adjacency block
// fetched once.
#pragma once

#include <string>
#include <vector>

#include "engine/execution/context.hpp"

namespace kith::engine {

/// The blocks of one type and direction that an operator has met; cleared when they become too many.
class AdjacencyPins {
 public:
  /// Null when not pinned.
  const storage::Adjacency* find(storage::BlockNumber block) const {
    return block < blocks_.size() ? blocks_[block].get() : nullptr;
  }
  const storage::AdjacencyRef& pinned(storage::BlockNumber block) const { return blocks_[block]; }
  /// The arrays of a block whose lists all lie in its base, as most do: what a tight loop needs, side by side.
  struct Lists {
    const std::uint32_t* offsets = nullptr;  ///< Row r's list is [offsets[r], offsets[r + 1]). Null: ask the block.
    const std::uint64_t* neighbours = nullptr;
    const std::uint64_t* relationships = nullptr;  ///< Null: consecutive from first_relationship.
    std::uint64_t first_relationship = 0;

    storage::NeighbourList of(std::uint32_t row) const {
      const std::uint32_t begin = offsets[row];
      return {neighbours + begin, relationships != nullptr ? relationships + begin : nullptr,
              first_relationship + begin, offsets[row + 1] - begin};
    }
  };
  /// Null when the block is not pinned, or has lists of its own.
  const Lists* lists(storage::BlockNumber block) const {
    return block < lists_.size() && lists_[block].offsets != nullptr ? &lists_[block] : nullptr;
  }
  /// The same, offsets alone: what degrees need.
  const std::uint32_t* offsets(storage::BlockNumber block) const {
    return block < offsets_.size() ? offsets_[block] : nullptr;
  }
  const std::vector<const std::uint32_t*>& offsets_by_block() const { return offsets_; }
  Status fetch(const storage::ReadView& view, RelationshipTypeId type, Direction direction, storage::BlockNumber block);
  void clear();

 private:
  std::vector<storage::AdjacencyRef> blocks_;  ///< By block number.
  std::vector<Lists> lists_;                   ///< The same.
  std::vector<const std::uint32_t*> offsets_;  ///< The same.
  std::size_t num_pinned_ = 0;
};

/// One type in one direction.
struct AdjacencyLeg {
  RelationshipTypeId type;
  Direction direction = Direction::kOutgoing;
  bool skip_loops = false;  ///< The incoming leg of kBoth: its self-loops are in the outgoing one already.
  AdjacencyPins pins;

  /// The block of `node`, good until the next call.
  Status block_of(const storage::ReadView& view, NodeId node, const storage::Adjacency*& block) {
    const storage::BlockNumber number = storage::adjacency_block_of(node);
    block = pins.find(number);
    if (block == nullptr) [[unlikely]] {
      KITH_CHECK_OK(pins.fetch(view, type, direction, number));
      block = pins.find(number);
    }
    return Status::success();
  }
  Status list_of(const storage::ReadView& view, NodeId node, storage::NeighbourList& list) {
    if (const AdjacencyPins::Lists* lists = pins.lists(storage::adjacency_block_of(node))) [[likely]] {
      list = lists->of(storage::adjacency_row_of(node));
      return Status::success();
    }
    const storage::Adjacency* block = nullptr;
    KITH_CHECK_OK(block_of(view, node, block));
    list = block->of(storage::adjacency_row_of(node));
    return Status::success();
  }
};

/// The legs of an expansion. Names are resolved anew by every start(): an earlier clause may have made them.
class AdjacencyLegs {
 public:
  /// types empty: every type. `keep_pins`: the view has not changed since the last start.
  void start(const storage::ReadView& view, const std::vector<std::string>& types, Direction direction, bool keep_pins);
  std::size_t size() const { return legs_.size(); }
  AdjacencyLeg& operator[](std::size_t i) { return legs_[i]; }

 private:
  std::vector<AdjacencyLeg> legs_;
};

/// The part of the list with this neighbour.
storage::NeighbourList narrow(const storage::NeighbourList& list, std::uint64_t neighbour);
/// Steps of a list from `position` on.
inline storage::NeighbourList skip(const storage::NeighbourList& list, std::uint32_t position) {
  return {list.neighbours + position, list.relationships != nullptr ? list.relationships + position : nullptr,
          list.first_relationship + position, list.size - position};
}

}  // namespace kith::engine
