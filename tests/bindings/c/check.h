/* tests/bindings/c/check.h: checks that say what failed and where, and a scratch database for each test. */
#ifndef KITH_TESTS_BINDINGS_C_CHECK_H
#define KITH_TESTS_BINDINGS_C_CHECK_H

#include <stdio.h>
#include <string.h>

#include <kith/c/kith.h>

extern int num_checks, num_failures;
/* True under valgrind: less data. */
extern bool is_slow;

#define CHECK(condition)                                                      \
  do {                                                                        \
    ++num_checks;                                                             \
    if (!(condition)) {                                                       \
      ++num_failures;                                                         \
      fprintf(stderr, "%s:%d: failed: %s\n", __FILE__, __LINE__, #condition); \
    }                                                                         \
  } while (0)

#define CHECK_TEXT(actual, expected)                                                    \
  do {                                                                                  \
    const char* check_actual = (actual);                                                \
    ++num_checks;                                                                       \
    if (check_actual == NULL || strcmp(check_actual, (expected)) != 0) {                \
      ++num_failures;                                                                   \
      fprintf(stderr, "%s:%d: %s is \"%s\", not \"%s\"\n", __FILE__, __LINE__, #actual, \
              check_actual == NULL ? "NULL" : check_actual, (expected));                \
    }                                                                                   \
  } while (0)

/* The call succeeds and gives no error object; prints the error otherwise. */
#define CHECK_OK(call)                                                                          \
  do {                                                                                          \
    kith_error* error = NULL;                                                                   \
    const kith_status check_status = (call);                                                    \
    ++num_checks;                                                                               \
    if (check_status != KITH_OK || error != NULL) {                                             \
      ++num_failures;                                                                           \
      fprintf(stderr, "%s:%d: %s: %s\n", __FILE__, __LINE__, #call, kith_error_display(error)); \
    }                                                                                           \
    kith_error_free(error);                                                                     \
  } while (0)

/* The call fails with this status, in its return and in the error object. */
#define CHECK_FAILS(expected, call)                                                                       \
  do {                                                                                                    \
    kith_error* error = NULL;                                                                             \
    const kith_status check_status = (call);                                                              \
    ++num_checks;                                                                                         \
    if (check_status != (expected) || kith_error_status(error) != (expected)) {                           \
      ++num_failures;                                                                                     \
      fprintf(stderr, "%s:%d: %s: status %d, not %d: %s\n", __FILE__, __LINE__, #call, (int)check_status, \
              (int)(expected), kith_error_display(error));                                                \
    }                                                                                                     \
    kith_error_free(error);                                                                               \
  } while (0)

typedef struct scratch {
  char folder[200], path[256];
  kith_database* database;
  kith_connection* connection;
} scratch;

/* A new database in a new directory. */
scratch scratch_new(void);
void scratch_free(scratch* scratch);
/* Runs a statement that must succeed. The caller frees the result. */
kith_result* run(const scratch* scratch, const char* text, const kith_parameters* parameters);
/* The same where nobody looks at the result. */
void execute(const scratch* scratch, const char* text);
/* The one integer of a result of one row and column; frees it. */
int64_t single_integer(kith_result* result);

void test_errors(void);
void test_nulls(void);
void test_values(void);
void test_temporal_values(void);
void test_graph_values(void);
void test_columns(void);
void test_queries(void);
void test_transactions(void);
void test_streams(void);
void test_options(void);
void test_lifetimes(void);
void test_threads(void);

#endif
