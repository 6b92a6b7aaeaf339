// storage/commit_queue.hpp: one writer at a time, one sync for many commits, publication in order.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <string>

#include <kith/error.hpp>
#include <kith/ids.hpp>

namespace kith::storage {

struct State;
class Backend;

/// Not tied to a thread: a transaction may end on another than it began on.
class WriteLock {
 public:
  bool acquire(std::chrono::milliseconds wait);
  void release();

 private:
  std::mutex mutex_;
  std::condition_variable released_;
  bool held_ = false;
};

/// Commits that are appended, and not yet synced, in order. Threads: any.
class CommitQueue {
 public:
  /// The state that readers see. Takes a lock for the length of a pointer copy.
  std::shared_ptr<const State> published() const;
  /// Its number; 0 before anything is published.
  CommitNumber published_commit() const;
  /// At opening, and when a state is replaced by an equal one. Requires that nothing waits.
  void publish(std::shared_ptr<const State> state);

  /// A commit was appended to the log. Requires the write lock, so the order is that of commit numbers.
  void appended(std::shared_ptr<const State> state, bool visible_at_once);
  /// Returns when the commit is synced and published. The first to arrive syncs for all that were appended before.
  /// Errors: kOutcomeUnknown when a sync failed before the commit was synced.
  Status wait_durable(CommitNumber commit, Backend& backend);
  /// Syncs all that was appended, commits or not. Errors: kOutcomeUnknown, now and from then on.
  Status sync(Backend& backend);
  /// Nothing more may be written, as after a failed sync. Returns the error that says so, kOutcomeUnknown.
  Status fail(std::string why);
  /// The last commit that is synced.
  CommitNumber durable() const;
  /// Errors: kOutcomeUnknown once a sync has failed: nothing more may be written.
  Status check_writable() const;

 private:
  Status outcome_unknown() const;
  /// Requires that nobody syncs; unlocks meanwhile. `commit` is the last one appended where none waits.
  void sync_appended(std::unique_lock<std::mutex>& lock, Backend& backend, CommitNumber commit);

  mutable std::mutex mutex_;
  std::condition_variable synced_;
  std::deque<std::shared_ptr<const State>> waiting_;
  std::shared_ptr<const State> published_;
  CommitNumber durable_ = 0;
  bool syncing_ = false;
  bool failed_ = false;
  std::string failure_;
};

}  // namespace kith::storage
