// engine/session/database.cpp: Database and Connection.
#include <algorithm>

#include "engine/graph/build_graph_view.hpp"
#include "engine/session/cursor_implementation.hpp"
#include "engine/session/machine_memory.hpp"
#include "engine/session/session.hpp"
#include "engine/session/transaction_implementation.hpp"

namespace kith {
namespace {

/// Of the memory that the database may use, the cache gets half; one query may hold as much as the cache.
std::size_t memory_of(const DatabaseOptions& options) {
  return options.memory_limit != 0 ? options.memory_limit : engine::machine_memory() / 2;
}

storage::StoreOptions store_options(const DatabaseOptions& options) {
  storage::StoreOptions store;
  store.read_only = options.read_only;
  store.create_if_missing = options.create_if_missing;
  store.cache_bytes = memory_of(options) / 2;
  store.durability = options.durability == Durability::kFull ? storage::Durability::kFull : storage::Durability::kRelaxed;
  return store;
}

}  // namespace

DatabaseImplementation::DatabaseImplementation(std::unique_ptr<storage::Store> opened, const DatabaseOptions& chosen)
    : options(chosen), query_memory(memory_of(chosen) / 2), store(std::move(opened)) {}

ExecutionSettings DatabaseImplementation::settings() const {
  const std::scoped_lock lock(mutex_);
  return settings_;
}

void DatabaseImplementation::set_settings(const ExecutionSettings& settings) {
  const std::scoped_lock lock(mutex_);
  settings_ = settings;
  settings_.vector_size = std::clamp<std::uint32_t>(settings.vector_size, 1, engine::kVectorSize);
}

void set_execution_settings(const Database& database, const ExecutionSettings& settings) {
  database.implementation()->set_settings(settings);
}

Result<Database> Database::try_open(const std::filesystem::path& path, const DatabaseOptions& options) {
  KITH_TRY(std::unique_ptr<storage::Store> store, storage::Store::open(path, store_options(options)));
  return Database(std::make_shared<DatabaseImplementation>(std::move(store), options));
}
Database Database::open(const std::filesystem::path& path, const DatabaseOptions& options) {
  return try_open(path, options).value_or_throw();
}
Connection Database::connect() const { return Connection(implementation_); }

Result<QueryResult> Connection::try_query(std::string_view text, const Parameters& parameters, const QueryOptions& options) {
  return engine::run_query({*database_}, text, parameters, options);
}
QueryResult Connection::query(std::string_view text, const Parameters& parameters, const QueryOptions& options) {
  return try_query(text, parameters, options).value_or_throw();
}

Result<Cursor> Connection::try_stream(std::string_view text, const Parameters& parameters, const QueryOptions& options) {
  KITH_TRY(engine::PreparedPlan plan, engine::plan_read(*database_, text, parameters));
  KITH_TRY(std::unique_ptr<Cursor::Implementation> cursor,
           Cursor::Implementation::make(database_, std::move(plan), text, parameters, options));
  return Cursor(std::move(cursor));
}
Cursor Connection::stream(std::string_view text, const Parameters& parameters, const QueryOptions& options) {
  return try_stream(text, parameters, options).value_or_throw();
}

Result<Transaction> Connection::try_begin() {
  KITH_TRY(std::unique_ptr<storage::WriteTransaction> transaction, database_->store->begin_write(database_->lock_timeout()));
  return Transaction(std::make_unique<Transaction::Implementation>(database_, std::move(transaction)));
}
Transaction Connection::begin() { return try_begin().value_or_throw(); }

Result<Transaction> Connection::try_begin_read() {
  return Transaction(std::make_unique<Transaction::Implementation>(database_, database_->store->snapshot()));
}
Transaction Connection::begin_read() { return try_begin_read().value_or_throw(); }

Result<GraphView> Connection::try_graph_view(const GraphViewOptions& options) {
  return engine::build_graph_view(*database_->store->snapshot(), options);
}
GraphView Connection::graph_view(const GraphViewOptions& options) { return try_graph_view(options).value_or_throw(); }

}  // namespace kith
