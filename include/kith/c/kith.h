/* kith/c/kith.h: Kith for C, and for every language that can call C. The library is libkith_c.

   Calls that can fail return a kith_status and take a last argument `kith_error** error`. On success they return
   KITH_OK and set *error to NULL; on failure they set *error to an error object that the caller frees, and every other
   output to NULL or zero. `error` itself may be NULL: then only the status tells. (When memory is so short that the
   error object cannot be made, *error is NULL beside a status that is not KITH_OK.)

   Handles.   Every kith_x* is opaque. What a function gives out through a kith_x** is owned by the caller, who frees it
              by kith_x_free. What is returned as a const pointer is borrowed; its comment says for how long.
              Each free function accepts NULL and does nothing then.
   NULL.      A NULL handle, text or output where one is needed is an error (KITH_USAGE) that names the argument;
              functions that do not return a kith_status answer with NULL, zero or false. Never a crash.
   Text.      UTF-8, given as a pointer and a number of bytes, or KITH_NUL_TERMINATED for the number. NULL with 0 bytes
              is the empty text. Text that comes out ends in a NUL as well, which its size does not count.
   Threads.   A kith_database may be used by any number of threads at once, and so may const values and errors. Every
              other handle is used by one thread at a time, not always the same. kith_cancel_set may be called from any
              thread at any time, also from a signal handler.
   Lifetime.  A handle keeps what it needs: a connection, its database; a transaction, prepared query or stream, the
              database too. They may be freed in any order; the database closes with the last of them. A result is
              independent of the database.
   No C++ exception leaves a function. */
#ifndef KITH_C_KITH_H
#define KITH_C_KITH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define KITH_C_API __attribute__((visibility("default")))
#else
#define KITH_C_API
#endif

/* For a number of bytes: the text ends at its first NUL. */
#define KITH_NUL_TERMINATED SIZE_MAX

typedef struct kith_database kith_database;
typedef struct kith_connection kith_connection;
typedef struct kith_transaction kith_transaction;
typedef struct kith_prepared kith_prepared;
typedef struct kith_stream kith_stream;
typedef struct kith_parameters kith_parameters;
typedef struct kith_result kith_result;
typedef struct kith_value kith_value;
typedef struct kith_error kith_error;
typedef struct kith_cancel kith_cancel;

/* --- Errors ---------------------------------------------------------------------------------------------------- */

/* What went wrong. 1 to 12 carry the names of the openCypher TCK. Numbers keep their meaning in later versions. */
typedef enum kith_status {
  KITH_OK = 0,
  KITH_SYNTAX_ERROR = 1,
  KITH_SEMANTIC_ERROR = 2,
  KITH_PARAMETER_MISSING = 3,
  KITH_CONSTRAINT_VERIFICATION_FAILED = 4,
  KITH_CONSTRAINT_VALIDATION_FAILED = 5,
  KITH_ENTITY_NOT_FOUND = 6,
  KITH_PROPERTY_NOT_FOUND = 7,
  KITH_LABEL_NOT_FOUND = 8,
  KITH_TYPE_ERROR = 9,
  KITH_ARGUMENT_ERROR = 10,
  KITH_ARITHMETIC_ERROR = 11,
  KITH_PROCEDURE_ERROR = 12,
  KITH_TIMEOUT = 13,         /* the query's time ran out, or the write lock was not free in time */
  KITH_CANCELLED = 14,       /* kith_cancel_set was called */
  KITH_MEMORY_LIMIT = 15,    /* the query would exceed its memory budget, or the machine has no more */
  KITH_READ_ONLY = 16,       /* a write to a database, transaction or stream that only reads */
  KITH_TRANSACTION = 17,     /* use of a transaction that ended or failed */
  KITH_USAGE = 18,           /* a call that cannot be meant: a NULL, an index out of range */
  KITH_DATA = 19,            /* a text that does not hold what it should */
  KITH_IO = 20,              /* the file system said no */
  KITH_DATABASE_IN_USE = 21, /* another process holds the database */
  KITH_FORMAT_VERSION = 22,  /* written in a format that this build does not read */
  KITH_CORRUPTION = 23,      /* bytes on disk that do not decode */
  KITH_OUTCOME_UNKNOWN = 24, /* a commit whose sync failed: after reopening it is there whole or not at all */
  KITH_UNSUPPORTED = 25,     /* known, and not in this version */
  KITH_INTERNAL = 26         /* a defect of Kith */
} kith_status;

