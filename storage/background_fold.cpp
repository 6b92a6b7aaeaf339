// storage/background_fold.cpp: waiting, and folding in small steps.
#include "storage/background_fold.hpp"

#include <algorithm>
#include <new>
#include <span>
#include <system_error>

#include "storage/store_impl.hpp"

namespace kith::storage {
namespace {

// A block takes 0.1 to 2 ms; so many are folded before a waiting writer has its turn.
constexpr std::size_t kBlocksPerTurn = 8;
constexpr std::chrono::milliseconds kWaitForWriter{100};

struct HeldLock {
  WriteLock& lock;
  ~HeldLock() { lock.release(); }
};

}  // namespace

BackgroundFold::BackgroundFold(Core& core, std::chrono::milliseconds age) : core_(core), age_(age) {
  try {
    thread_ = std::thread([this] { run(); });
  } catch (const std::system_error&) {
    // No thread is to be had: deltas wait for the next fold of another kind.
  }
}

BackgroundFold::~BackgroundFold() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  stopped_.notify_all();
  if (thread_.joinable()) thread_.join();
}

bool BackgroundFold::is_stopping() {
  const std::lock_guard lock(mutex_);
  return stopping_;
}

void BackgroundFold::run() {
  const auto interval = std::clamp(age_ / 4, std::chrono::milliseconds(1), std::chrono::milliseconds(10'000));
  CommitNumber folded_through = 0;
  while (true) {
    {
      std::unique_lock lock(mutex_);
      if (stopped_.wait_for(lock, interval, [&] { return stopping_; })) return;
    }
    try {
      const CommitNumber old = old_commit(Clock::now());
      if (old > folded_through && fold_through(old)) folded_through = old;
    } catch (const std::bad_alloc&) {
      // Later there may be memory.
    }
  }
}

CommitNumber BackgroundFold::old_commit(Clock::time_point now) {
  CommitNumber old = 0;
  while (!seen_.empty() && seen_.front().first + age_ <= now) {
    old = seen_.front().second;
    if (seen_.size() == 1 || seen_[1].first + age_ > now) break;  // stays: a fold that fails is tried again
    seen_.pop_front();
  }
  const CommitNumber published = core_.commits.published_commit();
  if (seen_.empty() || seen_.back().second != published) seen_.emplace_back(now, published);
  return old;
}

bool BackgroundFold::fold_through(CommitNumber commit) {
  const std::vector<BlockId> blocks = core_.directory.blocks_with_deltas_through(commit);
  for (std::size_t begin = 0; begin < blocks.size(); begin += kBlocksPerTurn) {
    if (is_stopping() || !acquire_writer(core_, kWaitForWriter).ok()) return false;
    const std::size_t size = std::min(kBlocksPerTurn, blocks.size() - begin);
    const HeldLock held{core_.write_lock};
    if (!fold_blocks(core_, std::span(blocks).subspan(begin, size)).ok()) return false;
  }
  return true;
}

}  // namespace kith::storage
