/* tests/bindings/c/values_test.c: values go in and come out as they are. */
#include "check.h"

/* Sends a value through a query; the caller frees the result. */
static kith_result* round_trip(const scratch* s, const kith_value* value) {
  kith_parameters* parameters = NULL;
  CHECK_OK(kith_parameters_new(&parameters, &error));
  CHECK_OK(kith_parameters_set(parameters, "v", value, &error));
  kith_result* result = run(s, "RETURN $v", parameters);
  kith_parameters_free(parameters);
  return result;
}

static void check_text(const kith_value* value, const char* expected) {
  kith_value* text = NULL;
  CHECK_OK(kith_value_to_string(value, &text, &error));
  CHECK_TEXT(kith_value_as_string(text, NULL), expected);
  kith_value_free(text);
}

static void test_scalars(const scratch* s) {
  kith_value* values[6] = {NULL};
  CHECK_OK(kith_value_new_null(&values[0], &error));
  CHECK_OK(kith_value_new_boolean(true, &values[1], &error));
  CHECK_OK(kith_value_new_integer(INT64_MIN, &values[2], &error));
  CHECK_OK(kith_value_new_float(0.5, &values[3], &error));
  CHECK_OK(kith_value_new_string("a\0b 上海", 10, &values[4], &error));
  CHECK_OK(kith_value_new_string(NULL, 0, &values[5], &error));
  kith_value* list = NULL;
  CHECK_OK(kith_value_new_list((const kith_value* const*)values, 6, &list, &error));
  for (size_t i = 0; i < 6; ++i) kith_value_free(values[i]);

  kith_result* result = round_trip(s, list);
  kith_value_free(list);
  const kith_value* back = kith_result_value(result, 0, 0);
  CHECK(kith_value_kind(back) == KITH_LIST && kith_value_size(back) == 6);
  CHECK(kith_value_kind(kith_value_element(back, 0)) == KITH_NULL);
  bool boolean = false;
  int64_t integer = 0;
  double number = 0;
  size_t size = 0;
  CHECK(kith_value_as_boolean(kith_value_element(back, 1), &boolean) && boolean);
  CHECK(kith_value_as_integer(kith_value_element(back, 2), &integer) && integer == INT64_MIN);
  CHECK(kith_value_as_float(kith_value_element(back, 2), &number) && number == (double)INT64_MIN);
  CHECK(kith_value_as_float(kith_value_element(back, 3), &number) && number == 0.5);
  CHECK(!kith_value_as_integer(kith_value_element(back, 3), &integer));
  const char* text = kith_value_as_string(kith_value_element(back, 4), &size);
  CHECK(size == 10 && memcmp(text, "a\0b 上海", 11) == 0);
  CHECK_TEXT(kith_value_as_string(kith_value_element(back, 5), &size), "");
  CHECK(size == 0);
  CHECK(kith_value_as_string(back, &size) == NULL && size == 0);
  CHECK(kith_value_element(back, 6) == NULL);
  kith_result_free(result);
}

static void test_maps(const scratch* s) {
  kith_value *one = NULL, *two = NULL, *map = NULL;
  CHECK_OK(kith_value_new_integer(1, &one, &error));
  CHECK_OK(kith_value_new_string("zwei", KITH_NUL_TERMINATED, &two, &error));
  const char* keys[] = {"b", "a", "b"};
  const kith_value* entries[] = {one, one, two};
  CHECK_OK(kith_value_new_map(keys, entries, 3, &map, &error));
  kith_value_free(one);
  kith_value_free(two);
  kith_result* result = round_trip(s, map);
  kith_value_free(map);
  const kith_value* back = kith_result_value(result, 0, 0);
  CHECK(kith_value_kind(back) == KITH_MAP && kith_value_size(back) == 2);
  CHECK_TEXT(kith_value_as_string(kith_value_entry(back, "b", 1), NULL), "zwei");
  CHECK(kith_value_entry(back, "c", KITH_NUL_TERMINATED) == NULL);
  const char* key = NULL;
  size_t size = 0;
  const kith_value* entry = NULL;
  CHECK(kith_value_next_entry(back, &key, &size, &entry));
  CHECK(size == 1 && key[0] == 'a' && kith_value_kind(entry) == KITH_INTEGER);
  CHECK(kith_value_next_entry(back, &key, &size, &entry));
  CHECK(size == 1 && key[0] == 'b' && kith_value_kind(entry) == KITH_STRING);
  CHECK(!kith_value_next_entry(back, &key, &size, &entry) && key == NULL && entry == NULL);
  check_text(back, "{a: 1, b: 'zwei'}");
  kith_result_free(result);
}