typedef enum kith_phase { KITH_COMPILE_TIME = 0, KITH_RUNTIME = 1 } kith_phase;

KITH_C_API void kith_error_free(kith_error* error);
/* KITH_OK for NULL. */
KITH_C_API kith_status kith_error_status(const kith_error* error);
/* "SyntaxError", "TypeError", ...: the TCK's word where it has one. This and the texts below are good until the error
   is freed; each is "" where there is none, and for NULL. */
KITH_C_API const char* kith_error_type(const kith_error* error);
/* Its GQLSTATUS: five characters such as "42N62", by which ISO GQL and Neo4j's public list classify it. */
KITH_C_API const char* kith_error_gqlstatus(const kith_error* error);
KITH_C_API kith_phase kith_error_phase(const kith_error* error);
/* The TCK's detail: "UndefinedVariable", "VariableAlreadyBound", ... */
KITH_C_API const char* kith_error_detail(const kith_error* error);
/* One sentence. */
KITH_C_API const char* kith_error_message(const kith_error* error);
/* What would have worked, where it can be known. */
KITH_C_API const char* kith_error_hint(const kith_error* error);
/* GQLSTATUS, type, detail, message, the line with a caret under the place, and hint: the form that users read. */
KITH_C_API const char* kith_error_display(const kith_error* error);
/* The place in the text of the query: line and column from 1, the column in characters; 0 when there is no place. */
KITH_C_API uint32_t kith_error_line(const kith_error* error);
KITH_C_API uint32_t kith_error_column(const kith_error* error);
/* The same place in bytes, from 0: [*begin, *end). False, and both 0, when there is none. */
KITH_C_API bool kith_error_range(const kith_error* error, uint32_t* begin, uint32_t* end);

/* The version of the library, as "0.1.0". Good for ever. */
KITH_C_API const char* kith_version(void);

/* --- Databases and connections --------------------------------------------------------------------------------- */

/* Set by kith_database_options_init; then changed by the caller. */
typedef struct kith_database_options {
  size_t struct_size;       /* sizeof(kith_database_options), so that a later library knows which fields are there */
  uint64_t memory_limit;    /* bytes for cache and queries together; 0 (default): half of the machine's memory */
  uint32_t threads;         /* that one query may use; 0 (default): as many as the machine has */
  uint32_t lock_timeout_ms; /* how long a write waits for the writer before it; default 10,000 */
  bool read_only;           /* default false */
  bool create_if_missing;   /* default true */
  bool relaxed_durability;  /* default false: a commit returns when it is on disk. True: when it is in the log's buffer;
                               a power cut may lose the last commits, never half of one */
} kith_database_options;
KITH_C_API void kith_database_options_init(kith_database_options* options);

/* Opens the database in the directory `path`. `options` may be NULL: the defaults. Errors: KITH_DATABASE_IN_USE,
   KITH_FORMAT_VERSION, KITH_IO, KITH_CORRUPTION. */
KITH_C_API kith_status kith_database_open(const char* path, const kith_database_options* options,
                                          kith_database** database, kith_error** error);
KITH_C_API void kith_database_free(kith_database* database);

/* Cheap. One for each thread. */
KITH_C_API kith_status kith_connection_open(const kith_database* database, kith_connection** connection,
                                            kith_error** error);
KITH_C_API void kith_connection_free(kith_connection* connection);

/* --- Queries --------------------------------------------------------------------------------------------------- */

/* Stops the queries that were given it, soon after it was set; it stays set. Must outlive those queries. */
KITH_C_API kith_status kith_cancel_new(kith_cancel** cancel, kith_error** error);
KITH_C_API void kith_cancel_set(kith_cancel* cancel);
KITH_C_API void kith_cancel_free(kith_cancel* cancel);

/* Set by kith_query_options_init; then changed by the caller. */
typedef struct kith_query_options {
  size_t struct_size;        /* sizeof(kith_query_options) */
  uint64_t memory_limit;     /* bytes; 0 (default): what the database allows */
  uint32_t timeout_ms;       /* 0 (default): none */
  uint32_t threads;          /* 0 (default): what the database allows */
  const kith_cancel* cancel; /* or NULL (default) */
} kith_query_options;
KITH_C_API void kith_query_options_init(kith_query_options* options);

/* Runs one statement to its end and commits what it wrote; on an error nothing of it stays. `parameters` and `options`
   may be NULL. */
