// bindings/c/value_new.cpp: values for parameters.
#include "bindings/c/guard.hpp"

using kith::Error;
using kith::ErrorKind;
using kith::List;
using kith::Map;
using kith::Result;
using kith::Status;
using kith::Value;
using kith::c::guarded_output;
using kith::c::own;
using kith::c::require;
using kith::c::value_of;

namespace {

constexpr std::int64_t kNanosecondsPerSecond = 1'000'000'000;
constexpr std::int64_t kSecondsPerDay = 86'400;
// Days from 1970-01-01 to the first day of the year -999,999,999 and to the last of 999,999,999.
constexpr std::int64_t kFirstDay = -365'243'219'162, kLastDay = 365'241'780'471;
constexpr std::int32_t kLargestOffset = 18 * 3600;

template <class Body>
kith_status make(kith_value** value, kith_error** error, Body&& body) noexcept {
  return guarded_output(value, "value", error, [&]() -> Status {
    KITH_TRY(Value made, body());
    *value = own(std::move(made));
    return Status::success();
  });
}

Status check(bool in_range, const char* field) {
  if (in_range) return Status::success();
  return Error(ErrorKind::kArgumentError, std::string("`") + field + "` is out of range");
}

Status check_time_of_day(std::int64_t nanoseconds) {
  return check(nanoseconds >= 0 && nanoseconds < kSecondsPerDay * kNanosecondsPerSecond, "nanoseconds");
}

Status check_fraction(std::int64_t nanoseconds) {
  return check(nanoseconds >= 0 && nanoseconds < kNanosecondsPerSecond, "nanoseconds");
}

Status check_instant(const kith_temporal& fields) {
  KITH_CHECK_OK(check_fraction(fields.nanoseconds));
  return check(fields.seconds >= kFirstDay * kSecondsPerDay && fields.seconds < (kLastDay + 1) * kSecondsPerDay,
               "seconds");
}

Status check_offset(std::int32_t seconds) {
  return check(seconds >= -kLargestOffset && seconds <= kLargestOffset, "offset_seconds");
}

Result<Value> date_time(const kith_temporal& fields) {
  KITH_CHECK_OK(check_instant(fields));
  KITH_CHECK_OK(check_offset(fields.offset_seconds));
  // The offset brings the local time out of the calendar at its two ends.
  const std::int64_t local = fields.seconds + fields.offset_seconds;
  KITH_CHECK_OK(check(local >= kFirstDay * kSecondsPerDay && local < (kLastDay + 1) * kSecondsPerDay, "seconds"));
  std::shared_ptr<const std::string> zone;
  if (fields.zone != nullptr) {
    zone = std::make_shared<const std::string>(fields.zone);
    if (!kith::parse_value("1970-01-01T00:00[" + *zone + "]", "datetime").ok()) {
      return Error(ErrorKind::kArgumentError, "`zone` is no time zone: '" + *zone + "'");
    }
  }
  return Value(kith::DateTime{fields.seconds, static_cast<std::int32_t>(fields.nanoseconds), fields.offset_seconds,
                              std::move(zone)});
}

Result<Value> temporal_value(kith_kind kind, const kith_temporal& fields) {
  switch (kind) {
    case KITH_DATE:
      KITH_CHECK_OK(check(fields.days >= kFirstDay && fields.days <= kLastDay, "days"));
      return Value(kith::Date{fields.days});
    case KITH_LOCAL_TIME:
      KITH_CHECK_OK(check_time_of_day(fields.nanoseconds));
      return Value(kith::LocalTime{fields.nanoseconds});
    case KITH_TIME:
      KITH_CHECK_OK(check_time_of_day(fields.nanoseconds));
      KITH_CHECK_OK(check_offset(fields.offset_seconds));
      return Value(kith::Time{fields.nanoseconds, fields.offset_seconds});
    case KITH_LOCAL_DATETIME:
      KITH_CHECK_OK(check_instant(fields));
      return Value(kith::LocalDateTime{fields.seconds, static_cast<std::int32_t>(fields.nanoseconds)});
    case KITH_DATETIME:
      return date_time(fields);
    case KITH_DURATION:
      KITH_CHECK_OK(check_fraction(fields.nanoseconds));
      return Value(
          kith::Duration{fields.months, fields.days, fields.seconds, static_cast<std::int32_t>(fields.nanoseconds)});
    default:
      return Error(ErrorKind::kUsage, "`kind` is no temporal kind");
  }
}

/// A list with element i = get(i), or null where validity says so.
template <class Get>
Result<Value> list_of(std::size_t num_elements, const std::uint8_t* validity, const Get& get) {
  List elements;
  elements.reserve(num_elements);
  for (std::size_t i = 0; i < num_elements; ++i) {
    if (validity != nullptr && validity[i] == 0) {
      elements.emplace_back();
    } else {
      elements.emplace_back(get(i));
    }
  }
  return Value(std::move(elements));
}

/// Errors: kUsage when there should be elements but `array` is NULL.
Status require_array(const void* array, std::size_t num_elements, const char* name) {
  return num_elements == 0 ? Status::success() : require(array, name);
}

Result<Value> rows_of(const char* const* keys, const kith_value* const* columns, std::size_t num_columns) {
  std::vector<const List*> lists;
  for (std::size_t c = 0; c < num_columns; ++c) {
    KITH_CHECK_OK(require(keys[c], "keys[i]"));
    KITH_CHECK_OK(require(columns[c], "columns[i]"));
    if (!value_of(columns[c]).is(kith::ValueKind::kList)) {
      return Error(ErrorKind::kUsage, std::string("column `") + keys[c] + "` is no list");
    }
    lists.push_back(&value_of(columns[c]).list());
    if (lists[c]->size() != lists[0]->size()) {
      return Error(ErrorKind::kUsage, std::string("column `") + keys[c] + "` has " + std::to_string(lists[c]->size()) +
                                          " elements, the first " + std::to_string(lists[0]->size()));
    }
  }
  List rows;
  const std::size_t num_rows = lists.empty() ? 0 : lists[0]->size();
  rows.reserve(num_rows);
  for (std::size_t i = 0; i < num_rows; ++i) {
    Map row;
    for (std::size_t c = 0; c < num_columns; ++c) row.insert_or_assign(keys[c], (*lists[c])[i]);
    rows.emplace_back(std::move(row));
  }
  return Value(std::move(rows));
}

}  // namespace

