/* tests/bindings/c/errors_test.c: error objects, and what NULL does everywhere. */
#include "check.h"

void test_errors(void) {
  scratch s = scratch_new();
  kith_error* error = NULL;
  kith_result* result = NULL;
  const char* text = "MATCH (p:Person)\nRETURN c.name";
  CHECK(kith_query(s.connection, text, KITH_NUL_TERMINATED, NULL, NULL, &result, &error) == KITH_SYNTAX_ERROR);
  CHECK(result == NULL);
  CHECK(kith_error_status(error) == KITH_SYNTAX_ERROR);
  CHECK_TEXT(kith_error_type(error), "SyntaxError");
  CHECK_TEXT(kith_error_detail(error), "UndefinedVariable");
  CHECK(kith_error_phase(error) == KITH_COMPILE_TIME);
  CHECK(strstr(kith_error_message(error), "`c`") != NULL);
  CHECK(strstr(kith_error_hint(error), "p") != NULL);
  CHECK(strstr(kith_error_display(error), "SyntaxError (UndefinedVariable)") == kith_error_display(error));
  CHECK(kith_error_line(error) == 2);
  CHECK(kith_error_column(error) == 8);
  uint32_t begin = 0, end = 0;
  CHECK(kith_error_range(error, &begin, &end));
  CHECK(begin == 24 && end > begin);
  kith_error_free(error);

  /* At run time. */
  CHECK(kith_query(s.connection, "UNWIND [0] AS x RETURN 1 / x", KITH_NUL_TERMINATED, NULL, NULL, &result, &error) ==
        KITH_ARITHMETIC_ERROR);
  CHECK(kith_error_phase(error) == KITH_RUNTIME);
  kith_error_free(error);

  /* The column counts characters, the range bytes. */
  CHECK(kith_query(s.connection, "RETURN '上海' + y", KITH_NUL_TERMINATED, NULL, NULL, &result, &error) ==
        KITH_SYNTAX_ERROR);
  CHECK(kith_error_column(error) == 15);
  CHECK(kith_error_range(error, &begin, &end) && begin == 18);
  kith_error_free(error);

  CHECK_FAILS(KITH_PARAMETER_MISSING,
              kith_query(s.connection, "RETURN $x", KITH_NUL_TERMINATED, NULL, NULL, &result, &error));
  /* Another process holds it, or this one: both are told. */
  kith_database* again = NULL;
  CHECK_FAILS(KITH_DATABASE_IN_USE, kith_database_open(s.path, NULL, &again, &error));
  CHECK(again == NULL);
  kith_database_options options;
  kith_database_options_init(&options);
  options.create_if_missing = false;
  CHECK_FAILS(KITH_IO, kith_database_open("/nowhere/at/all", &options, &again, &error));
  /* Without a place for the error, the status tells. */
  CHECK(kith_query(s.connection, "RETURN", KITH_NUL_TERMINATED, NULL, NULL, &result, NULL) == KITH_SYNTAX_ERROR);
  scratch_free(&s);
}

