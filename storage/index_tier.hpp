// storage/index_tier.hpp: indexes in memory: pages of neighbouring keys, read when first sought, followed by commits.
#pragma once

#include <array>
#include <atomic>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <optional>

#include "storage/backend.hpp"
#include "storage/block_cache.hpp"
#include "storage/block_store.hpp"
#include "storage/index_page.hpp"
#include "storage/index_ranges.hpp"

namespace kith::storage {

/// Keys a transaction puts (with their value) or removes (nullopt), not yet in the backend.
using PendingKeys = std::map<std::string, std::optional<std::string>, std::less<>>;

/// Pages are entries of the block cache and within its budget; which keys a page covers is remembered here, about a
/// hundred bytes for each. A page holds exactly what a commit left in its range, so that every snapshot finds its own;
/// one that is older than what is remembered reads the backend. Nothing is read at opening.
/// Threads: reads, any number; record and forget are the writer's, before readers can see the commit.
class IndexTier {
 public:
  struct Found {
    std::shared_ptr<const IndexPage> page;  ///< Null: the backend must be read.
    std::string end;                        ///< The least key behind the page; empty: there is none.
  };

  IndexTier(const Backend& backend, BlockCache& cache) : backend_(backend), cache_(cache) {}

  /// The page that covers `key` (which has no index number in front) as of `at`. `may_load`: it may be read from the
  /// backend, with its neighbours. Errors: kIo, kCorruption. Cost: half a microsecond when it is in memory.
  Result<Found> find(std::uint32_t index, std::string_view key, AsOf at, bool may_load) const;

  /// `commit` put or removed these keys of the index family. Snapshots from `published` on find their pages.
  void record(const PendingKeys& changes, CommitNumber commit, CommitNumber published);
  /// `commit` changed the index by other means than record().
  void forget(std::uint32_t index, CommitNumber commit);

  const Backend& backend() const { return backend_; }

 private:
  static constexpr std::size_t kShards = 16;
  struct Index {
    IndexRanges ranges;
    CommitNumber last_change = 0;
    // Changes by commits after `complete_after`, so that a page read a little earlier can be kept.
    std::deque<std::pair<CommitNumber, std::string>> recent;
    CommitNumber complete_after = 0;
  };
  struct alignas(64) Shard {
    std::mutex mutex;
    std::map<std::uint32_t, Index> indexes;
  };
  using Changes = PendingKeys::const_iterator;

  Result<Found> load(std::uint32_t index, std::string_view key, std::string low, std::string high, AsOf at) const;
  Result<Found> reload(std::uint32_t index, std::uint64_t page, CommitNumber version, const std::string& low,
                       std::string high, AsOf at) const;
  static std::optional<CommitNumber> valid_from(const Index& index, std::string_view low, std::string_view high,
                                                CommitNumber commit);
  void remember(Index& index, Changes first, Changes last, std::size_t count, CommitNumber commit) const;
  void apply(std::uint32_t number, Index& index, IndexRanges::Place place, Changes first, Changes last,
             CommitNumber commit, CommitNumber published);
  void drop_pages(std::uint32_t index, const IndexRange& range) const;
  void keep(std::uint32_t index, std::uint64_t number, CommitNumber version,
            const std::shared_ptr<const IndexPage>& page) const;

  const Backend& backend_;
  BlockCache& cache_;
  mutable std::atomic<std::uint64_t> next_page_ = 1;
  mutable std::array<Shard, kShards> shards_;
};

/// Keys [first, last) of an index as of a commit, ascending. `last` empty: to the index's end. Lifetime: within the
/// tier's and the snapshot's.
class IndexCursor {
 public:
  IndexCursor(const IndexTier& tier, std::uint32_t index, std::string_view last, AsOf at)
      : tier_(tier), index_(index), last_(last), at_(at) {}

  Status seek(std::string_view first);
  bool valid() const { return valid_; }
  std::string_view key() const { return key_; }  ///< Requires valid(). Good until next().
  Status next();                                 ///< Requires valid().

 private:
  // Past this many pages read for one seek, the rest of a long range is read without being kept.
  static constexpr int kMostLoads = 64;

  Status enter(std::string_view first);
  Status settle();

  const IndexTier& tier_;
  std::uint32_t index_;
  std::string_view last_;
  AsOf at_;
  IndexTier::Found found_;
  std::size_t position_ = 0;
  std::unique_ptr<Scan> scan_;
  int num_pages_ = 0;
  bool valid_ = false;
  std::string_view key_;
};

}  // namespace kith::storage