kith_status kith_value_new_null(kith_value** value, kith_error** error) {
  return make(value, error, []() -> Result<Value> { return Value(); });
}

kith_status kith_value_new_boolean(bool boolean, kith_value** value, kith_error** error) {
  return make(value, error, [&]() -> Result<Value> { return Value(boolean); });
}

kith_status kith_value_new_integer(int64_t integer, kith_value** value, kith_error** error) {
  return make(value, error, [&]() -> Result<Value> { return Value(integer); });
}

kith_status kith_value_new_float(double number, kith_value** value, kith_error** error) {
  return make(value, error, [&]() -> Result<Value> { return Value(number); });
}

kith_status kith_value_new_string(const char* text, size_t text_size, kith_value** value, kith_error** error) {
  return make(value, error, [&]() -> Result<Value> {
    KITH_TRY(const std::string_view bytes, kith::c::text_of(text, text_size, "text"));
    return Value(bytes);
  });
}

kith_status kith_value_new_temporal(kith_kind kind, const kith_temporal* temporal, kith_value** value,
                                    kith_error** error) {
  return make(value, error, [&]() -> Result<Value> {
    KITH_CHECK_OK(require(temporal, "temporal"));
    return temporal_value(kind, *temporal);
  });
}

kith_status kith_value_parse(const char* text, size_t text_size, const char* type, kith_value** value,
                             kith_error** error) {
  return make(value, error, [&]() -> Result<Value> {
    KITH_TRY(const std::string_view bytes, kith::c::text_of(text, text_size, "text"));
    KITH_CHECK_OK(require(type, "type"));
    return kith::parse_value(bytes, type);
  });
}