/* Every function with NULL for each pointer: an error that names the argument, or an empty answer. */
void test_nulls(void) {
  scratch s = scratch_new();
  kith_result* result = NULL;
  kith_value* value = NULL;
  kith_parameters* parameters = NULL;
  kith_prepared* prepared = NULL;
  kith_stream* stream = NULL;
  kith_transaction* transaction = NULL;
  kith_connection* connection = NULL;
  kith_database* database = NULL;

  CHECK(kith_error_status(NULL) == KITH_OK && kith_error_phase(NULL) == KITH_RUNTIME);
  CHECK_TEXT(kith_error_type(NULL), "");
  CHECK_TEXT(kith_error_detail(NULL), "");
  CHECK_TEXT(kith_error_message(NULL), "");
  CHECK_TEXT(kith_error_hint(NULL), "");
  CHECK_TEXT(kith_error_display(NULL), "");
  CHECK(kith_error_line(NULL) == 0 && kith_error_column(NULL) == 0 && !kith_error_range(NULL, NULL, NULL));

  kith_error* named = NULL;
  CHECK(kith_database_open(NULL, NULL, &database, &named) == KITH_USAGE);
  CHECK_TEXT(kith_error_message(named), "`path` is NULL");
  kith_error_free(named);
  CHECK_FAILS(KITH_USAGE, kith_database_open("x", NULL, NULL, &error));
  CHECK(kith_database_open(NULL, NULL, NULL, NULL) == KITH_USAGE);
  CHECK_FAILS(KITH_USAGE, kith_connection_open(NULL, &connection, &error));
  CHECK_FAILS(KITH_USAGE, kith_connection_open(s.database, NULL, &error));
  kith_database_options_init(NULL);
  kith_query_options_init(NULL);

  CHECK_FAILS(KITH_USAGE, kith_query(NULL, "RETURN 1", 8, NULL, NULL, &result, &error));
  CHECK_FAILS(KITH_USAGE, kith_query(s.connection, NULL, 8, NULL, NULL, &result, &error));
  CHECK_FAILS(KITH_USAGE, kith_query(s.connection, NULL, KITH_NUL_TERMINATED, NULL, NULL, &result, &error));
  CHECK_FAILS(KITH_USAGE, kith_query(s.connection, "RETURN 1", 8, NULL, NULL, NULL, &error));
  CHECK_FAILS(KITH_SYNTAX_ERROR, kith_query(s.connection, NULL, 0, NULL, NULL, &result, &error));
  CHECK_FAILS(KITH_USAGE, kith_prepare(NULL, "RETURN 1", 8, &prepared, &error));
  CHECK_FAILS(KITH_USAGE, kith_prepare(s.connection, NULL, 8, &prepared, &error));
  CHECK_FAILS(KITH_USAGE, kith_prepare(s.connection, "RETURN 1", 8, NULL, &error));
  CHECK_FAILS(KITH_USAGE, kith_prepared_execute(NULL, NULL, NULL, &result, &error));
  CHECK_FAILS(KITH_USAGE, kith_stream_open(NULL, "RETURN 1", 8, NULL, NULL, &stream, &error));
  CHECK_FAILS(KITH_USAGE, kith_stream_open(s.connection, NULL, 8, NULL, NULL, &stream, &error));
  CHECK_FAILS(KITH_USAGE, kith_stream_open(s.connection, "RETURN 1", 8, NULL, NULL, NULL, &error));
  CHECK_FAILS(KITH_USAGE, kith_stream_fetch(NULL, &result, &error));
  CHECK_FAILS(KITH_USAGE, kith_transaction_begin(NULL, &transaction, &error));
  CHECK_FAILS(KITH_USAGE, kith_transaction_begin(s.connection, NULL, &error));
  CHECK_FAILS(KITH_USAGE, kith_transaction_begin_read(NULL, &transaction, &error));
  CHECK_FAILS(KITH_USAGE, kith_transaction_begin_read(s.connection, NULL, &error));
  CHECK_FAILS(KITH_USAGE, kith_transaction_query(NULL, "RETURN 1", 8, NULL, NULL, &result, &error));
  CHECK_FAILS(KITH_USAGE, kith_transaction_commit(NULL, &error));
  CHECK_FAILS(KITH_USAGE, kith_transaction_rollback(NULL, &error));
  CHECK_FAILS(KITH_USAGE, kith_cancel_new(NULL, &error));
  kith_cancel_set(NULL);

  CHECK_FAILS(KITH_USAGE, kith_value_new_null(NULL, &error));
  CHECK_FAILS(KITH_USAGE, kith_value_new_boolean(true, NULL, &error));
  CHECK_FAILS(KITH_USAGE, kith_value_new_integer(1, NULL, &error));
  CHECK_FAILS(KITH_USAGE, kith_value_new_float(1, NULL, &error));
  CHECK_FAILS(KITH_USAGE, kith_value_new_string("x", 1, NULL, &error));
  CHECK_FAILS(KITH_USAGE, kith_value_new_string(NULL, 1, &value, &error));
  CHECK_FAILS(KITH_USAGE, kith_value_new_temporal(KITH_DATE, NULL, &value, &error));
  CHECK_FAILS(KITH_USAGE, kith_value_parse(NULL, 1, "date", &value, &error));
  CHECK_FAILS(KITH_USAGE, kith_value_parse("x", 1, NULL, &value, &error));
  CHECK_FAILS(KITH_USAGE, kith_value_new_list(NULL, 1, &value, &error));
  const kith_value* no_element = NULL;
  const char* no_key = NULL;
  const char* key = "k";
  CHECK_FAILS(KITH_USAGE, kith_value_new_list(&no_element, 1, &value, &error));
  CHECK_FAILS(KITH_USAGE, kith_value_new_map(NULL, NULL, 1, &value, &error));
  CHECK_FAILS(KITH_USAGE, kith_value_new_map(&key, NULL, 1, &value, &error));
  CHECK_FAILS(KITH_USAGE, kith_value_new_map(&key, &no_element, 1, &value, &error));
  CHECK_FAILS(KITH_USAGE, kith_value_new_map(&no_key, &no_element, 1, &value, &error));
  CHECK_FAILS(KITH_USAGE, kith_value_new_integer_list(NULL, NULL, 1, &value, &error));
  CHECK_FAILS(KITH_USAGE, kith_value_new_float_list(NULL, NULL, 1, &value, &error));
  const uint64_t offsets[] = {0, 1};
  CHECK_FAILS(KITH_USAGE, kith_value_new_string_list(NULL, offsets, NULL, 1, &value, &error));
  CHECK_FAILS(KITH_USAGE, kith_value_new_string_list("x", NULL, NULL, 1, &value, &error));
  CHECK_FAILS(KITH_USAGE, kith_value_new_rows(NULL, NULL, 1, &value, &error));
  CHECK_FAILS(KITH_USAGE, kith_value_new_rows(&key, &no_element, 1, &value, &error));
  CHECK_FAILS(KITH_USAGE, kith_value_copy(NULL, &value, &error));
  CHECK_FAILS(KITH_USAGE, kith_value_to_string(NULL, &value, &error));
  CHECK_FAILS(KITH_USAGE, kith_value_path_element(NULL, 0, &value, &error));
  CHECK(value == NULL);
  CHECK(kith_value_kind(NULL) == KITH_NULL && kith_value_size(NULL) == 0 && kith_value_num_labels(NULL) == 0);
  CHECK(!kith_value_as_boolean(NULL, NULL) && !kith_value_as_integer(NULL, NULL) && !kith_value_as_float(NULL, NULL));
  CHECK(!kith_value_as_temporal(NULL, NULL) && kith_value_as_string(NULL, NULL) == NULL);
  CHECK(kith_value_element(NULL, 0) == NULL && kith_value_entry(NULL, "k", 1) == NULL);
  CHECK(!kith_value_next_entry(NULL, NULL, NULL, NULL) && !kith_value_id(NULL, NULL));
  CHECK(kith_value_label(NULL, 0, NULL) == NULL && kith_value_type(NULL, NULL) == NULL);
  CHECK(!kith_value_ends(NULL, NULL, NULL));
  CHECK_OK(kith_value_new_integer(1, &value, &error));
  CHECK(!kith_value_as_integer(value, NULL) && !kith_value_as_float(value, NULL));
  kith_value_free(value);

  CHECK_FAILS(KITH_USAGE, kith_parameters_new(NULL, &error));
  CHECK_FAILS(KITH_USAGE, kith_parameters_set_null(NULL, "x", &error));
  CHECK_OK(kith_parameters_new(&parameters, &error));
  CHECK_FAILS(KITH_USAGE, kith_parameters_set_null(parameters, NULL, &error));
  CHECK_FAILS(KITH_USAGE, kith_parameters_set_boolean(parameters, NULL, true, &error));
  CHECK_FAILS(KITH_USAGE, kith_parameters_set_integer(parameters, NULL, 1, &error));
  CHECK_FAILS(KITH_USAGE, kith_parameters_set_float(parameters, NULL, 1, &error));
  CHECK_FAILS(KITH_USAGE, kith_parameters_set_string(parameters, NULL, "x", 1, &error));
  CHECK_FAILS(KITH_USAGE, kith_parameters_set_string(parameters, "x", NULL, 1, &error));
  CHECK_FAILS(KITH_USAGE, kith_parameters_set(parameters, "x", NULL, &error));
  kith_parameters_clear(NULL);
  kith_parameters_free(parameters);

  kith_column column;
  kith_counters counters;
  CHECK(kith_result_num_rows(NULL) == 0 && kith_result_num_columns(NULL) == 0);
  CHECK(kith_result_column_name(NULL, 0, NULL) == NULL && kith_result_value(NULL, 0, 0) == NULL);
  CHECK_TEXT(kith_result_plan(NULL), "");
  CHECK_FAILS(KITH_USAGE, kith_result_column(NULL, 0, &column, &error));
  CHECK_FAILS(KITH_USAGE, kith_result_counters(NULL, &counters, &error));
  result = run(&s, "RETURN 1", NULL);
  CHECK_FAILS(KITH_USAGE, kith_result_column(result, 0, NULL, &error));
  CHECK_FAILS(KITH_USAGE, kith_result_counters(result, NULL, &error));
  kith_result_free(result);

  kith_error_free(NULL);
  kith_database_free(NULL);
  kith_connection_free(NULL);
  kith_cancel_free(NULL);
  kith_prepared_free(NULL);
  kith_stream_free(NULL);
  kith_transaction_free(NULL);
  kith_value_free(NULL);
  kith_parameters_free(NULL);
  kith_result_free(NULL);
  scratch_free(&s);
}