static void test_array_lists(const scratch* s) {
  const int64_t integers[] = {7, 0, -7};
  const double numbers[] = {0.5, 0, -0.25};
  const uint8_t validity[] = {1, 0, 1};
  const uint64_t offsets[] = {0, 2, 2, 3};
  kith_value* columns[3] = {NULL};
  CHECK_OK(kith_value_new_integer_list(integers, validity, 3, &columns[0], &error));
  CHECK_OK(kith_value_new_float_list(numbers, NULL, 3, &columns[1], &error));
  CHECK_OK(kith_value_new_string_list("abc", offsets, validity, 3, &columns[2], &error));
  check_text(columns[0], "[7, null, -7]");
  check_text(columns[1], "[0.5, 0.0, -0.25]");
  check_text(columns[2], "['ab', null, 'c']");
  const char* keys[] = {"i", "f", "s"};
  kith_value* rows = NULL;
  CHECK_OK(kith_value_new_rows(keys, (const kith_value* const*)columns, 3, &rows, &error));
  kith_result* result = round_trip(s, rows);
  check_text(kith_value_element(kith_result_value(result, 0, 0), 2), "{f: -0.25, i: -7, s: 'c'}");
  kith_result_free(result);
  kith_value_free(rows);

  kith_value* copy = NULL;
  CHECK_OK(kith_value_copy(columns[0], &copy, &error));
  kith_value_free(columns[0]);
  check_text(copy, "[7, null, -7]");
  kith_value_free(copy);

  /* Columns of different lengths, and one that is no list. */
  CHECK_OK(kith_value_new_integer_list(integers, NULL, 2, &columns[0], &error));
  CHECK_FAILS(KITH_USAGE, kith_value_new_rows(keys, (const kith_value* const*)columns, 2, &rows, &error));
  kith_value_free(columns[0]);
  CHECK_OK(kith_value_new_integer(1, &columns[0], &error));
  CHECK_FAILS(KITH_USAGE, kith_value_new_rows(keys, (const kith_value* const*)columns, 1, &rows, &error));
  const uint64_t falling[] = {0, 2, 1};
  CHECK_FAILS(KITH_ARGUMENT_ERROR, kith_value_new_string_list("abc", falling, NULL, 2, &rows, &error));
  for (size_t i = 0; i < 3; ++i) kith_value_free(columns[i]);
  CHECK_OK(kith_value_new_rows(NULL, NULL, 0, &rows, &error));
  CHECK(kith_value_kind(rows) == KITH_LIST && kith_value_size(rows) == 0);
  kith_value_free(rows);
}

void test_values(void) {
  scratch s = scratch_new();
  test_scalars(&s);
  test_maps(&s);
  test_array_lists(&s);
  scratch_free(&s);
}

void test_temporal_values(void) {
  scratch s = scratch_new();
  const struct {
    kith_kind kind;
    kith_temporal fields;
    const char* text;
  } cases[] = {{KITH_DATE, {.days = 18627}, "2020-12-31"},
               {KITH_LOCAL_TIME, {.nanoseconds = 3661000000001}, "01:01:01.000000001"},
               {KITH_TIME, {.nanoseconds = 3600000000000, .offset_seconds = -5400}, "01:00-01:30"},
               {KITH_LOCAL_DATETIME, {.seconds = 86400, .nanoseconds = 500000000}, "1970-01-02T00:00:00.500"},
               {KITH_DATETIME, {.seconds = 0, .offset_seconds = 28800}, "1970-01-01T08:00+08:00"},
               {KITH_DATETIME,
                {.seconds = 0, .offset_seconds = 28800, .zone = "Asia/Shanghai"},
                "1970-01-01T08:00+08:00[Asia/Shanghai]"},
               {KITH_DURATION, {.months = 14, .days = -3, .seconds = 59, .nanoseconds = 1}, "P1Y2M-3DT59.000000001S"}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
    kith_value* value = NULL;
    CHECK_OK(kith_value_new_temporal(cases[i].kind, &cases[i].fields, &value, &error));
    kith_result* result = round_trip(&s, value);
    kith_value_free(value);
    const kith_value* back = kith_result_value(result, 0, 0);
    kith_temporal fields;
    CHECK(kith_value_kind(back) == cases[i].kind);
    check_text(back, cases[i].text);
    CHECK(kith_value_as_temporal(back, &fields));
    CHECK(fields.months == cases[i].fields.months && fields.days == cases[i].fields.days);
    CHECK(fields.seconds == cases[i].fields.seconds && fields.nanoseconds == cases[i].fields.nanoseconds);
    CHECK(fields.offset_seconds == cases[i].fields.offset_seconds);
    CHECK((fields.zone == NULL) == (cases[i].fields.zone == NULL));
    kith_result_free(result);
  }
  /* Numbers that no calendar has. */
  const struct {
    kith_kind kind;
    kith_temporal fields;
    kith_status status;
  } wrong[] = {{KITH_DATE, {.days = INT64_MAX}, KITH_ARGUMENT_ERROR},
               {KITH_DATE, {.days = -365243219163}, KITH_ARGUMENT_ERROR},
               {KITH_LOCAL_TIME, {.nanoseconds = 86400000000000}, KITH_ARGUMENT_ERROR},
               {KITH_TIME, {.offset_seconds = 64801}, KITH_ARGUMENT_ERROR},
               {KITH_LOCAL_DATETIME, {.nanoseconds = 1000000000}, KITH_ARGUMENT_ERROR},
               {KITH_DATETIME, {.seconds = INT64_MIN}, KITH_ARGUMENT_ERROR},
               {KITH_DATETIME, {.zone = "Mars/Olympus"}, KITH_ARGUMENT_ERROR},
               {KITH_DURATION, {.nanoseconds = -1}, KITH_ARGUMENT_ERROR},
               {KITH_STRING, {.days = 1}, KITH_USAGE}};
  for (size_t i = 0; i < sizeof wrong / sizeof *wrong; ++i) {
    kith_value* value = NULL;
    CHECK_FAILS(wrong[i].status, kith_value_new_temporal(wrong[i].kind, &wrong[i].fields, &value, &error));
    CHECK(value == NULL);
  }
  kith_value* parsed = NULL;
  CHECK_OK(kith_value_parse("2020-12-31", KITH_NUL_TERMINATED, "date", &parsed, &error));
  kith_temporal fields;
  CHECK(kith_value_as_temporal(parsed, &fields) && fields.days == 18627);
  kith_value_free(parsed);
  CHECK_FAILS(KITH_DATA, kith_value_parse("2020-13-31", KITH_NUL_TERMINATED, "date", &parsed, &error));
  CHECK_FAILS(KITH_USAGE, kith_value_parse("x", 1, "colour", &parsed, &error));
  scratch_free(&s);
}

