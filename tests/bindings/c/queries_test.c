/* tests/bindings/c/queries_test.c: columns, prepared queries, transactions, streams, options, lifetimes, threads. */
#include <stdlib.h>
#include <threads.h>

#include "check.h"

void test_columns(void) {
  scratch s = scratch_new();
  kith_result* result =
      run(&s,
          "UNWIND [0, 1, 2] AS i RETURN i, CASE i WHEN 1 THEN null ELSE i / 2.0 END AS f, i > 0 AS b, "
          "['', 'zwei', null][i] AS s, null AS n, [1, 'x', 2.0][i] AS m, date('1970-01-0' + toString(i + 1)) AS d",
          NULL);
  CHECK(kith_result_num_rows(result) == 3 && kith_result_num_columns(result) == 7);
  size_t size = 0;
  CHECK_TEXT(kith_result_column_name(result, 1, &size), "f");
  CHECK(size == 1 && kith_result_column_name(result, 7, &size) == NULL && size == 0);
  kith_column column;

  CHECK_OK(kith_result_column(result, 0, &column, &error));
  CHECK(column.kind == KITH_INTEGER && column.num_rows == 3 && column.validity == NULL);
  CHECK(column.integers[0] == 0 && column.integers[2] == 2 && column.numbers == NULL && column.bytes == NULL);
  const int64_t* integers = column.integers;
  CHECK_OK(kith_result_column(result, 0, &column, &error));
  CHECK(column.integers == integers);

  CHECK_OK(kith_result_column(result, 1, &column, &error));
  CHECK(column.kind == KITH_FLOAT && column.numbers[2] == 1.0 && column.numbers[1] == 0.0);
  CHECK(column.validity[0] == 1 && column.validity[1] == 0 && column.validity[2] == 1);

  CHECK_OK(kith_result_column(result, 2, &column, &error));
  CHECK(column.kind == KITH_BOOLEAN && column.booleans[0] == 0 && column.booleans[1] == 1);

  CHECK_OK(kith_result_column(result, 3, &column, &error));
  CHECK(column.kind == KITH_STRING && column.validity[0] == 1 && column.validity[2] == 0);
  CHECK(column.offsets[0] == 0 && column.offsets[1] == 0 && column.offsets[2] == 4 && column.offsets[3] == 4);
  CHECK(memcmp(column.bytes, "zwei", 5) == 0);

  CHECK_OK(kith_result_column(result, 4, &column, &error));
  CHECK(column.kind == KITH_NULL && column.validity[0] == 0 && column.integers == NULL);
  CHECK_OK(kith_result_column(result, 5, &column, &error));
  CHECK(column.kind == KITH_MIXED && column.num_rows == 3 && column.integers == NULL && column.bytes == NULL);
  CHECK(kith_value_kind(kith_result_value(result, 1, 5)) == KITH_STRING);
  CHECK_OK(kith_result_column(result, 6, &column, &error));
  CHECK(column.kind == KITH_DATE && column.integers[2] == 2);
  CHECK_FAILS(KITH_USAGE, kith_result_column(result, 7, &column, &error));
  CHECK(column.num_rows == 0 && column.integers == NULL);
  CHECK(kith_result_value(result, 3, 0) == NULL && kith_result_value(result, 0, 7) == NULL);
  kith_result_free(result);

  result = run(&s, "UNWIND [] AS x RETURN x", NULL);
  CHECK_OK(kith_result_column(result, 0, &column, &error));
  CHECK(column.num_rows == 0 && column.kind == KITH_NULL && column.validity == NULL);
  kith_result_free(result);
  scratch_free(&s);
}