kith_status kith_value_new_list(const kith_value* const* elements, size_t num_elements, kith_value** value,
                                kith_error** error) {
  return make(value, error, [&]() -> Result<Value> {
    KITH_CHECK_OK(require_array(elements, num_elements, "elements"));
    for (std::size_t i = 0; i < num_elements; ++i) KITH_CHECK_OK(require(elements[i], "elements[i]"));
    return list_of(num_elements, nullptr, [&](std::size_t i) { return value_of(elements[i]); });
  });
}

kith_status kith_value_new_map(const char* const* keys, const kith_value* const* values, size_t num_entries,
                               kith_value** value, kith_error** error) {
  return make(value, error, [&]() -> Result<Value> {
    KITH_CHECK_OK(require_array(keys, num_entries, "keys"));
    KITH_CHECK_OK(require_array(values, num_entries, "values"));
    Map entries;
    for (std::size_t i = 0; i < num_entries; ++i) {
      KITH_CHECK_OK(require(keys[i], "keys[i]"));
      KITH_CHECK_OK(require(values[i], "values[i]"));
      entries.insert_or_assign(keys[i], value_of(values[i]));
    }
    return Value(std::move(entries));
  });
}

kith_status kith_value_new_integer_list(const int64_t* integers, const uint8_t* validity, size_t num_elements,
                                        kith_value** value, kith_error** error) {
  return make(value, error, [&]() -> Result<Value> {
    KITH_CHECK_OK(require_array(integers, num_elements, "integers"));
    return list_of(num_elements, validity, [&](std::size_t i) { return Value(std::int64_t{integers[i]}); });
  });
}

kith_status kith_value_new_float_list(const double* numbers, const uint8_t* validity, size_t num_elements,
                                      kith_value** value, kith_error** error) {
  return make(value, error, [&]() -> Result<Value> {
    KITH_CHECK_OK(require_array(numbers, num_elements, "numbers"));
    return list_of(num_elements, validity, [&](std::size_t i) { return Value(numbers[i]); });
  });
}

kith_status kith_value_new_string_list(const char* bytes, const uint64_t* offsets, const uint8_t* validity,
                                       size_t num_elements, kith_value** value, kith_error** error) {
  return make(value, error, [&]() -> Result<Value> {
    KITH_CHECK_OK(require_array(offsets, num_elements, "offsets"));
    if (num_elements > 0) KITH_CHECK_OK(require_array(bytes, offsets[num_elements] - offsets[0], "bytes"));
    for (std::size_t i = 0; i < num_elements; ++i) KITH_CHECK_OK(check(offsets[i] <= offsets[i + 1], "offsets"));
    return list_of(num_elements, validity, [&](std::size_t i) {
      const std::size_t size = offsets[i + 1] - offsets[i];
      return Value(size == 0 ? std::string_view() : std::string_view(bytes + offsets[i], size));
    });
  });
}

kith_status kith_value_new_rows(const char* const* keys, const kith_value* const* columns, size_t num_columns,
                                kith_value** value, kith_error** error) {
  return make(value, error, [&]() -> Result<Value> {
    KITH_CHECK_OK(require_array(keys, num_columns, "keys"));
    KITH_CHECK_OK(require_array(columns, num_columns, "columns"));
    return rows_of(keys, columns, num_columns);
  });
}

kith_status kith_value_copy(const kith_value* from, kith_value** value, kith_error** error) {
  return make(value, error, [&]() -> Result<Value> {
    KITH_CHECK_OK(require(from, "from"));
    return value_of(from);
  });
}

kith_status kith_value_to_string(const kith_value* from, kith_value** text, kith_error** error) {
  return make(text, error, [&]() -> Result<Value> {
    KITH_CHECK_OK(require(from, "from"));
    return Value(kith::to_display_string(value_of(from)));
  });
}

void kith_value_free(kith_value* value) { delete reinterpret_cast<Value*>(value); }
