// storage/index_tier.cpp: reading pages, keeping them exact through commits, and walking over them.
#include "storage/index_tier.hpp"

#include <algorithm>
#include <iterator>
#include <limits>
#include <vector>

namespace kith::storage {
namespace {

// A page is read around a key with so many keys on either side (measured: some 30 us, of which the seek is 10), and
// divided when commits have made it this large.
constexpr std::size_t kReadBefore = 64, kReadAfter = 65;
constexpr std::size_t kMostKeys = 256, kDividedKeys = 128;
// Changes remembered of each index.
constexpr std::size_t kRemembered = 1024;
// A commit that changes more keys than this makes the tier forget its index: applying them would cost more.
constexpr std::size_t kMostApplied = 65'536;

// No block on disk has this class.
constexpr BlockClass kIndexPage = BlockClass{0xff};

BlockId page_id(std::uint32_t index, std::uint64_t page) { return {kIndexPage, index, page}; }

std::string_view without_number(std::string_view key) { return key.substr(sizeof(std::uint32_t)); }
std::string with_number(std::uint32_t index, std::string_view key) { return index_prefix(index).append(key); }
std::string end_with_number(std::uint32_t index, std::string_view end) {
  return end.empty() ? after_prefix(index_prefix(index)) : with_number(index, end);
}

template <class Keys>
std::shared_ptr<const IndexPage> page_of(const Keys& keys, std::size_t begin, std::size_t end) {
  std::size_t bytes = 0;
  for (std::size_t i = begin; i < end; ++i) bytes += keys[i].size();
  auto page = std::make_shared<IndexPage>();
  page->reserve(end - begin, bytes);
  for (std::size_t i = begin; i < end; ++i) page->append(keys[i]);
  return page;
}

}  // namespace

void IndexTier::keep(std::uint32_t index, std::uint64_t number, CommitNumber version,
                     const std::shared_ptr<const IndexPage>& page) const {
  cache_.insert(page_id(index, number), version, page, page->memory_bytes());
}

void IndexTier::drop_pages(std::uint32_t index, const IndexRange& range) const {
  for (const CommitNumber version : range.versions) cache_.erase(page_id(index, range.page), version);
}

Result<IndexTier::Found> IndexTier::find(std::uint32_t index, std::string_view key, AsOf at, bool may_load) const {
  Shard& shard = shards_[index % kShards];
  std::uint64_t page = 0;
  CommitNumber version = 0;
  std::string low, high;
  {
    const std::lock_guard lock(shard.mutex);
    const Index& own = shard.indexes[index];
    const IndexRanges::Place place = own.ranges.find(key);
    const IndexRange& range = own.ranges.at(place);
    if (const std::string* end = own.ranges.end_of(place)) high = *end;
    page = range.page;
    if (page != 0) {
      const auto after = std::upper_bound(range.versions.begin(), range.versions.end(), at.commit);
      if (after == range.versions.begin()) return Found();
      version = *(after - 1);
      if (auto cached = cache_.find(page_id(index, page), version)) {
        return Found{std::static_pointer_cast<const IndexPage>(std::move(cached)), std::move(high)};
      }
    } else if (own.last_change > at.commit && own.complete_after > at.commit) {
      return Found();  // what is read now could not be kept
    }
    if (!may_load) return Found();
    low = range.low;
  }
  if (page != 0) return reload(index, page, version, low, std::move(high), at);
  return load(index, key, std::move(low), std::move(high), at);
}

Result<IndexTier::Found> IndexTier::reload(std::uint32_t index, std::uint64_t page, CommitNumber version,
                                           const std::string& low, std::string high, AsOf at) const {
  const std::string first = with_number(index, low);
  KITH_TRY(const Backend::KeysNear near, backend_.keys_near(Family::kIndex, first, end_with_number(index, high), first,
                                                            0, std::numeric_limits<std::size_t>::max(), at.backend));
  std::vector<std::string_view> keys;
  keys.reserve(near.keys.size());
  for (const std::string& key : near.keys) keys.push_back(without_number(key));
  auto found = page_of(keys, 0, keys.size());
  // It is right for this version whatever has been committed since.
  keep(index, page, version, found);
  return Found{std::move(found), std::move(high)};
}

std::optional<CommitNumber> IndexTier::valid_from(const Index& index, std::string_view low, std::string_view high,
                                                  CommitNumber commit) {
  if (index.last_change <= commit) return index.last_change;
  if (index.complete_after > commit) return std::nullopt;
  for (auto change = index.recent.rbegin(); change != index.recent.rend() && change->first > commit; ++change) {
    if (change->second >= low && (high.empty() || change->second < high)) return std::nullopt;
  }
  return commit;
}

Result<IndexTier::Found> IndexTier::load(std::uint32_t index, std::string_view key, std::string low, std::string high,
                                         AsOf at) const {
  KITH_TRY(const Backend::KeysNear near,
           backend_.keys_near(Family::kIndex, with_number(index, low), end_with_number(index, high),
                              with_number(index, key), kReadBefore, kReadAfter, at.backend));
  std::vector<std::string_view> keys;
  keys.reserve(near.keys.size());
  for (const std::string& near_key : near.keys) keys.push_back(without_number(near_key));
  if (!near.reaches_first) low = keys.front();
  if (!near.reaches_last) {
    high = keys.back();
    keys.pop_back();
  }
  auto page = page_of(keys, 0, keys.size());

  Shard& shard = shards_[index % kShards];
  const std::lock_guard lock(shard.mutex);
  Index& own = shard.indexes[index];
  const IndexRanges::Place place = own.ranges.find(low);
  const IndexRange& range = own.ranges.at(place);
  const std::string* range_end = own.ranges.end_of(place);
  const bool within = range_end == nullptr || (!high.empty() && high <= *range_end);
  const auto from = valid_from(own, low, high, at.commit);
  if (range.page == 0 && within && from) {
    const std::uint64_t number = next_page_++;
    std::vector<IndexRange> parts;
    if (low > range.low) parts.push_back({range.low, 0, {}});
    parts.push_back({low, number, {*from}});
    if (!high.empty() && (range_end == nullptr || high < *range_end)) parts.push_back({high, 0, {}});
    own.ranges.replace(place, std::move(parts));
    keep(index, number, *from, page);
  }
  return Found{std::move(page), std::move(high)};
}

void IndexTier::remember(Index& index, Changes first, Changes last, std::size_t count, CommitNumber commit) const {
  index.last_change = commit;
  if (count > kRemembered) {
    index.recent.clear();
    index.complete_after = commit;
    return;
  }
  for (; first != last; ++first) index.recent.emplace_back(commit, without_number(first->first));
  while (index.recent.size() > kRemembered) {
    index.complete_after = index.recent.front().first;
    index.recent.pop_front();
  }
}

void IndexTier::record(const PendingKeys& changes, CommitNumber commit, CommitNumber published) {
  for (auto next = changes.begin(); next != changes.end();) {
    const auto index = load_big_endian<std::uint32_t>(next->first.data());
    const std::string behind = after_prefix(index_prefix(index));
    const auto last = behind.empty() ? changes.end() : changes.lower_bound(behind);
    const auto count = static_cast<std::size_t>(std::distance(next, last));
    if (count > kMostApplied) {
      forget(index, commit);
      next = last;
      continue;
    }
    Shard& shard = shards_[index % kShards];
    {
      const std::lock_guard lock(shard.mutex);
      remember(shard.indexes[index], next, last, count, commit);
    }
    // A range at a time, so that readers wait for no more than one page.
    while (next != last) {
      const std::lock_guard lock(shard.mutex);
      Index& own = shard.indexes[index];
      const IndexRanges::Place place = own.ranges.find(without_number(next->first));
      const std::string* end = own.ranges.end_of(place);
      auto group_end = next;
      while (group_end != last && (end == nullptr || without_number(group_end->first) < *end)) ++group_end;
      apply(index, own, place, next, group_end, commit, published);
      next = group_end;
    }
  }
}

void IndexTier::apply(std::uint32_t number, Index& index, IndexRanges::Place place, Changes first, Changes last,
                      CommitNumber commit, CommitNumber published) {
  IndexRange& range = index.ranges.at(place);
  if (range.page == 0) return;
  const auto cached = cache_.find(page_id(number, range.page), range.versions.back());
  if (cached == nullptr) {  // how large the range grows would not be known
    drop_pages(number, range);
    index.ranges.forget(place);
    return;
  }
  const auto before = std::static_pointer_cast<const IndexPage>(cached);
  std::vector<std::string_view> keys;
  keys.reserve(before->size() + static_cast<std::size_t>(std::distance(first, last)));
  std::size_t i = 0;
  for (; first != last; ++first) {
    const std::string_view key = without_number(first->first);
    for (; i < before->size() && before->key(i) < key; ++i) keys.push_back(before->key(i));
    if (i < before->size() && before->key(i) == key) ++i;
    if (first->second) keys.push_back(key);
  }
  for (; i < before->size(); ++i) keys.push_back(before->key(i));

  if (keys.empty()) {
    drop_pages(number, range);
    index.ranges.forget(place);
    return;
  }
  if (keys.size() <= kMostKeys) {
    while (range.versions.size() > 1 && range.versions[1] <= published) {
      cache_.erase(page_id(number, range.page), range.versions.front());
      range.versions.erase(range.versions.begin());
    }
    range.versions.push_back(commit);
    keep(number, range.page, commit, page_of(keys, 0, keys.size()));
    return;
  }
  std::vector<IndexRange> parts;
  for (std::size_t begin = 0; begin < keys.size(); begin += kDividedKeys) {
    const std::size_t end = std::min(keys.size(), begin + kDividedKeys);
    const std::uint64_t page = next_page_++;
    parts.push_back({begin == 0 ? range.low : std::string(keys[begin]), page, {commit}});
    keep(number, page, commit, page_of(keys, begin, end));
  }
  drop_pages(number, range);
  index.ranges.replace(place, std::move(parts));
}

void IndexTier::forget(std::uint32_t index, CommitNumber commit) {
  Shard& shard = shards_[index % kShards];
  const std::lock_guard lock(shard.mutex);
  Index& own = shard.indexes[index];
  own = Index();  // pages of before leave the cache by and by
  own.last_change = own.complete_after = commit;
}

Status IndexCursor::seek(std::string_view first) {
  scan_ = nullptr;
  num_pages_ = 0;
  return enter(first);
}

Status IndexCursor::enter(std::string_view first) {
  KITH_TRY(IndexTier::Found found, tier_.find(index_, first, at_, ++num_pages_ <= kMostLoads));
  if (found.page == nullptr) {
    found_ = {};
    scan_ =
        tier_.backend().scan(Family::kIndex, with_number(index_, first), end_with_number(index_, last_), at_.backend);
  } else {
    position_ = found.page->lower_bound(first);
    found_ = std::move(found);
  }
  return settle();
}

Status IndexCursor::settle() {
  if (scan_ != nullptr) {
    valid_ = scan_->valid();
    if (!valid_) return scan_->status();
    key_ = without_number(scan_->key());
    return {};
  }
  if (position_ == found_.page->size()) {
    valid_ = false;
    if (found_.end.empty() || (!last_.empty() && found_.end >= last_)) return {};
    const std::string next = std::move(found_.end);
    return enter(next);
  }
  key_ = found_.page->key(position_);
  valid_ = last_.empty() || key_ < last_;
  return {};
}

Status IndexCursor::next() {
  if (scan_ != nullptr) {
    scan_->next();
  } else {
    ++position_;
  }
  return settle();
}

}  // namespace kith::storage
