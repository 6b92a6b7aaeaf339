/* The first minute from C: open, write in a transaction, ask with a parameter, read a column at once, and an error with
 * its place. */
#include <stdio.h>
#include <stdlib.h>

#include <kith/c/kith.h>

static void check(kith_status status, kith_error* error) {
  if (status == KITH_OK) return;
  fprintf(stderr, "%s\n", kith_error_display(error));
  kith_error_free(error);
  exit(1);
}

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  kith_error* error = NULL;
  kith_database* database = NULL;
  kith_connection* connection = NULL;
  check(kith_database_open(argv[1], NULL, &database, &error), error);
  check(kith_connection_open(database, &connection, &error), error);

  kith_transaction* transaction = NULL;
  kith_result* result = NULL;
  check(kith_transaction_begin(connection, &transaction, &error), error);
  check(kith_transaction_query(
            transaction,
            "CREATE (:Facility {name: '上海光源', year: 2009})-[:SERVES]->(:Field {name: '蛋白质科学'}), "
            "(:Facility {name: '硬X射线装置'})",
            KITH_NUL_TERMINATED, NULL, NULL, &result, &error),
        error);
  kith_result_free(result);
  check(kith_transaction_commit(transaction, &error), error);
  kith_transaction_free(transaction);

  kith_parameters* parameters = NULL;
  kith_prepared* prepared = NULL;
  check(kith_parameters_new(&parameters, &error), error);
  check(kith_parameters_set_string(parameters, "word", "装置", KITH_NUL_TERMINATED, &error), error);
  check(kith_prepare(
            connection,
            "MATCH (f:Facility) RETURN f.name AS name, f.year AS year, f.name CONTAINS $word AS found ORDER BY name",
            KITH_NUL_TERMINATED, &prepared, &error),
        error);
  check(kith_prepared_execute(prepared, parameters, NULL, &result, &error), error);
  kith_column names, years, found;
  check(kith_result_column(result, 0, &names, &error), error);
  check(kith_result_column(result, 1, &years, &error), error);
  check(kith_result_column(result, 2, &found, &error), error);
  for (size_t row = 0; row < names.num_rows; ++row) {
    printf("%.*s ", (int)(names.offsets[row + 1] - names.offsets[row]), names.bytes + names.offsets[row]);
    if (years.validity == NULL || years.validity[row]) {
      printf("%lld", (long long)years.integers[row]);
    } else {
      printf("null");
    }
    printf(" %s\n", found.booleans[row] ? "true" : "false");
  }
  kith_result_free(result);
  kith_prepared_free(prepared);
  kith_parameters_free(parameters);

  if (kith_query(connection, "MATCH (f:Facility) RETURN g.name", KITH_NUL_TERMINATED, NULL, NULL, &result, &error) !=
      KITH_OK) {
    printf("line %u, column %u: %s\n", kith_error_line(error), kith_error_column(error), kith_error_detail(error));
    kith_error_free(error);
  }
  kith_connection_free(connection);
  kith_database_free(database);
  return 0;
}