KITH_C_API kith_status kith_query(kith_connection* connection, const char* text, size_t text_size,
                                  const kith_parameters* parameters, const kith_query_options* options,
                                  kith_result** result, kith_error** error);

/* Checks the syntax of a statement, to be run many times. What else may be wrong with it shows when it is executed,
   since its meaning depends on schema and parameters. */
KITH_C_API kith_status kith_prepare(kith_connection* connection, const char* text, size_t text_size,
                                    kith_prepared** prepared, kith_error** error);
/* As kith_query; parsed and planned once per schema and set of parameters. */
KITH_C_API kith_status kith_prepared_execute(kith_prepared* prepared, const kith_parameters* parameters,
                                             const kith_query_options* options, kith_result** result,
                                             kith_error** error);
KITH_C_API void kith_prepared_free(kith_prepared* prepared);

/* A query that only reads, its rows a batch at a time; it reads one snapshot until freed. */
KITH_C_API kith_status kith_stream_open(kith_connection* connection, const char* text, size_t text_size,
                                        const kith_parameters* parameters, const kith_query_options* options,
                                        kith_stream** stream, kith_error** error);
/* The next rows, at most a few thousand; a result without rows at the end, and after it. */
KITH_C_API kith_status kith_stream_fetch(kith_stream* stream, kith_result** result, kith_error** error);
KITH_C_API void kith_stream_free(kith_stream* stream);

/* A transaction that may write: waits for the writer before it, as long as lock_timeout_ms. */
KITH_C_API kith_status kith_transaction_begin(kith_connection* connection, kith_transaction** transaction,
                                              kith_error** error);
/* A transaction that reads one snapshot. */
KITH_C_API kith_status kith_transaction_begin_read(kith_connection* connection, kith_transaction** transaction,
                                                   kith_error** error);
/* As kith_query, within the transaction, whose own writes it sees. After a statement that failed in a transaction that
   writes, only rollback is left. */
KITH_C_API kith_status kith_transaction_query(kith_transaction* transaction, const char* text, size_t text_size,
                                              const kith_parameters* parameters, const kith_query_options* options,
                                              kith_result** result, kith_error** error);
/* Whatever they return, the transaction has ended; it is still to be freed. */
KITH_C_API kith_status kith_transaction_commit(kith_transaction* transaction, kith_error** error);
KITH_C_API kith_status kith_transaction_rollback(kith_transaction* transaction, kith_error** error);
/* Rolls back what was not committed. */
KITH_C_API void kith_transaction_free(kith_transaction* transaction);

/* --- Values ---------------------------------------------------------------------------------------------------- */

typedef enum kith_kind {
  KITH_NULL = 0,
  KITH_BOOLEAN = 1,
  KITH_INTEGER = 2,
  KITH_FLOAT = 3,
  KITH_STRING = 4,
  KITH_LIST = 5,
  KITH_MAP = 6,
  KITH_NODE = 7,
  KITH_RELATIONSHIP = 8,
  KITH_PATH = 9,
  KITH_DATE = 10,
  KITH_LOCAL_TIME = 11,
  KITH_TIME = 12,
  KITH_LOCAL_DATETIME = 13,
  KITH_DATETIME = 14,
  KITH_DURATION = 15
} kith_kind;

/* Temporal values of every kind as numbers. Which fields count:
     DATE             days since 1970-01-01
     LOCAL TIME       nanoseconds since midnight
     TIME             nanoseconds since local midnight, offset_seconds from UTC
     LOCAL DATETIME   seconds since 1970-01-01T00:00 local, nanoseconds below 1,000,000,000
     DATETIME         seconds since 1970-01-01T00:00Z, nanoseconds, offset_seconds, zone (an IANA name, or NULL)
     DURATION         months, days, seconds, nanoseconds (0 to 999,999,999) */
typedef struct kith_temporal {
  int64_t months;
  int64_t days;
  int64_t seconds;
  int64_t nanoseconds;
  int32_t offset_seconds;
  const char* zone; /* ends in NUL; out: good as long as the value */
} kith_temporal;

KITH_C_API kith_status kith_value_new_null(kith_value** value, kith_error** error);
KITH_C_API kith_status kith_value_new_boolean(bool boolean, kith_value** value, kith_error** error);
KITH_C_API kith_status kith_value_new_integer(int64_t integer, kith_value** value, kith_error** error);
KITH_C_API kith_status kith_value_new_float(double number, kith_value** value, kith_error** error);
KITH_C_API kith_status kith_value_new_string(const char* text, size_t text_size, kith_value** value,
                                             kith_error** error);
