// engine/session/database_implementation.hpp: what an open database is made of.
#pragma once

#include <atomic>
#include <mutex>

#include <kith/database.hpp>
#include <kith/testing.hpp>

#include "engine/functions/function_registry.hpp"
#include "engine/procedures/procedure.hpp"
#include "engine/session/plan_cache.hpp"
#include "storage/store.hpp"

namespace kith {

/// Shared by every connection, transaction, cursor and prepared query; closes the store with the last of them. Threads:
/// any number.
class DatabaseImplementation {
 public:
  static Result<std::shared_ptr<DatabaseImplementation>> open(const std::filesystem::path& path,
                                                              const DatabaseOptions& options);

  storage::Store& store() { return *store_; }
  engine::ProcedureTable& procedures() { return procedures_; }
  engine::FunctionRegistry& functions() { return functions_; }
  engine::PlanCache& plans() { return plans_; }
  /// Changes when a plan made before may no longer be right: with schema and statistics, functions and procedures.
  std::uint64_t planning_epoch(const storage::ReadView& view) const {
    return engine::planning_epoch(view) + num_extensions_.load(std::memory_order_acquire);
  }
  /// After a function or a procedure was registered.
  void forget_plans() {
    num_extensions_.fetch_add(1, std::memory_order_acq_rel);
    plans_.clear();
  }
  const DatabaseOptions& options() const { return options_; }
  /// Bytes that blocking operators of one query may hold, unless its options say otherwise.
  std::size_t query_memory() const { return query_memory_; }
  unsigned threads() const { return threads_; }  ///< That a query may use.

  ExecutionSettings settings() const;
  void set_settings(const ExecutionSettings& settings);

  Result<std::unique_ptr<storage::WriteTransaction>> begin_write();

 private:
  DatabaseOptions options_;
  std::size_t query_memory_ = 0;
  unsigned threads_ = 1;
  std::unique_ptr<storage::Store> store_;
  engine::ProcedureTable procedures_;
  engine::FunctionRegistry functions_;
  std::atomic<std::uint64_t> num_extensions_ = 0;
  engine::PlanCache plans_;
  mutable std::mutex settings_mutex_;
  ExecutionSettings settings_;
};

}  // namespace kith
