// storage/background_fold.hpp: a thread that folds what has not been folded for a while.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <utility>

#include "storage/state.hpp"

namespace kith::storage {

/// Blocks whose oldest delta is older than `age` become versions, some at a time under the write lock, between commits.
/// The destructor stops it and waits for the blocks in hand. What fails is tried again later.
class BackgroundFold {
 public:
  BackgroundFold(Core& core, std::chrono::milliseconds age);
  BackgroundFold(const BackgroundFold&) = delete;
  BackgroundFold& operator=(const BackgroundFold&) = delete;
  ~BackgroundFold();

 private:
  using Clock = std::chrono::steady_clock;

  void run();
  /// The last commit that was published before `now` less the age; 0 when there is none.
  CommitNumber old_commit(Clock::time_point now);
  bool fold_through(CommitNumber commit);
  bool is_stopping();

  Core& core_;
  std::chrono::milliseconds age_;
  std::deque<std::pair<Clock::time_point, CommitNumber>> seen_;  // commits, by when they were found published
  std::mutex mutex_;
  std::condition_variable stopped_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace kith::storage