/* `kind` is one of the six temporal kinds. Errors: KITH_ARGUMENT_ERROR for numbers out of range. */
KITH_C_API kith_status kith_value_new_temporal(kith_kind kind, const kith_temporal* temporal, kith_value** value,
                                               kith_error** error);
/* A value from its text: `type` is boolean, integer, float, string, date, localtime, time, localdatetime, datetime or
   duration, in any case. Errors: KITH_DATA when the text is none, KITH_USAGE for another type. */
KITH_C_API kith_status kith_value_parse(const char* text, size_t text_size, const char* type, kith_value** value,
                                        kith_error** error);
/* Elements, keys and values are copied; they stay the caller's. Of equal keys the last counts. */
KITH_C_API kith_status kith_value_new_list(const kith_value* const* elements, size_t num_elements, kith_value** value,
                                           kith_error** error);
KITH_C_API kith_status kith_value_new_map(const char* const* keys, const kith_value* const* values, size_t num_entries,
                                          kith_value** value, kith_error** error);
/* Lists from arrays, in one call. `validity` may be NULL; else element i is null where validity[i] is 0. */
KITH_C_API kith_status kith_value_new_integer_list(const int64_t* integers, const uint8_t* validity,
                                                   size_t num_elements, kith_value** value, kith_error** error);
KITH_C_API kith_status kith_value_new_float_list(const double* numbers, const uint8_t* validity, size_t num_elements,
                                                 kith_value** value, kith_error** error);
/* Element i is bytes[offsets[i]] up to bytes[offsets[i + 1]]; offsets has num_elements + 1 entries and never falls. */
KITH_C_API kith_status kith_value_new_string_list(const char* bytes, const uint64_t* offsets, const uint8_t* validity,
                                                  size_t num_elements, kith_value** value, kith_error** error);
/* A list of maps out of columns: element i maps keys[c] to element i of columns[c], a list. All columns have the same
   length. What UNWIND $rows takes. */
KITH_C_API kith_status kith_value_new_rows(const char* const* keys, const kith_value* const* columns,
                                           size_t num_columns, kith_value** value, kith_error** error);
KITH_C_API kith_status kith_value_copy(const kith_value* from, kith_value** value, kith_error** error);
KITH_C_API void kith_value_free(kith_value* value);

/* KITH_NULL for NULL. */
KITH_C_API kith_kind kith_value_kind(const kith_value* value);
/* Each is true when the value is of that kind, and then sets what it is given. as_float also takes an INTEGER. */
KITH_C_API bool kith_value_as_boolean(const kith_value* value, bool* boolean);
KITH_C_API bool kith_value_as_integer(const kith_value* value, int64_t* integer);
KITH_C_API bool kith_value_as_float(const kith_value* value, double* number);
KITH_C_API bool kith_value_as_temporal(const kith_value* value, kith_temporal* temporal);
/* NULL when it is no STRING. Good as long as the value; *size may not be needed (NULL). */
KITH_C_API const char* kith_value_as_string(const kith_value* value, size_t* size);

/* Of a LIST: its elements. Of a MAP, NODE or RELATIONSHIP: its entries or properties. Of a PATH: its nodes and
   relationships together. Else 0. */
KITH_C_API size_t kith_value_size(const kith_value* value);
/* Element `index` of a LIST, good as long as the list. NULL outside of it. */
KITH_C_API const kith_value* kith_value_element(const kith_value* list, size_t index);
/* The entry of a MAP, or the property of a NODE or RELATIONSHIP; NULL when it has none of that key. Good as long as
   `value`. */
KITH_C_API const kith_value* kith_value_entry(const kith_value* value, const char* key, size_t key_size);
/* Walks entries or properties in the order of their keys: the entry after *key, or the first one when *key is NULL.
   Sets key, size and entry; false at the end. Good as long as `value`. Cost: logarithmic. */
KITH_C_API bool kith_value_next_entry(const kith_value* value, const char** key, size_t* key_size,
                                      const kith_value** entry);
/* The id of a NODE or RELATIONSHIP. */
KITH_C_API bool kith_value_id(const kith_value* value, uint64_t* id);
/* A NODE's labels, by code point; label `index` is good as long as the node, NULL outside of them. */
KITH_C_API size_t kith_value_num_labels(const kith_value* node);
KITH_C_API const char* kith_value_label(const kith_value* node, size_t index, size_t* size);
/* A RELATIONSHIP's type, and the ids of the nodes at its ends. */
KITH_C_API const char* kith_value_type(const kith_value* relationship, size_t* size);
KITH_C_API bool kith_value_ends(const kith_value* relationship, uint64_t* start, uint64_t* end);
/* Nodes at even places, relationships at odd ones. A value of its own. */
KITH_C_API kith_status kith_value_path_element(const kith_value* path, size_t index, kith_value** value,
                                               kith_error** error);
