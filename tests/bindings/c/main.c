/* tests/bindings/c/main.c: runs the tests and counts. */
#define _POSIX_C_SOURCE 200809L /* mkdtemp */
#include <stdlib.h>

#include "check.h"

int num_checks = 0, num_failures = 0;
bool is_slow = false;

scratch scratch_new(void) {
  const char* parent = getenv("TMPDIR");
  scratch out = {.database = NULL, .connection = NULL};
  snprintf(out.folder, sizeof out.folder, "%s/kith_c_XXXXXX", parent == NULL ? "/tmp" : parent);
  CHECK(mkdtemp(out.folder) != NULL);
  snprintf(out.path, sizeof out.path, "%s/db.kith", out.folder);
  CHECK_OK(kith_database_open(out.path, NULL, &out.database, &error));
  CHECK_OK(kith_connection_open(out.database, &out.connection, &error));
  return out;
}

void scratch_free(scratch* scratch) {
  kith_connection_free(scratch->connection);
  kith_database_free(scratch->database);
  char command[300];
  snprintf(command, sizeof command, "rm -rf '%s'", scratch->folder);
  CHECK(system(command) == 0);
}

kith_result* run(const scratch* scratch, const char* text, const kith_parameters* parameters) {
  kith_result* result = NULL;
  CHECK_OK(kith_query(scratch->connection, text, KITH_NUL_TERMINATED, parameters, NULL, &result, &error));
  return result;
}

void execute(const scratch* scratch, const char* text) { kith_result_free(run(scratch, text, NULL)); }

int64_t single_integer(kith_result* result) {
  int64_t out = -1;
  CHECK(kith_result_num_rows(result) == 1 && kith_result_num_columns(result) == 1);
  CHECK(kith_value_as_integer(kith_result_value(result, 0, 0), &out));
  kith_result_free(result);
  return out;
}

int main(int argc, char** argv) {
  is_slow = argc > 1 && strcmp(argv[1], "--slow") == 0;
  static const struct {
    const char* name;
    void (*run)(void);
  } tests[] = {{"errors", test_errors},
               {"NULL arguments", test_nulls},
               {"values", test_values},
               {"temporal values", test_temporal_values},
               {"nodes, relationships and paths", test_graph_values},
               {"columns", test_columns},
               {"queries", test_queries},
               {"transactions", test_transactions},
               {"streams", test_streams},
               {"options", test_options},
               {"lifetimes", test_lifetimes},
               {"threads", test_threads}};
  const size_t num_tests = sizeof tests / sizeof *tests;
  int num_failed_tests = 0;
  for (size_t i = 0; i < num_tests; ++i) {
    const int before = num_failures;
    tests[i].run();
    if (num_failures == before) continue;
    ++num_failed_tests;
    fprintf(stderr, "FAILED: %s\n", tests[i].name);
  }
  printf("%d checks\n%zu passed, %d failed\n", num_checks, num_tests - (size_t)num_failed_tests, num_failed_tests);
  return num_failed_tests == 0 ? 0 : 1;
}
