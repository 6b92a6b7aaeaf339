// engine/execution/operators/gather.cpp: one pipeline on several threads. The scan at its leaf is cut into morsels
// (Leis et al., Morsel-Driven Parallelism, 2014); each thread has a copy of the pipeline and runs it for one morsel
// after the other. Rows come out in the order in which one thread would give them, so that no result depends on the
// number of threads.
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

#include "engine/execution/operators/make_operators.hpp"
#include "engine/execution/operators/unary_operator.hpp"

namespace kith::engine {
namespace {

/// Chunks that a morsel may have waiting while it is not the first.
constexpr std::size_t kMostWaiting = 64;
/// Morsels begun beyond the first, per thread.
constexpr std::uint64_t kMostAhead = 4;
/// A pipeline that would take less than this for the morsels left is not worth a thread.
constexpr auto kWorthAThread = std::chrono::microseconds(200);

/// The output of one morsel, from the first that is not yet given on.
struct Morsel {
  std::deque<Chunk> chunks;
  Status status = Status::success();
  bool done = false;
};

class Gather final : public Operator {
 public:
  Gather(std::uint64_t num_positions, std::uint64_t morsel_size, bool always, std::vector<GatherWorker> workers)
      : num_positions_(num_positions),
        morsel_size_(morsel_size),
        num_morsels_((num_positions + morsel_size - 1) / morsel_size),
        always_(always),
        workers_(std::move(workers)) {}
  ~Gather() override { stop(); }
  Gather(const Gather&) = delete;
  Gather& operator=(const Gather&) = delete;

  Status next(ExecContext& context, Chunk& out) override {
    while (true) {
      KITH_CHECK_OK(context.check_interrupt());
      std::unique_lock lock(mutex_);
      if (first_ == num_morsels_) {
        lock.unlock();
        stop();
        return end_of_rows(out, context);
      }
      if (own_ == first_ && morsels_.front().chunks.empty()) {  // straight to the caller
        lock.unlock();
        Status status = workers_.front().root->next(*workers_.front().context, out);
        if (!status.ok() || out.size != 0) return status;
        lock.lock();
        own_.reset();
        finish_first();
        lock.unlock();
        add_threads();
        continue;
      }
      if (first_ < begun_) {
        Morsel& first = morsels_.front();
        if (!first.chunks.empty()) {
          out = std::move(first.chunks.front());
          first.chunks.pop_front();
          if (first.chunks.size() + 1 == kMostWaiting) room_.notify_all();
          return Status::success();
        }
        if (first.done) {
          if (!first.status.ok()) return std::move(first.status);
          finish_first();
          continue;
        }
      }
      if (!own_.has_value() && may_begin()) {
        own_ = begin();
        if (started_ == std::chrono::steady_clock::time_point{}) started_ = std::chrono::steady_clock::now();
        lock.unlock();
        take_up(workers_.front(), *own_);
        continue;
      }
      if (own_.has_value() && *own_ != first_ && morsel(*own_).chunks.size() < kMostWaiting) {
        lock.unlock();  // another thread is at the first morsel: meanwhile our own goes on
        Chunk chunk;
        Status status = workers_.front().root->next(*workers_.front().context, chunk);
        lock.lock();
        if (put(*own_, std::move(chunk), std::move(status))) own_.reset();
        continue;
      }
      ready_.wait_for(lock, std::chrono::milliseconds(10));
    }
  }

  void reset() override {
    stop();
    stopping_ = false;
    morsels_.clear();
    first_ = begun_ = 0;
    own_.reset();
  }

 private:
  // --- With mutex_ held
  Morsel& morsel(std::uint64_t number) { return morsels_[number - first_]; }
  bool may_begin() const { return begun_ < num_morsels_ && begun_ < first_ + kMostAhead * workers_.size(); }
  std::uint64_t begin() {
    morsels_.emplace_back();
    return begun_++;
  }
  void finish_first() {
    morsels_.pop_front();
    ++first_;
    room_.notify_all();
  }
  /// Adds a chunk to a morsel's output; true when it was the last.
  bool put(std::uint64_t number, Chunk chunk, Status status) {
    Morsel& into = morsel(number);
    into.done = !status.ok() || chunk.size == 0;
    into.status = std::move(status);
    if (chunk.size != 0 && into.status.ok()) into.chunks.push_back(std::move(chunk));
    if (number == first_) ready_.notify_one();
    return into.done;
  }

  // --- Without
  void take_up(GatherWorker& worker, std::uint64_t number) const {
    *worker.range = {number * morsel_size_, std::min(num_positions_, (number + 1) * morsel_size_)};
    worker.root->reset();
  }

  /// After the first morsel, when it took long enough.
  void add_threads() {
    if (!threads_.empty() || num_morsels_ - first_ < 2) return;
    const auto per_morsel = (std::chrono::steady_clock::now() - started_) / first_;
    if (!always_ && per_morsel * (num_morsels_ - first_) < kWorthAThread) return;
    for (std::size_t w = 1; w < workers_.size(); ++w) {
      threads_.emplace_back([this, w] { run(workers_[w]); });
    }
  }

  void run(GatherWorker& worker) {
    std::unique_lock lock(mutex_);
    while (!stopping_ && begun_ < num_morsels_) {
      if (!may_begin()) {
        room_.wait(lock);
        continue;
      }
      const std::uint64_t number = begin();
      lock.unlock();
      take_up(worker, number);
      lock.lock();
      while (!stopping_) {
        if (number != first_ && morsel(number).chunks.size() >= kMostWaiting) {
          room_.wait(lock);
          continue;
        }
        lock.unlock();
        Chunk chunk;
        Status status = worker.root->next(*worker.context, chunk);
        lock.lock();
        if (stopping_ || put(number, std::move(chunk), std::move(status))) break;
      }
    }
  }

  void stop() {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    room_.notify_all();
    for (std::thread& thread : threads_) thread.join();
    threads_.clear();
  }

  const std::uint64_t num_positions_, morsel_size_, num_morsels_;
  const bool always_;
  std::vector<GatherWorker> workers_;  // the first is the calling thread's
  std::vector<std::thread> threads_;
  std::chrono::steady_clock::time_point started_{};

  std::mutex mutex_;
  std::condition_variable ready_, room_;
  std::deque<Morsel> morsels_;  // [first_, begun_)
  std::uint64_t first_ = 0, begun_ = 0;
  std::optional<std::uint64_t> own_;  // the calling thread's
  bool stopping_ = false;
};

}  // namespace

OperatorPtr make_gather(std::uint64_t num_positions, std::uint64_t morsel_size, bool always,
                        std::vector<GatherWorker> workers) {
  return std::make_unique<Gather>(num_positions, morsel_size, always, std::move(workers));
}

}  // namespace kith::engine
