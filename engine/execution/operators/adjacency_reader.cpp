// engine/execution/operators/adjacency_reader.cpp: pinned adjacency blocks and resolved types.
#include "engine/execution/operators/adjacency_reader.hpp"

#include <algorithm>
#include <array>

namespace kith::engine {
namespace {

/// A block of 1,024 nodes of middling degree takes some 100 KiB: an operator may hold a few hundred MiB beyond the
/// cache.
constexpr std::size_t kMostPinned = 4096;
constexpr std::array<std::uint32_t, storage::kAdjacencyBlockSize + 1> kNoRelationships{};

std::vector<RelationshipTypeId> resolve(const storage::Names& names, const std::vector<std::string>& types) {
  std::vector<RelationshipTypeId> ids;
  if (types.empty()) {
    for (std::uint32_t id = 0; id < names.num_relationship_types(); ++id) ids.push_back(RelationshipTypeId{id});
    return ids;
  }
  for (const std::string& type : types) {
    const auto id = names.relationship_type(type);
    if (id.has_value() && std::find(ids.begin(), ids.end(), *id) == ids.end()) ids.push_back(*id);
  }
  return ids;
}

}  // namespace

Status AdjacencyPins::fetch(const storage::ReadView& view, RelationshipTypeId type, Direction direction,
                            storage::BlockNumber block) {
  if (num_pinned_ >= kMostPinned) clear();
  KITH_TRY(storage::AdjacencyRef adjacency, view.adjacency(type, direction, block));
  if (blocks_.size() <= block) {
    blocks_.resize(std::max<std::size_t>(block + 1, blocks_.size() * 2));
    lists_.resize(blocks_.size());
    offsets_.resize(blocks_.size());
  }
  if (!adjacency->has_overrides()) {
    const storage::Adjacency::Base& base = adjacency->base();
    lists_[block] = {base.offsets.empty() ? kNoRelationships.data() : base.offsets.data(), base.neighbours.data(),
                     base.relationships.empty() ? nullptr : base.relationships.data(), base.first_relationship};
    offsets_[block] = lists_[block].offsets;
  }
  blocks_[block] = std::move(adjacency);
  ++num_pinned_;
  return Status::success();
}

void AdjacencyPins::clear() {
  blocks_.clear();
  lists_.clear();
  offsets_.clear();
  num_pinned_ = 0;
}

void AdjacencyLegs::start(const storage::ReadView& view, const std::vector<std::string>& types, Direction direction,
                          bool keep_pins) {
  const std::vector<RelationshipTypeId> ids = resolve(view.names(), types);
  const std::size_t per_type = direction == Direction::kBoth ? 2 : 1;
  if (legs_.size() != ids.size() * per_type) {
    legs_.clear();
    for (const RelationshipTypeId id : ids) {
      if (direction != Direction::kIncoming) legs_.push_back({id, Direction::kOutgoing, false, {}});
      if (direction != Direction::kOutgoing)
        legs_.push_back({id, Direction::kIncoming, direction == Direction::kBoth, {}});
    }
  } else if (!keep_pins) {
    for (AdjacencyLeg& leg : legs_) leg.pins.clear();
  }
}

storage::NeighbourList narrow(const storage::NeighbourList& list, std::uint64_t neighbour) {
  const std::uint64_t* const end = list.neighbours + list.size;
  const std::uint64_t* const first = std::lower_bound(list.neighbours, end, neighbour);
  const std::uint64_t* last = first;
  while (last != end && *last == neighbour) ++last;
  storage::NeighbourList part = skip(list, static_cast<std::uint32_t>(first - list.neighbours));
  part.size = static_cast<std::uint32_t>(last - first);
  return part;
}

}  // namespace kith::engine