void test_queries(void) {
  scratch s = scratch_new();
  kith_result* result = run(&s, "CREATE CONSTRAINT FOR (n:N) REQUIRE n.i IS UNIQUE", NULL);
  kith_counters counters;
  CHECK_OK(kith_result_counters(result, &counters, &error));
  CHECK(counters.constraints_added == 1 && counters.nodes_created == 0);
  kith_result_free(result);
  result = run(&s, "UNWIND range(1, 100) AS i CREATE (:N {i: i, t: 'n' + toString(i)})", NULL);
  CHECK_OK(kith_result_counters(result, &counters, &error));
  CHECK(counters.nodes_created == 100 && counters.properties_set == 200 && counters.labels_added == 100);
  CHECK_TEXT(kith_result_plan(result), "");
  kith_result_free(result);

  kith_prepared* prepared = NULL;
  kith_parameters* parameters = NULL;
  CHECK_OK(kith_parameters_new(&parameters, &error));
  CHECK_FAILS(KITH_SYNTAX_ERROR, kith_prepare(s.connection, "MATCH (", KITH_NUL_TERMINATED, &prepared, &error));
  /* The number of bytes is believed, not a NUL. */
  CHECK_OK(kith_prepare(s.connection, "MATCH (n:N {i: $i}) RETURN n.t AS t   garbage", 35, &prepared, &error));
  for (int64_t i = 1; i <= 100; i += 33) {
    CHECK_OK(kith_parameters_set_integer(parameters, "i", i, &error));
    CHECK_OK(kith_prepared_execute(prepared, parameters, NULL, &result, &error));
    char expected[8];
    snprintf(expected, sizeof expected, "n%d", (int)i);
    CHECK(kith_result_num_rows(result) == 1);
    CHECK_TEXT(kith_value_as_string(kith_result_value(result, 0, 0), NULL), expected);
    kith_result_free(result);
  }
  CHECK_OK(kith_parameters_set_string(parameters, "i", "no number", KITH_NUL_TERMINATED, &error));
  CHECK_OK(kith_prepared_execute(prepared, parameters, NULL, &result, &error));
  CHECK(kith_result_num_rows(result) == 0);
  kith_result_free(result);
  kith_parameters_clear(parameters);
  CHECK_FAILS(KITH_PARAMETER_MISSING, kith_prepared_execute(prepared, parameters, NULL, &result, &error));
  CHECK(result == NULL);
  CHECK_FAILS(KITH_PARAMETER_MISSING, kith_prepared_execute(prepared, NULL, NULL, &result, &error));
  kith_prepared_free(prepared);

  CHECK_OK(kith_parameters_set_null(parameters, "n", &error));
  CHECK_OK(kith_parameters_set_boolean(parameters, "b", true, &error));
  CHECK_OK(kith_parameters_set_float(parameters, "f", 2.5, &error));
  result = run(&s, "RETURN $n IS NULL AND $b AND $f = 2.5", parameters);
  bool all = false;
  CHECK(kith_value_as_boolean(kith_result_value(result, 0, 0), &all) && all);
  kith_result_free(result);
  kith_parameters_free(parameters);

  /* A failed statement leaves nothing. */
  CHECK_FAILS(KITH_CONSTRAINT_VALIDATION_FAILED, kith_query(s.connection, "CREATE (:N {i: 1000}) CREATE (:N {i: 1})",
                                                            KITH_NUL_TERMINATED, NULL, NULL, &result, &error));
  CHECK(single_integer(run(&s, "MATCH (n:N) RETURN count(n)", NULL)) == 100);
  result = run(&s, "EXPLAIN MATCH (n:N {i: 1}) RETURN n", NULL);
  CHECK(strstr(kith_result_plan(result), "ProduceResults") != NULL);
  kith_result_free(result);
  CHECK(strchr(kith_version(), '.') != NULL);
  scratch_free(&s);
}

void test_transactions(void) {
  scratch s = scratch_new();
  const char* count = "MATCH (n:N) RETURN count(n)";
  const char* create = "CREATE (:N)";
  kith_transaction* transaction = NULL;
  kith_result* result = NULL;

  CHECK_OK(kith_transaction_begin(s.connection, &transaction, &error));
  CHECK_OK(kith_transaction_query(transaction, create, KITH_NUL_TERMINATED, NULL, NULL, &result, &error));
  kith_result_free(result);
  CHECK_OK(kith_transaction_query(transaction, count, KITH_NUL_TERMINATED, NULL, NULL, &result, &error));
  CHECK(single_integer(result) == 1);
  CHECK(single_integer(run(&s, count, NULL)) == 0);
  CHECK_OK(kith_transaction_commit(transaction, &error));
  CHECK_FAILS(KITH_TRANSACTION, kith_transaction_commit(transaction, &error));
  CHECK_FAILS(KITH_TRANSACTION,
              kith_transaction_query(transaction, count, KITH_NUL_TERMINATED, NULL, NULL, &result, &error));
  kith_transaction_free(transaction);
  CHECK(single_integer(run(&s, count, NULL)) == 1);

  /* Rolled back by word, by being freed, and after a failure. */
  for (int how = 0; how < 3; ++how) {
    CHECK_OK(kith_transaction_begin(s.connection, &transaction, &error));
    CHECK_OK(kith_transaction_query(transaction, create, KITH_NUL_TERMINATED, NULL, NULL, &result, &error));
    kith_result_free(result);
    if (how == 0) CHECK_OK(kith_transaction_rollback(transaction, &error));
    if (how == 2) {
      CHECK_FAILS(KITH_ARITHMETIC_ERROR, kith_transaction_query(transaction, "UNWIND [0] AS x RETURN 1 / x",
                                                                KITH_NUL_TERMINATED, NULL, NULL, &result, &error));
      CHECK_FAILS(KITH_TRANSACTION, kith_transaction_commit(transaction, &error));
    }
    kith_transaction_free(transaction);
    CHECK(single_integer(run(&s, count, NULL)) == 1);
  }

  /* One that reads stays where it began. */
  CHECK_OK(kith_transaction_begin_read(s.connection, &transaction, &error));
  execute(&s, create);
  CHECK_OK(kith_transaction_query(transaction, count, KITH_NUL_TERMINATED, NULL, NULL, &result, &error));
  CHECK(single_integer(result) == 1);
  CHECK_FAILS(KITH_READ_ONLY,
              kith_transaction_query(transaction, create, KITH_NUL_TERMINATED, NULL, NULL, &result, &error));
  CHECK_OK(kith_transaction_commit(transaction, &error));
  kith_transaction_free(transaction);
  scratch_free(&s);
}

