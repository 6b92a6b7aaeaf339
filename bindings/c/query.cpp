// bindings/c/query.cpp: queries, prepared and not, streams and transactions.
#include "bindings/c/guard.hpp"

using kith::Error;
using kith::ErrorKind;
using kith::Result;
using kith::Status;
using kith::c::guarded;
using kith::c::guarded_output;
using kith::c::require;
using kith::c::text_of;

namespace {

const kith::Parameters& values_of(const kith_parameters* parameters) {
  static const kith::Parameters kNone;
  return parameters == nullptr ? kNone : parameters->values;
}

Result<kith::QueryOptions> options_of(const kith_query_options* options) {
  if (options == nullptr) return kith::QueryOptions{};
  if (options->struct_size != sizeof(kith_query_options)) {
    return Error(ErrorKind::kUsage, "`options` was not set by kith_query_options_init");
  }
  return kith::QueryOptions{.timeout_ms = options->timeout_ms,
                            .cancel = options->cancel == nullptr ? nullptr : &options->cancel->token,
                            .memory_limit = options->memory_limit,
                            .threads = options->threads};
}

kith_result* own(kith::QueryResult result) {
  auto out = std::make_unique<kith_result>();
  out->columns.resize(result.columns().size());
  out->result = std::move(result);
  return out.release();
}

/// What kith_query and kith_transaction_query have in common.
template <class Target>
Status run(Target& target, const char* text, size_t text_size, const kith_parameters* parameters,
           const kith_query_options* options, kith_result** result) {
  KITH_TRY(const std::string_view query, text_of(text, text_size, "text"));
  KITH_TRY(const kith::QueryOptions settings, options_of(options));
  KITH_TRY(kith::QueryResult rows, target.try_query(query, values_of(parameters), settings));
  *result = own(std::move(rows));
  return Status::success();
}

}  // namespace

kith_status kith_cancel_new(kith_cancel** cancel, kith_error** error) {
  return guarded_output(cancel, "cancel", error, [&] {
    *cancel = new kith_cancel;
    return Status::success();
  });
}

void kith_cancel_set(kith_cancel* cancel) {
  if (cancel != nullptr) cancel->token.cancel();
}

void kith_cancel_free(kith_cancel* cancel) { delete cancel; }

void kith_query_options_init(kith_query_options* options) {
  if (options != nullptr) *options = {.struct_size = sizeof(kith_query_options)};
}

kith_status kith_query(kith_connection* connection, const char* text, size_t text_size,
                       const kith_parameters* parameters, const kith_query_options* options, kith_result** result,
                       kith_error** error) {
  return guarded_output(result, "result", error, [&]() -> Status {
    KITH_CHECK_OK(require(connection, "connection"));
    return run(connection->connection, text, text_size, parameters, options, result);
  });
}

kith_status kith_prepare(kith_connection* connection, const char* text, size_t text_size, kith_prepared** prepared,
                         kith_error** error) {
  return guarded_output(prepared, "prepared", error, [&]() -> Status {
    KITH_CHECK_OK(require(connection, "connection"));
    KITH_TRY(const std::string_view query, text_of(text, text_size, "text"));
    KITH_TRY(kith::PreparedQuery made, connection->connection.try_prepare(query));
    *prepared = new kith_prepared{std::move(made)};
    return Status::success();
  });
}

kith_status kith_prepared_execute(kith_prepared* prepared, const kith_parameters* parameters,
                                  const kith_query_options* options, kith_result** result, kith_error** error) {
  return guarded_output(result, "result", error, [&]() -> Status {
    KITH_CHECK_OK(require(prepared, "prepared"));
    KITH_TRY(const kith::QueryOptions settings, options_of(options));
    KITH_TRY(kith::QueryResult rows, prepared->query.try_execute(values_of(parameters), settings));
    *result = own(std::move(rows));
    return Status::success();
  });
}

void kith_prepared_free(kith_prepared* prepared) { delete prepared; }

kith_status kith_stream_open(kith_connection* connection, const char* text, size_t text_size,
                             const kith_parameters* parameters, const kith_query_options* options, kith_stream** stream,
                             kith_error** error) {
  return guarded_output(stream, "stream", error, [&]() -> Status {
    KITH_CHECK_OK(require(connection, "connection"));
    KITH_TRY(const std::string_view query, text_of(text, text_size, "text"));
    KITH_TRY(const kith::QueryOptions settings, options_of(options));
    KITH_TRY(kith::Cursor cursor, connection->connection.try_stream(query, values_of(parameters), settings));
    *stream = new kith_stream{std::move(cursor)};
    return Status::success();
  });
}

kith_status kith_stream_fetch(kith_stream* stream, kith_result** result, kith_error** error) {
  return guarded_output(result, "result", error, [&]() -> Status {
    KITH_CHECK_OK(require(stream, "stream"));
    KITH_TRY(kith::QueryResult rows, stream->cursor.try_fetch());
    *result = own(std::move(rows));
    return Status::success();
  });
}

void kith_stream_free(kith_stream* stream) { delete stream; }

kith_status kith_transaction_begin(kith_connection* connection, kith_transaction** transaction, kith_error** error) {
  return guarded_output(transaction, "transaction", error, [&]() -> Status {
    KITH_CHECK_OK(require(connection, "connection"));
    KITH_TRY(kith::Transaction begun, connection->connection.try_begin());
    *transaction = new kith_transaction{std::move(begun)};
    return Status::success();
  });
}

kith_status kith_transaction_begin_read(kith_connection* connection, kith_transaction** transaction,
                                        kith_error** error) {
  return guarded_output(transaction, "transaction", error, [&]() -> Status {
    KITH_CHECK_OK(require(connection, "connection"));
    KITH_TRY(kith::Transaction begun, connection->connection.try_begin_read());
    *transaction = new kith_transaction{std::move(begun)};
    return Status::success();
  });
}

kith_status kith_transaction_query(kith_transaction* transaction, const char* text, size_t text_size,
                                   const kith_parameters* parameters, const kith_query_options* options,
                                   kith_result** result, kith_error** error) {
  return guarded_output(result, "result", error, [&]() -> Status {
    KITH_CHECK_OK(require(transaction, "transaction"));
    return run(transaction->transaction, text, text_size, parameters, options, result);
  });
}

kith_status kith_transaction_commit(kith_transaction* transaction, kith_error** error) {
  return guarded(error, [&]() -> Status {
    KITH_CHECK_OK(require(transaction, "transaction"));
    KITH_TRY([[maybe_unused]] const kith::CommitNumber commit, transaction->transaction.try_commit());
    return Status::success();
  });
}

kith_status kith_transaction_rollback(kith_transaction* transaction, kith_error** error) {
  return guarded(error, [&]() -> Status {
    KITH_CHECK_OK(require(transaction, "transaction"));
    transaction->transaction.rollback();
    return Status::success();
  });
}

void kith_transaction_free(kith_transaction* transaction) { delete transaction; }