/* The value as users read it in a table, as a STRING. */
KITH_C_API kith_status kith_value_to_string(const kith_value* from, kith_value** text, kith_error** error);

/* --- Parameters ------------------------------------------------------------------------------------------------ */

/* The parameters of a query, by name without the `$`. May be changed between executions and used again. Names end in
   NUL. */
KITH_C_API kith_status kith_parameters_new(kith_parameters** parameters, kith_error** error);
KITH_C_API kith_status kith_parameters_set_null(kith_parameters* parameters, const char* name, kith_error** error);
KITH_C_API kith_status kith_parameters_set_boolean(kith_parameters* parameters, const char* name, bool boolean,
                                                   kith_error** error);
KITH_C_API kith_status kith_parameters_set_integer(kith_parameters* parameters, const char* name, int64_t integer,
                                                   kith_error** error);
KITH_C_API kith_status kith_parameters_set_float(kith_parameters* parameters, const char* name, double number,
                                                 kith_error** error);
KITH_C_API kith_status kith_parameters_set_string(kith_parameters* parameters, const char* name, const char* text,
                                                  size_t text_size, kith_error** error);
/* Copies the value; lists and maps are shared, so that this is cheap. */
KITH_C_API kith_status kith_parameters_set(kith_parameters* parameters, const char* name, const kith_value* value,
                                           kith_error** error);
/* Removes all. */
KITH_C_API void kith_parameters_clear(kith_parameters* parameters);
KITH_C_API void kith_parameters_free(kith_parameters* parameters);

/* --- Results --------------------------------------------------------------------------------------------------- */

/* One column of a result as arrays, good until the result is freed.
     kind      what all its values are that are not null: KITH_BOOLEAN, KITH_INTEGER, KITH_FLOAT, KITH_STRING,
   KITH_DATE; KITH_NULL when all are null; KITH_MIXED when they differ or are of another kind: then the arrays are NULL
               and kith_result_value reads them
     validity  one byte a row, 0 where the value is null; NULL when none is
     integers  of KITH_INTEGER, and days of KITH_DATE. Null rows hold 0, here and below
     numbers   of KITH_FLOAT
     booleans  of KITH_BOOLEAN, one byte a row
     bytes, offsets   of KITH_STRING: row i is bytes[offsets[i]] up to bytes[offsets[i + 1]] */
#define KITH_MIXED (-1)
typedef struct kith_column {
  size_t num_rows;
  const uint8_t* validity;
  const int64_t* integers;
  const double* numbers;
  const uint8_t* booleans;
  const char* bytes;
  const uint64_t* offsets;
  int32_t kind; /* a kith_kind, or KITH_MIXED */
} kith_column;

/* What a query changed. */
typedef struct kith_counters {
  uint64_t nodes_created, nodes_deleted;
  uint64_t relationships_created, relationships_deleted;
  uint64_t properties_set;
  uint64_t labels_added, labels_removed;
  uint64_t indexes_added, indexes_removed;
  uint64_t constraints_added, constraints_removed;
} kith_counters;

KITH_C_API size_t kith_result_num_rows(const kith_result* result);
KITH_C_API size_t kith_result_num_columns(const kith_result* result);
/* NULL outside of the columns. Good until the result is freed. */
KITH_C_API const char* kith_result_column_name(const kith_result* result, size_t column, size_t* size);
/* The arrays are made at the first call for a column. */
KITH_C_API kith_status kith_result_column(kith_result* result, size_t column, kith_column* out, kith_error** error);
/* Any single value, good until the result is freed. NULL outside of rows and columns. */
KITH_C_API const kith_value* kith_result_value(const kith_result* result, size_t row, size_t column);
KITH_C_API kith_status kith_result_counters(const kith_result* result, kith_counters* counters, kith_error** error);
/* The plan, for EXPLAIN and PROFILE; else "". Good until the result is freed. */
KITH_C_API const char* kith_result_plan(const kith_result* result);
KITH_C_API void kith_result_free(kith_result* result);

#ifdef __cplusplus
}
#endif

#endif