void test_streams(void) {
  scratch s = scratch_new();
  const int64_t num_rows = is_slow ? 5000 : 50000;
  kith_parameters* parameters = NULL;
  CHECK_OK(kith_parameters_new(&parameters, &error));
  CHECK_OK(kith_parameters_set_integer(parameters, "n", num_rows, &error));
  kith_stream* stream = NULL;
  kith_result* result = NULL;
  CHECK_OK(kith_stream_open(s.connection, "UNWIND range(1, $n) AS x RETURN x", KITH_NUL_TERMINATED, parameters, NULL,
                            &stream, &error));
  /* The stream has its own copy. */
  kith_parameters_free(parameters);
  int64_t sum = 0;
  size_t num_batches = 0;
  for (;;) {
    CHECK_OK(kith_stream_fetch(stream, &result, &error));
    kith_column column;
    CHECK_OK(kith_result_column(result, 0, &column, &error));
    for (size_t i = 0; i < column.num_rows; ++i) sum += column.integers[i];
    const size_t fetched = kith_result_num_rows(result);
    kith_result_free(result);
    if (fetched == 0) break;
    ++num_batches;
  }
  CHECK(sum == num_rows * (num_rows + 1) / 2);
  CHECK(num_batches > 1);
  CHECK_OK(kith_stream_fetch(stream, &result, &error));
  CHECK(kith_result_num_rows(result) == 0);
  kith_result_free(result);
  kith_stream_free(stream);
  CHECK_FAILS(KITH_READ_ONLY,
              kith_stream_open(s.connection, "CREATE (:N)", KITH_NUL_TERMINATED, NULL, NULL, &stream, &error));
  /* Freed in the middle. */
  CHECK_OK(kith_stream_open(s.connection, "UNWIND range(1, 100000) AS x RETURN x", KITH_NUL_TERMINATED, NULL, NULL,
                            &stream, &error));
  CHECK_OK(kith_stream_fetch(stream, &result, &error));
  kith_result_free(result);
  kith_stream_free(stream);
  scratch_free(&s);
}

void test_options(void) {
  scratch s = scratch_new();
  execute(&s, "UNWIND range(1, 50) AS i CREATE (:N {i: i})");
  const char* endless =
      "MATCH (a:N), (b:N), (c:N), (d:N), (e:N), (f:N) WHERE a.i + b.i + c.i + d.i + e.i + f.i < 0 RETURN count(*)";
  kith_result* result = NULL;
  kith_query_options options;
  kith_query_options_init(&options);
  CHECK(options.struct_size == sizeof options && options.timeout_ms == 0 && options.cancel == NULL);
  options.timeout_ms = 20;
  CHECK_FAILS(KITH_TIMEOUT, kith_query(s.connection, endless, KITH_NUL_TERMINATED, NULL, &options, &result, &error));

  kith_cancel* cancel = NULL;
  CHECK_OK(kith_cancel_new(&cancel, &error));
  kith_query_options_init(&options);
  options.cancel = cancel;
  options.threads = 2;
  CHECK_OK(kith_query(s.connection, "RETURN 1", KITH_NUL_TERMINATED, NULL, &options, &result, &error));
  kith_result_free(result);
  kith_cancel_set(cancel);
  CHECK_FAILS(KITH_CANCELLED, kith_query(s.connection, endless, KITH_NUL_TERMINATED, NULL, &options, &result, &error));
  kith_cancel_free(cancel);

  kith_query_options_init(&options);
  options.memory_limit = 1 << 16;
  CHECK_FAILS(KITH_MEMORY_LIMIT,
              kith_query(s.connection, "UNWIND range(1, 1000000) AS x WITH collect(x) AS all RETURN size(all)",
                         KITH_NUL_TERMINATED, NULL, &options, &result, &error));
  options.struct_size = 8;
  CHECK_FAILS(KITH_USAGE, kith_query(s.connection, "RETURN 1", KITH_NUL_TERMINATED, NULL, &options, &result, &error));

  /* A database that only reads. */
  kith_connection_free(s.connection);
  kith_database_free(s.database);
  kith_database_options database_options;
  kith_database_options_init(&database_options);
  CHECK(database_options.create_if_missing && !database_options.read_only && database_options.lock_timeout_ms == 10000);
  database_options.read_only = true;
  database_options.memory_limit = 64 << 20;
  database_options.threads = 1;
  CHECK_OK(kith_database_open(s.path, &database_options, &s.database, &error));
  CHECK_OK(kith_connection_open(s.database, &s.connection, &error));
  CHECK(single_integer(run(&s, "MATCH (n:N) RETURN count(n)", NULL)) == 50);
  CHECK_FAILS(KITH_READ_ONLY,
              kith_query(s.connection, "CREATE (:N)", KITH_NUL_TERMINATED, NULL, NULL, &result, &error));
  kith_database* other = NULL;
  database_options.struct_size = 1;
  CHECK_FAILS(KITH_USAGE, kith_database_open(s.path, &database_options, &other, &error));
  scratch_free(&s);
}

