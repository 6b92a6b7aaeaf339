// engine/session/database_implementation.hpp: an open database as its connections share it.
#pragma once

#include <memory>
#include <mutex>

#include <kith/database.hpp>
#include <kith/testing.hpp>

#include "engine/procedures/procedure.hpp"
#include "engine/session/plan_cache.hpp"
#include "storage/store.hpp"

namespace kith {

/// Threads: any number. The store goes last, after whatever refers into it.
class DatabaseImplementation {
 public:
  DatabaseImplementation(std::unique_ptr<storage::Store> opened, const DatabaseOptions& chosen);

  std::chrono::milliseconds lock_timeout() const { return std::chrono::milliseconds(options.lock_timeout_ms); }
  ExecutionSettings settings() const;
  void set_settings(const ExecutionSettings& settings);

  const DatabaseOptions options;
  const std::size_t query_memory;  ///< What one query may hold when it does not say.
  const std::unique_ptr<storage::Store> store;
  engine::ProcedureTable procedures;
  engine::PlanCache plans;

 private:
  mutable std::mutex mutex_;
  ExecutionSettings settings_;
};

}  // namespace kith
