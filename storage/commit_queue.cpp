// storage/commit_queue.cpp: the write lock, group sync, publication.
#include "storage/commit_queue.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "storage/state.hpp"

namespace kith::storage {

bool WriteLock::acquire(std::chrono::milliseconds wait) {
  std::unique_lock lock(mutex_);
  if (!released_.wait_for(lock, wait, [&] { return !held_; })) return false;
  held_ = true;
  return true;
}

void WriteLock::release() {
  {
    const std::lock_guard lock(mutex_);
    held_ = false;
  }
  released_.notify_one();
}

StateRef CommitQueue::published() const {
  const std::lock_guard lock(mutex_);
  return published_;
}

CommitNumber CommitQueue::published_commit() const {
  const std::lock_guard lock(mutex_);
  return published_ == nullptr ? 0 : published_->commit;
}

void CommitQueue::publish(StateRef state) {
  StateRef old;  // freed after the lock: it may hold the last reference to a backend snapshot
  const std::lock_guard lock(mutex_);
  durable_ = std::max(durable_, state->commit);
  old = std::exchange(published_, std::move(state));
}

void CommitQueue::appended(StateRef state, bool visible_at_once) {
  StateRef old;
  const std::lock_guard lock(mutex_);
  if (visible_at_once) {
    old = std::exchange(published_, std::move(state));
  } else {
    waiting_.push_back(std::move(state));
  }
}

Status CommitQueue::outcome_unknown() const {
  return Error(ErrorKind::kOutcomeUnknown,
               fmt::format("{}: whether the last commits survive is known after reopening", failure_))
      .with_hint("Close the database and open it again; until then it only reads.");
}

Status CommitQueue::fail(std::string why) {
  const std::lock_guard lock(mutex_);
  failed_ = true;
  failure_ = std::move(why);
  return outcome_unknown();
}

Status CommitQueue::wait_durable(CommitNumber commit, Backend& backend) {
  std::unique_lock lock(mutex_);
  while (durable_ < commit) {
    if (failed_) return outcome_unknown();
    if (syncing_) {
      synced_.wait(lock);
    } else {
      sync_appended(lock, backend, commit);
    }
  }
  return {};
}

Status CommitQueue::sync(Backend& backend) {
  std::unique_lock lock(mutex_);
  synced_.wait(lock, [&] { return !syncing_; });  // it may have begun before the last append
  if (!failed_) sync_appended(lock, backend, durable_);
  return failed_ ? outcome_unknown() : Status();
}

void CommitQueue::sync_appended(std::unique_lock<std::mutex>& lock, Backend& backend, CommitNumber commit) {
  std::vector<StateRef> freed;
  freed.reserve(waiting_.size());
  const CommitNumber target = waiting_.empty() ? commit : waiting_.back()->commit;
  syncing_ = true;
  lock.unlock();
  Status status = backend.sync();
  lock.lock();
  syncing_ = false;
  if (!status.ok()) {
    failed_ = true;
    failure_ = fmt::format("the log could not be synced ({})", status.error().message);
  } else {
    durable_ = std::max(durable_, target);
    while (!waiting_.empty() && waiting_.front()->commit <= target) {
      freed.push_back(std::exchange(published_, std::move(waiting_.front())));
      waiting_.pop_front();
    }
  }
  synced_.notify_all();
  lock.unlock();
  freed.clear();  // without the lock: they may hold the last references to backend snapshots
  lock.lock();
}

CommitNumber CommitQueue::durable() const {
  const std::lock_guard lock(mutex_);
  return durable_;
}

Status CommitQueue::check_writable() const {
  const std::lock_guard lock(mutex_);
  return failed_ ? outcome_unknown() : Status();
}

}  // namespace kith::storage
