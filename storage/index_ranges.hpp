// storage/index_ranges.hpp: the ranges of keys that an index is divided into in memory.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <kith/ids.hpp>

namespace kith::storage {

/// Keys from `low` up to the next range's.
struct IndexRange {
  std::string low;
  std::uint64_t page = 0;  ///< The number that its pages have in the cache; 0: nothing is known of the range.
  std::vector<CommitNumber> versions;  ///< Ascending: a page is the range's contents from one of these to the next.
};

/// Ranges that tile all keys, ascending. Finding takes a binary search; changing moves some hundred ranges.
class IndexRanges {
 public:
  struct Place {
    std::size_t chunk = 0, range = 0;
  };

  IndexRanges() : chunks_(1, std::vector<IndexRange>(1)) {}

  Place find(std::string_view key) const;
  IndexRange& at(Place place) { return chunks_[place.chunk][place.range]; }
  const IndexRange& at(Place place) const { return chunks_[place.chunk][place.range]; }
  /// The next range's low key; null for the last range.
  const std::string* end_of(Place place) const;
  /// Replaces a range by others that tile it.
  void replace(Place place, std::vector<IndexRange> ranges);
  /// Nothing is known of the range any more; it becomes one with neighbours of which nothing is known either.
  void forget(Place place);

 private:
  static constexpr std::size_t kMostInChunk = 256;
  void erase(Place place);  // its keys fall to the range before

  std::vector<std::vector<IndexRange>> chunks_;  // none is empty
};

}  // namespace kith::storage
