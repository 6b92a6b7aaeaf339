// storage/index_ranges.cpp: finding and changing ranges, in chunks so that no change moves them all.
#include "storage/index_ranges.hpp"

#include <algorithm>
#include <iterator>

namespace kith::storage {

IndexRanges::Place IndexRanges::find(std::string_view key) const {
  // The first range begins with the empty key, so each search ends behind some range.
  const auto chunk =
      std::upper_bound(chunks_.begin(), chunks_.end(), key,
                       [](std::string_view sought, const auto& ranges) { return sought < ranges.front().low; }) -
      1;
  const auto range = std::upper_bound(chunk->begin(), chunk->end(), key,
                                      [](std::string_view sought, const IndexRange& r) { return sought < r.low; }) -
                     1;
  return {static_cast<std::size_t>(chunk - chunks_.begin()), static_cast<std::size_t>(range - chunk->begin())};
}

const std::string* IndexRanges::end_of(Place place) const {
  const auto& chunk = chunks_[place.chunk];
  if (place.range + 1 < chunk.size()) return &chunk[place.range + 1].low;
  return place.chunk + 1 < chunks_.size() ? &chunks_[place.chunk + 1].front().low : nullptr;
}

void IndexRanges::replace(Place place, std::vector<IndexRange> ranges) {
  auto& chunk = chunks_[place.chunk];
  const auto at = chunk.begin() + static_cast<std::ptrdiff_t>(place.range);
  *at = std::move(ranges.front());
  chunk.insert(at + 1, std::make_move_iterator(ranges.begin() + 1), std::make_move_iterator(ranges.end()));
  if (chunk.size() <= kMostInChunk) return;
  std::vector<std::vector<IndexRange>> parts;
  for (auto from = chunk.begin(); from != chunk.end();) {
    const auto size = std::min<std::ptrdiff_t>(kMostInChunk / 2, chunk.end() - from);
    parts.emplace_back(std::make_move_iterator(from), std::make_move_iterator(from + size));
    from += size;
  }
  const auto first = chunks_.begin() + static_cast<std::ptrdiff_t>(place.chunk);
  *first = std::move(parts.front());
  chunks_.insert(first + 1, std::make_move_iterator(parts.begin() + 1), std::make_move_iterator(parts.end()));
}

void IndexRanges::erase(Place place) {
  auto& chunk = chunks_[place.chunk];
  chunk.erase(chunk.begin() + static_cast<std::ptrdiff_t>(place.range));
  if (chunk.empty()) chunks_.erase(chunks_.begin() + static_cast<std::ptrdiff_t>(place.chunk));
}

void IndexRanges::forget(Place place) {
  IndexRange& range = at(place);
  range.page = 0;
  range.versions.clear();
  Place after{place.chunk, place.range + 1};
  if (after.range == chunks_[place.chunk].size()) after = {place.chunk + 1, 0};
  if (after.chunk < chunks_.size() && at(after).page == 0) erase(after);
  if (place.chunk == 0 && place.range == 0) return;
  const Place before = place.range > 0 ? Place{place.chunk, place.range - 1}
                                       : Place{place.chunk - 1, chunks_[place.chunk - 1].size() - 1};
  if (at(before).page == 0) erase(place);
}

}  // namespace kith::storage