/* Handles are freed from the first to the last, and the last one still works. */
void test_lifetimes(void) {
  scratch s = scratch_new();
  execute(&s, "UNWIND range(1, 10) AS i CREATE (:N {i: i})");
  kith_prepared* prepared = NULL;
  kith_stream* stream = NULL;
  kith_transaction* transaction = NULL;
  kith_result* result = NULL;
  CHECK_OK(kith_prepare(s.connection, "MATCH (n:N) RETURN n", KITH_NUL_TERMINATED, &prepared, &error));
  CHECK_OK(kith_stream_open(s.connection, "MATCH (n:N) RETURN n.i", KITH_NUL_TERMINATED, NULL, NULL, &stream, &error));
  CHECK_OK(kith_transaction_begin_read(s.connection, &transaction, &error));
  kith_connection_free(s.connection);
  kith_database_free(s.database);
  s.connection = NULL;
  s.database = NULL;
  kith_result* from_stream = NULL;
  CHECK_OK(kith_stream_fetch(stream, &from_stream, &error));
  kith_stream_free(stream);
  CHECK_OK(kith_transaction_query(transaction, "MATCH (n:N) RETURN count(n)", KITH_NUL_TERMINATED, NULL, NULL, &result,
                                  &error));
  CHECK(single_integer(result) == 10);
  kith_transaction_free(transaction);
  CHECK_OK(kith_prepared_execute(prepared, NULL, NULL, &result, &error));
  kith_prepared_free(prepared);
  /* The database is closed now: it can be opened again, while the results live. */
  CHECK_OK(kith_database_open(s.path, NULL, &s.database, &error));
  CHECK(kith_result_num_rows(from_stream) == 10);
  CHECK(kith_value_entry(kith_result_value(result, 9, 0), "i", 1) != NULL);
  kith_result_free(from_stream);
  kith_result_free(result);
  scratch_free(&s);
}

enum { kThreads = 4 };

static int work_of_one_thread(void* argument) {
  const kith_database* database = argument;
  const int rounds = is_slow ? 5 : 50;
  kith_connection* connection = NULL;
  kith_result* result = NULL;
  int num_failed = kith_connection_open(database, &connection, NULL) == KITH_OK ? 0 : 1;
  for (int i = 0; i < rounds; ++i) {
    if (kith_query(connection, "CREATE (:T)", KITH_NUL_TERMINATED, NULL, NULL, &result, NULL) != KITH_OK) ++num_failed;
    kith_result_free(result);
    if (kith_query(connection, "MATCH (n:T) RETURN count(n)", KITH_NUL_TERMINATED, NULL, NULL, &result, NULL) !=
        KITH_OK) {
      ++num_failed;
    }
    kith_result_free(result);
  }
  kith_connection_free(connection);
  return num_failed;
}

void test_threads(void) {
  scratch s = scratch_new();
  thrd_t threads[kThreads];
  for (int i = 0; i < kThreads; ++i) CHECK(thrd_create(&threads[i], work_of_one_thread, s.database) == thrd_success);
  for (int i = 0; i < kThreads; ++i) {
    int num_failed = -1;
    CHECK(thrd_join(threads[i], &num_failed) == thrd_success && num_failed == 0);
  }
  CHECK(single_integer(run(&s, "MATCH (n:T) RETURN count(n)", NULL)) == kThreads * (is_slow ? 5 : 50));
  scratch_free(&s);
}
