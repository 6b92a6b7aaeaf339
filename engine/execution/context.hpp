// engine/execution/context.hpp: what one running query shares between its operators.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <unordered_map>

#include <kith/database.hpp>

#include "engine/execution/block_pins.hpp"
#include "engine/execution/chunk.hpp"
#include "engine/planner/interrupt.hpp"
#include "engine/planner/logical_plan.hpp"
#include "storage/write_transaction.hpp"

namespace kith::engine {

class Operator;
class Subplan;
struct LogicalOperator;
class EvaluationCache;

/// The statement's clock: every now() of one statement is the same instant.
struct StatementClock {
  std::int64_t seconds = 0;
  std::int32_t nanoseconds = 0;
};

/// What the operators of one query may hold. Threads: any number.
class MemoryBudget {
 public:
  explicit MemoryBudget(std::size_t limit) : limit_(limit) {}
  ~MemoryBudget();
  Status reserve(std::size_t bytes);  ///< kMemoryLimit, naming the limit.
  void release(std::size_t bytes) { used_.fetch_sub(bytes, std::memory_order_relaxed); }
  std::size_t limit() const { return limit_; }  ///< 0: none
  std::size_t used() const { return used_.load(std::memory_order_relaxed); }

 private:
  const std::size_t limit_;
  std::atomic<std::size_t> used_{0};
};

/// Threads: a context is used by one thread at a time; the workers of a query have one each.
class ExecContext {
 public:
  const storage::ReadView* view = nullptr;           ///< What is read: the transaction itself when it writes.
  storage::WriteTransaction* transaction = nullptr;  ///< Null when the query only reads.
  const Parameters* parameters = nullptr;
  StatementClock clock;
  std::uint32_t vector_size = kVectorSize;
  std::uint32_t num_slots = 0;
  QueryCounters counters;
  QueryProfile* profile = nullptr;  ///< Set for PROFILE.

  Interrupt interrupt;
  std::shared_ptr<MemoryBudget> memory = std::make_shared<MemoryBudget>(0);
  unsigned threads = 1;           ///< How many this query may use.
  std::uint64_t morsel_size = 0;  ///< As ExecutionSettings has it.

  std::filesystem::path import_directory;  ///< Where LOAD CSV may read; empty: nowhere.
  /// Of a statement that is its own transaction: commits what is written, or throws it away, and goes on in a new one.
  /// Empty: the transaction is the user's.
  std::function<Status()> commit_batch, discard_batch;

  /// kCancelled, kTimeout. Whatever multiplies or takes in rows calls it once per chunk, and long loops inside one
  /// chunk every few thousand steps.
  Status check_interrupt() const;
  Status reserve(std::size_t bytes) { return memory->reserve(bytes); }  ///< kMemoryLimit, naming the limit.
  void release(std::size_t bytes) { memory->release(bytes); }

  /// The context of another thread that works on the same query: it reads the same view, counts against the same
  /// memory, and has its own pins, caches and subplans. Only for queries that do not write.
  ExecContext for_worker() const;

  /// Goes on in another transaction, null when there is none for now. What was read from the one before is let go:
  /// blocks, and the subplans of expressions with theirs. To be called between two evaluations.
  void replace_view(storage::WriteTransaction* next);

  /// The operator tree of a subquery expression, made at its first use.
  Result<Subplan*> subplan(const SubqueryBoundExpression& subquery);

  /// The type of a relationship that this query deleted: it may still be asked for.
  std::unordered_map<std::uint64_t, storage::RelationshipBlock> deleted;

  /// The element blocks met so far. To be asked for once per chunk and expression, before anything is borrowed from it:
  /// a query that writes starts anew each time.
  BlockPins& pins() {
    if (transaction != nullptr) {
      pins_.clear();
    } else {
      pins_.bound();
    }
    return pins_;
  }

  /// What expressions keep from one chunk to the next: compiled patterns, sets of constant lists.
  EvaluationCache& evaluation_cache();

  ExecContext();
  ~ExecContext();
  ExecContext(ExecContext&&) noexcept;

 private:
  BlockPins pins_;
  std::unordered_map<const SubqueryBoundExpression*, std::unique_ptr<Subplan>> subplans_;
  std::unique_ptr<EvaluationCache> evaluation_cache_;
};

}  // namespace kith::engine
