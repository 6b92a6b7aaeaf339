// storage/bulk_relationships.cpp: partition by ranges of nodes, then counting sort by node within each, then each
// node's list by itself.
#include "storage/bulk_relationships.hpp"

#include <algorithm>
#include <tuple>

#include "storage/value_codec.hpp"

namespace kith::storage {
namespace {

std::uint64_t num_rows(std::uint64_t node_id_end) {
  return (node_id_end + kAdjacencyBlockSize - 1) / kAdjacencyBlockSize * kAdjacencyBlockSize;
}

enum class ListOrder : std::uint8_t { kAsAdded, kSort };

/// Entries of consecutive nodes together. Scattering straight to a place per node would miss the cache for every entry;
/// so few ranges are written side by side, and each is small enough to be scattered within the cache.
class NodeRanges {
 public:
  /// `nodes` are those of the entries to come, in any order.
  NodeRanges(const std::vector<std::uint64_t>& nodes, std::uint64_t node_id_end) : num_rows_(num_rows(node_id_end)) {
    while (num_rows_ >> shift_ > kMostRanges) ++shift_;
    next_.assign((num_rows_ >> shift_) + 2, 0);
    for (const std::uint64_t node : nodes) ++next_[(node >> shift_) + 1];
    for (std::size_t i = 1; i < next_.size(); ++i) next_[i] += next_[i - 1];
    entries_.resize(nodes.size());
  }

  void add(std::uint64_t node, std::uint64_t other, std::uint32_t tag) {
    entries_[next_[node >> shift_]++] = {other, tag,
                                         static_cast<std::uint32_t>(node & ((std::uint64_t{1} << shift_) - 1))};
  }

  /// Once all are added: the lists by node, of each the others and tags. kSort: by (other, tag).
  SortedLists lists(ListOrder order) && {
    SortedLists out;
    out.offsets.reserve(num_rows_ + 1);
    out.offsets.push_back(0);
    out.neighbours.resize(entries_.size());
    out.slots.resize(entries_.size());
    std::vector<std::uint64_t> places;
    std::vector<std::pair<std::uint64_t, std::uint32_t>> sorted;
    std::uint64_t begin = 0;
    for (std::uint64_t first_row = 0, range = 0; first_row < num_rows_;
         first_row += std::uint64_t{1} << shift_, ++range) {
      const std::uint64_t end = next_[range];
      const std::uint64_t rows = std::min(num_rows_ - first_row, std::uint64_t{1} << shift_);
      places.assign(rows + 1, 0);
      for (std::uint64_t i = begin; i < end; ++i) ++places[entries_[i].row + 1];
      for (std::uint64_t row = 0; row < rows; ++row) {
        places[row + 1] += places[row];
        out.offsets.push_back(begin + places[row + 1]);
      }
      sorted.resize(end - begin);
      for (std::uint64_t i = begin; i < end; ++i)
        sorted[places[entries_[i].row]++] = {entries_[i].other, entries_[i].tag};
      std::uint64_t list = 0;
      for (std::uint64_t row = 0; order == ListOrder::kSort && row < rows; list = places[row++]) {
        if (places[row] - list > 1) {
          std::sort(sorted.begin() + static_cast<std::ptrdiff_t>(list),
                    sorted.begin() + static_cast<std::ptrdiff_t>(places[row]));
        }
      }
      for (std::uint64_t i = begin; i < end; ++i) std::tie(out.neighbours[i], out.slots[i]) = sorted[i - begin];
      begin = end;
    }
    return out;
  }

 private:
  static constexpr std::uint64_t kMostRanges = 1024;
  struct Entry {
    std::uint64_t other;
    std::uint32_t tag;
    std::uint32_t row;  // within the range
  };

  std::uint64_t num_rows_;
  unsigned shift_ = 10;              // nodes of a range, as a power of two
  std::vector<std::uint64_t> next_;  // by range: where its next entry goes; in the end, where it ends
  std::vector<Entry> entries_;
};

}  // namespace

void BulkRelationships::add(std::span<const NodeId> starts, std::span<const NodeId> ends) {
  for (const NodeId start : starts) starts_.push_back(start.value);
  for (const NodeId end : ends) ends_.push_back(end.value);
}

std::uint64_t BulkRelationships::add_properties(std::span<const BulkLoad::Property> properties) {
  const std::size_t before = property_bytes_.size();
  property_places_.emplace_back(static_cast<std::uint32_t>(size() - 1), property_bytes_.size());
  append_varint(property_bytes_, properties.size());
  for (const auto& [key, value] : properties) {
    append_varint(property_bytes_, key.value);
    append_value(property_bytes_, value);
  }
  return property_bytes_.size() - before + sizeof(property_places_[0]);
}

Status BulkRelationships::properties_of(std::uint32_t n, std::vector<BulkLoad::Property>& out) const {
  const auto place = std::lower_bound(property_places_.begin(), property_places_.end(), std::pair(n, std::uint64_t{0}));
  if (place == property_places_.end() || place->first != n) return {};
  return decode_properties(std::string_view(property_bytes_).substr(place->second), out);
}

Status BulkRelationships::decode_properties(std::string_view bytes, std::vector<BulkLoad::Property>& out) {
  if (bytes.empty()) return {};
  ByteReader reader(bytes);
  for (std::uint64_t left = reader.varint(); left > 0; --left) {
    const PropertyKeyId key{static_cast<std::uint32_t>(reader.varint())};
    KITH_TRY(Value value, read_value(reader));
    out.emplace_back(key, std::move(value));
  }
  return {};
}

SortedLists BulkRelationships::sort_outgoing(std::uint64_t node_id_end) {
  NodeRanges ranges(starts_, node_id_end);
  for (std::size_t n = 0; n < starts_.size(); ++n) ranges.add(starts_[n], ends_[n], static_cast<std::uint32_t>(n));
  starts_ = std::vector<std::uint64_t>();  // `= {}` would keep the memory
  ends_ = std::vector<std::uint64_t>();
  return std::move(ranges).lists(ListOrder::kSort);
}

// Outgoing slots ascend by start, so each incoming list fills in order.
SortedLists BulkRelationships::sort_incoming(const SortedLists& outgoing, std::uint64_t node_id_end) {
  NodeRanges ranges(outgoing.neighbours, node_id_end);
  for (std::uint64_t start = 0; start + 1 < outgoing.offsets.size(); ++start) {
    for (std::uint64_t slot = outgoing.offsets[start]; slot < outgoing.offsets[start + 1]; ++slot) {
      ranges.add(outgoing.neighbours[slot], start, static_cast<std::uint32_t>(slot));
    }
  }
  return std::move(ranges).lists(ListOrder::kAsAdded);
}

}  // namespace kith::storage
