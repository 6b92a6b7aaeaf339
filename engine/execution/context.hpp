// engine/execution/context.hpp: what one running query shares between its operators.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <unordered_map>

#include <kith/database.hpp>

#include "engine/execution/chunk.hpp"
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

/// Threads: one query runs on one context; a context is used by one thread at a time.
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

  std::optional<std::chrono::steady_clock::time_point> deadline;
  const CancelToken* cancel = nullptr;
  std::size_t memory_limit = 0;  ///< 0: none
  std::size_t memory_used = 0;   ///< What blocking operators hold; they call reserve and release.

  std::filesystem::path import_directory;  ///< Where LOAD CSV may read; empty: nowhere.
  /// Of a statement that is its own transaction: commits what is written, or throws it away, and goes on in a new one.
  /// Empty: the transaction is the user's.
  std::function<Status()> commit_batch, discard_batch;

  /// kCancelled, kTimeout. Every operator calls it once per chunk, and long loops inside one chunk every few thousand
  /// steps.
  Status check_interrupt() const;
  Status reserve(std::size_t bytes);  ///< kMemoryLimit, naming the limit.
  void release(std::size_t bytes) { memory_used -= bytes; }

  /// The operator tree of a subquery expression, made at its first use.
  Result<Subplan*> subplan(const SubqueryBoundExpression& subquery);

  /// The type of a relationship that this query deleted: it may still be asked for.
  std::unordered_map<std::uint64_t, storage::RelationshipBlock> deleted;

  /// What expressions keep from one chunk to the next: compiled patterns, sets of constant lists.
  EvaluationCache& evaluation_cache();

  ExecContext();
  ~ExecContext();
  ExecContext(ExecContext&&) noexcept;

 private:
  std::unordered_map<const SubqueryBoundExpression*, std::unique_ptr<Subplan>> subplans_;
  std::unique_ptr<EvaluationCache> evaluation_cache_;
};

}  // namespace kith::engine
