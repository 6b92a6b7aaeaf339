// storage/bulk_relationships.hpp: the relationships of one type in a bulk load: buffered, then sorted both ways.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "storage/adjacency.hpp"
#include "storage/bulk_load.hpp"

namespace kith::storage {

/// One direction in slot order: the lists of all nodes, end to end.
struct SortedLists {
  std::vector<std::uint64_t>
      offsets;  ///< By node, from the first adjacency block; size a multiple of its size, plus one.
  std::vector<std::uint64_t> neighbours;
  std::vector<std::uint32_t> slots;  ///< Outgoing: what was added n-th is here. Incoming: the outgoing slot.
};

/// Up to 2^32 - 1 of a type. 16 bytes each while added, 40 while sorting.
class BulkRelationships {
 public:
  static constexpr std::uint64_t kMost = 0xffffffff;

  std::uint64_t size() const { return starts_.size(); }
  /// Requires size() + starts.size() <= kMost.
  void add(std::span<const NodeId> starts, std::span<const NodeId> ends);
  /// Of what was added last. Returns the bytes that they take.
  std::uint64_t add_properties(std::span<const BulkLoad::Property> properties);

  /// Sorts by (start, end, order of addition). Node ids must be below `node_id_end`. Frees the ends; properties stay.
  SortedLists sort_outgoing(std::uint64_t node_id_end);
  /// The same relationships by (end, start).
  static SortedLists sort_incoming(const SortedLists& outgoing, std::uint64_t node_id_end);

  /// Calls visit(n, start, end, properties as decode_properties takes them) for each in the order of addition, until it
  /// fails, and is empty then.
  template <class Visit>
  Status drain(Visit visit) {
    const BulkRelationships all = std::exchange(*this, BulkRelationships());
    std::size_t next = 0;
    for (std::uint64_t n = 0; n < all.size(); ++n) {
      std::string_view properties;
      if (next < all.property_places_.size() && all.property_places_[next].first == n) {
        const std::uint64_t begin = all.property_places_[next++].second;
        const std::uint64_t end =
            next < all.property_places_.size() ? all.property_places_[next].second : all.property_bytes_.size();
        properties = std::string_view(all.property_bytes_).substr(begin, end - begin);
      }
      KITH_CHECK_OK(visit(n, all.starts_[n], all.ends_[n], properties));
    }
    return {};
  }

  bool has_properties() const { return !property_bytes_.empty(); }
  /// Appends the properties of what was added n-th. Errors: kInternal.
  Status properties_of(std::uint32_t n, std::vector<BulkLoad::Property>& out) const;
  /// Appends. Nothing when `bytes` is empty; what follows the properties is ignored. Errors: kInternal.
  static Status decode_properties(std::string_view bytes, std::vector<BulkLoad::Property>& out);
  std::uint64_t property_bytes() const { return property_bytes_.size(); }

 private:
  std::vector<std::uint64_t> starts_, ends_;
  std::string property_bytes_;
  std::vector<std::pair<std::uint32_t, std::uint64_t>> property_places_;  // ascending: n, offset into property_bytes_
};

}  // namespace kith::storage
