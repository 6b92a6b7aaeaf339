// bindings/c/database.cpp: databases and connections.
#include "bindings/c/guard.hpp"

using kith::Result;
using kith::Status;
using kith::c::guarded;
using kith::c::guarded_output;
using kith::c::require;

void kith_database_options_init(kith_database_options* options) {
  if (options == nullptr) return;
  const kith::DatabaseOptions defaults;
  *options = {.struct_size = sizeof(kith_database_options),
              .memory_limit = defaults.memory_limit,
              .threads = defaults.threads,
              .lock_timeout_ms = defaults.lock_timeout_ms,
              .read_only = defaults.read_only,
              .create_if_missing = defaults.create_if_missing,
              .relaxed_durability = defaults.durability == kith::Durability::kRelaxed};
}

kith_status kith_database_open(const char* path, const kith_database_options* options, kith_database** database,
                               kith_error** error) {
  return guarded_output(database, "database", error, [&]() -> Status {
    KITH_CHECK_OK(require(path, "path"));
    kith_database_options given;
    kith_database_options_init(&given);
    if (options != nullptr) {
      if (options->struct_size != sizeof(kith_database_options)) {
        return kith::Error(kith::ErrorKind::kUsage, "`options` was not set by kith_database_options_init");
      }
      given = *options;
    }
    KITH_TRY(kith::Database opened,
             kith::Database::try_open(
                 path, {.read_only = given.read_only,
                        .create_if_missing = given.create_if_missing,
                        .memory_limit = given.memory_limit,
                        .threads = given.threads,
                        .durability = given.relaxed_durability ? kith::Durability::kRelaxed : kith::Durability::kFull,
                        .lock_timeout_ms = given.lock_timeout_ms}));
    *database = new kith_database{std::move(opened)};
    return Status::success();
  });
}

void kith_database_free(kith_database* database) { delete database; }

kith_status kith_connection_open(const kith_database* database, kith_connection** connection, kith_error** error) {
  return guarded_output(connection, "connection", error, [&]() -> Status {
    KITH_CHECK_OK(require(database, "database"));
    *connection = new kith_connection{database->database.connect()};
    return Status::success();
  });
}

void kith_connection_free(kith_connection* connection) { delete connection; }
