// engine/session/database.cpp: Database and what it is made of.
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <thread>

#include "engine/session/database_implementation.hpp"

namespace kith {
namespace {

std::size_t physical_memory() {
  const long pages = sysconf(_SC_PHYS_PAGES);
  const long page_size = sysconf(_SC_PAGE_SIZE);
  return pages > 0 && page_size > 0 ? static_cast<std::size_t>(pages) * static_cast<std::size_t>(page_size)
                                    : std::size_t{4} << 30;
}

}  // namespace

Result<std::shared_ptr<DatabaseImplementation>> DatabaseImplementation::open(const std::filesystem::path& path,
                                                                             const DatabaseOptions& options) {
  auto database = std::make_shared<DatabaseImplementation>();
  database->options_ = options;
  const std::size_t memory = options.memory_limit != 0 ? options.memory_limit : physical_memory() / 2;
  database->query_memory_ = memory / 2;
  database->threads_ = options.threads != 0 ? options.threads : std::max(1U, std::thread::hardware_concurrency());
  const storage::StoreOptions store_options{.read_only = options.read_only,
                                            .create_if_missing = options.create_if_missing,
                                            .cache_bytes = memory / 2,
                                            .durability = options.durability == Durability::kFull
                                                              ? storage::Durability::kFull
                                                              : storage::Durability::kRelaxed};
  KITH_TRY(database->store_, storage::Store::open(path, store_options));
  return database;
}

ExecutionSettings DatabaseImplementation::settings() const {
  const std::lock_guard lock(settings_mutex_);
  return settings_;
}

void DatabaseImplementation::set_settings(const ExecutionSettings& settings) {
  const std::lock_guard lock(settings_mutex_);
  settings_ = settings;
  settings_.vector_size = std::clamp<std::uint32_t>(settings.vector_size, 1, engine::kVectorSize);
}

Result<std::unique_ptr<storage::WriteTransaction>> DatabaseImplementation::begin_write() {
  return store_->begin_write(std::chrono::milliseconds(options_.lock_timeout_ms));
}

Result<Database> Database::try_open(const std::filesystem::path& path, const DatabaseOptions& options) {
  KITH_TRY(std::shared_ptr<DatabaseImplementation> implementation, DatabaseImplementation::open(path, options));
  return Database(std::move(implementation));
}

Database Database::open(const std::filesystem::path& path, const DatabaseOptions& options) {
  return try_open(path, options).value_or_throw();
}

Connection Database::connect() const { return Connection(implementation_); }

void set_execution_settings(const Database& database, const ExecutionSettings& settings) {
  database.implementation()->set_settings(settings);
}

}  // namespace kith
