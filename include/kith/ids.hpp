// kith/ids.hpp: distinct integer types for what a database names by number, so that a swap does not compile.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>

namespace kith {

template <class Tag, class Representation>
struct StrongId {
  using representation = Representation;
  Representation value{};
  friend constexpr auto operator<=>(StrongId, StrongId) = default;
};

/// 64 bits, never change, never reused. Allotted in slabs that one label set (or one type) fills.
using NodeId = StrongId<struct NodeIdTag, std::uint64_t>;
using RelationshipId = StrongId<struct RelationshipIdTag, std::uint64_t>;

/// Numbers of names in the catalog, dense from 0 in order of first use, never reused.
using LabelId = StrongId<struct LabelIdTag, std::uint32_t>;
using RelationshipTypeId = StrongId<struct RelationshipTypeIdTag, std::uint32_t>;
using PropertyKeyId = StrongId<struct PropertyKeyIdTag, std::uint32_t>;

/// The number of a commit; a snapshot is the state after one. 0 is the empty database.
using CommitNumber = std::uint64_t;

enum class Direction : std::uint8_t { kOutgoing = 0, kIncoming = 1, kBoth = 2 };
enum class ElementKind : std::uint8_t { kNode = 0, kRelationship = 1 };

}  // namespace kith

template <class Tag, class Representation>
struct std::hash<kith::StrongId<Tag, Representation>> {
  std::size_t operator()(kith::StrongId<Tag, Representation> id) const noexcept {
    return std::hash<Representation>{}(id.value);
  }
};