void test_graph_values(void) {
  scratch s = scratch_new();
  execute(&s, "CREATE (:Facility:Big {name: '上海光源', year: 2009})-[:SERVES {since: 2010}]->(:Field {name: 'x'})");
  kith_result* result = run(&s, "MATCH p = (f:Facility)-[r]->(g) RETURN f, r, p, id(f), id(g)", NULL);
  const kith_value* node = kith_result_value(result, 0, 0);
  const kith_value* relationship = kith_result_value(result, 0, 1);
  const kith_value* path = kith_result_value(result, 0, 2);
  int64_t start_id = -1, end_id = -1;
  CHECK(kith_value_as_integer(kith_result_value(result, 0, 3), &start_id));
  CHECK(kith_value_as_integer(kith_result_value(result, 0, 4), &end_id));

  uint64_t id = 0, start = 0, end = 0;
  size_t size = 0;
  CHECK(kith_value_kind(node) == KITH_NODE && kith_value_id(node, &id) && id == (uint64_t)start_id);
  CHECK(kith_value_num_labels(node) == 2);
  CHECK_TEXT(kith_value_label(node, 0, NULL), "Big");
  CHECK_TEXT(kith_value_label(node, 1, &size), "Facility");
  CHECK(size == 8 && kith_value_label(node, 2, &size) == NULL && size == 0);
  CHECK(kith_value_size(node) == 2);
  CHECK_TEXT(kith_value_as_string(kith_value_entry(node, "name", 4), NULL), "上海光源");
  const char* key = NULL;
  const kith_value* entry = NULL;
  CHECK(kith_value_next_entry(node, &key, &size, &entry));
  CHECK_TEXT(key, "name");

  CHECK(kith_value_kind(relationship) == KITH_RELATIONSHIP && kith_value_id(relationship, &id));
  CHECK_TEXT(kith_value_type(relationship, &size), "SERVES");
  CHECK(kith_value_ends(relationship, &start, &end) && start == (uint64_t)start_id && end == (uint64_t)end_id);
  CHECK(kith_value_size(relationship) == 1 && kith_value_entry(relationship, "since", 5) != NULL);
  CHECK(kith_value_num_labels(relationship) == 0 && kith_value_type(node, NULL) == NULL);
  CHECK(!kith_value_ends(node, &start, &end));

  CHECK(kith_value_kind(path) == KITH_PATH && kith_value_size(path) == 3);
  const kith_kind kinds[] = {KITH_NODE, KITH_RELATIONSHIP, KITH_NODE};
  for (size_t i = 0; i < 3; ++i) {
    kith_value* element = NULL;
    CHECK_OK(kith_value_path_element(path, i, &element, &error));
    CHECK(kith_value_kind(element) == kinds[i]);
    kith_value_free(element);
  }
  kith_value* element = NULL;
  CHECK_FAILS(KITH_USAGE, kith_value_path_element(path, 3, &element, &error));
  CHECK_FAILS(KITH_USAGE, kith_value_path_element(node, 0, &element, &error));
  kith_result_free(result);
  scratch_free(&s);
}
