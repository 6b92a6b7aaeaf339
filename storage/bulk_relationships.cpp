// storage/bulk_relationships.cpp: counting sort by node, then each node's list by itself.
#include "storage/bulk_relationships.hpp"

#include <algorithm>

#include "storage/value_codec.hpp"

namespace kith::storage {
namespace {

std::uint64_t num_rows(std::uint64_t node_id_end) {
  return (node_id_end + kAdjacencyBlockSize - 1) / kAdjacencyBlockSize * kAdjacencyBlockSize;
}

/// offsets[n] = where the list of node n begins.
std::vector<std::uint64_t> offsets_of(const std::vector<std::uint64_t>& nodes, std::uint64_t node_id_end) {
  std::vector<std::uint64_t> offsets(num_rows(node_id_end) + 1, 0);
  for (const std::uint64_t node : nodes) ++offsets[node + 1];
  for (std::size_t i = 1; i < offsets.size(); ++i) offsets[i] += offsets[i - 1];
  return offsets;
}

}  // namespace

void BulkRelationships::add(std::span<const NodeId> starts, std::span<const NodeId> ends) {
  for (const NodeId start : starts) starts_.push_back(start.value);
  for (const NodeId end : ends) ends_.push_back(end.value);
}

void BulkRelationships::add_properties(std::span<const BulkLoad::Property> properties) {
  property_places_.emplace_back(static_cast<std::uint32_t>(size() - 1), property_bytes_.size());
  append_varint(property_bytes_, properties.size());
  for (const auto& [key, value] : properties) {
    append_varint(property_bytes_, key.value);
    append_value(property_bytes_, value);
  }
}

Status BulkRelationships::properties_of(std::uint32_t n, std::vector<BulkLoad::Property>& out) const {
  const auto place = std::lower_bound(property_places_.begin(), property_places_.end(), std::pair(n, std::uint64_t{0}));
  if (place == property_places_.end() || place->first != n) return {};
  ByteReader reader(std::string_view(property_bytes_).substr(place->second));
  for (std::uint64_t left = reader.varint(); left > 0; --left) {
    const PropertyKeyId key{static_cast<std::uint32_t>(reader.varint())};
    KITH_TRY(Value value, read_value(reader));
    out.emplace_back(key, std::move(value));
  }
  return {};
}

SortedLists BulkRelationships::sort_outgoing(std::uint64_t node_id_end) {
  SortedLists out;
  out.offsets = offsets_of(starts_, node_id_end);
  const std::size_t total = starts_.size();
  std::vector<std::pair<std::uint64_t, std::uint32_t>> by_start(total);  // end, n
  {
    std::vector<std::uint64_t> next(out.offsets.begin(), out.offsets.end() - 1);
    for (std::size_t n = 0; n < total; ++n) by_start[next[starts_[n]]++] = {ends_[n], static_cast<std::uint32_t>(n)};
  }
  starts_ = {};
  ends_ = {};
  for (std::size_t node = 0; node + 1 < out.offsets.size(); ++node) {
    const auto first = by_start.begin() + static_cast<std::ptrdiff_t>(out.offsets[node]);
    const auto last = by_start.begin() + static_cast<std::ptrdiff_t>(out.offsets[node + 1]);
    if (last - first > 1) std::sort(first, last);
  }
  out.neighbours.resize(total);
  out.slots.resize(total);
  for (std::size_t slot = 0; slot < total; ++slot) {
    out.neighbours[slot] = by_start[slot].first;
    out.slots[slot] = by_start[slot].second;
  }
  return out;
}

// Outgoing slots ascend by start, so each incoming list fills in order.
SortedLists BulkRelationships::sort_incoming(const SortedLists& outgoing, std::uint64_t node_id_end) {
  SortedLists out;
  out.offsets = offsets_of(outgoing.neighbours, node_id_end);
  out.neighbours.resize(outgoing.neighbours.size());
  out.slots.resize(outgoing.neighbours.size());
  std::vector<std::uint64_t> next(out.offsets.begin(), out.offsets.end() - 1);
  for (std::uint64_t start = 0; start + 1 < outgoing.offsets.size(); ++start) {
    for (std::uint64_t slot = outgoing.offsets[start]; slot < outgoing.offsets[start + 1]; ++slot) {
      const std::uint64_t place = next[outgoing.neighbours[slot]]++;
      out.neighbours[place] = start;
      out.slots[place] = static_cast<std::uint32_t>(slot);
    }
  }
  return out;
}

}  // namespace kith::storage
