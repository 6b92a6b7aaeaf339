// values/temporal/construct.cpp: date(), localtime(), time(), localdatetime(), datetime() and duration().
#include <limits>
#include <string>

#include "values/temporal/calendar.hpp"
#include "values/temporal/duration.hpp"
#include "values/temporal/fields.hpp"
#include "values/temporal/functions.hpp"
#include "values/temporal/parts.hpp"
#include "values/temporal/text.hpp"

namespace kith::temporal {
namespace {

Error wrong_kind(std::string_view function, const Value& value) {
  return Error(ErrorKind::kTypeError, std::string(function) + "() takes a STRING, a MAP or a temporal value, found " +
                                          std::string(to_string(value.kind())))
      .with_detail("InvalidArgumentType");
}

Error lacks(std::string_view part, const Value& value) {
  return bad_argument("a " + std::string(to_string(value.kind())) + " has no " + std::string(part));
}

Result<DateTime> now(const Clock& clock, const std::optional<Zone>& zone) {
  return at_zone(clock.seconds, clock.nanoseconds, zone ? *zone : clock.zone);
}

Date date_of(const DateTime& datetime) { return {floor_divide(local_of(datetime).seconds, kSecondsPerDay)}; }

LocalTime local_time_of(const DateTime& datetime) {
  const LocalDateTime local = local_of(datetime);
  return {floor_modulo(local.seconds, kSecondsPerDay) * kNanosecondsPerSecond + local.nanoseconds};
}

Time time_of(const DateTime& datetime) { return {local_time_of(datetime).nanoseconds, datetime.offset_seconds}; }

/// The temporal value under one of the names, the first that is there; empty when none is.
Result<std::optional<Parts>> selected(const Fields& fields, std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names) {
    const Value* value = fields.find(name);
    if (value == nullptr) continue;
    std::optional<Parts> parts = parts_of(*value);
    if (!parts) {
      return Error(ErrorKind::kTypeError, "`" + std::string(name) + "` must be a temporal value, found " +
                                              std::string(to_string(value->kind())))
          .with_detail("InvalidArgumentType");
    }
    if (name == "date" && !parts->days) return lacks("date", *value);
    if (name == "time" && !parts->nanoseconds) return lacks("time", *value);
    if (name == "datetime" && !parts->days) return lacks("date", *value);
    return std::optional<Parts>(std::move(parts));
  }
  return std::optional<Parts>();
}

/// A zone says where now is, or belongs to kinds that have one.
Status check_zoneless(const Fields& fields) {
  if (fields.has("timezone")) return bad_argument("a value without a zone does not take `timezone` with other fields");
  return Status::success();
}

Status check_selectors(const Fields& fields) {
  if (fields.has("datetime") && fields.has_any({"date", "time"})) {
    return bad_argument("`datetime` excludes `date` and `time`");
  }
  return Status::success();
}

std::optional<std::int64_t> days_of(const std::optional<Parts>& parts) { return parts ? parts->days : std::nullopt; }

std::optional<TimeBase> time_base_of(const std::optional<Parts>& parts) {
  if (!parts || !parts->nanoseconds) return std::nullopt;
  return TimeBase{*parts->nanoseconds};
}

/// The offset of a zone without a date: a named one's is that of now.
Result<std::int32_t> current_offset(const Zone& zone, const Clock& clock) { return offset_at(zone, clock.seconds); }

/// The same instant of the day at another offset.
Time shifted(const Time& time, std::int32_t offset) {
  const std::int64_t shift = std::int64_t{offset - time.offset_seconds} * kNanosecondsPerSecond;
  return {floor_modulo(time.nanoseconds + shift, kNanosecondsPerDay), offset};
}

Result<Value> date_from_map(const Fields& fields, const Clock& clock) {
  KITH_CHECK_OK(fields.check_names(FieldGroup::kDate | FieldGroup::kZone, {"date", "datetime"}));
  KITH_CHECK_OK(check_selectors(fields));
  if (fields.is_only("timezone")) {
    KITH_TRY(const auto zone, fields.zone());
    KITH_TRY(const DateTime current, now(clock, zone));
    return Value(date_of(current));
  }
  KITH_CHECK_OK(check_zoneless(fields));
  KITH_TRY(const auto base, selected(fields, {"date", "datetime"}));
  KITH_TRY(const std::int64_t days, day_from(fields, days_of(base)));
  return Value(Date{days});
}

Result<Value> local_time_from_map(const Fields& fields, const Clock& clock) {
  KITH_CHECK_OK(fields.check_names(FieldGroup::kTime | FieldGroup::kZone, {"time", "datetime"}));
  KITH_CHECK_OK(check_selectors(fields));
  if (fields.is_only("timezone")) {
    KITH_TRY(const auto zone, fields.zone());
    KITH_TRY(const DateTime current, now(clock, zone));
    return Value(local_time_of(current));
  }
  KITH_CHECK_OK(check_zoneless(fields));
  if (fields.empty()) return bad_argument("a time needs `hour`");
  KITH_TRY(const auto base, selected(fields, {"time", "datetime"}));
  KITH_TRY(const std::int64_t nanoseconds, time_from(fields, time_base_of(base)));
  return Value(LocalTime{nanoseconds});
}

Result<Value> time_from_map(const Fields& fields, const Clock& clock) {
  KITH_CHECK_OK(fields.check_names(FieldGroup::kTime | FieldGroup::kZone, {"time", "datetime"}));
  KITH_CHECK_OK(check_selectors(fields));
  KITH_TRY(const auto zone, fields.zone());
  if (fields.is_only("timezone")) {
    KITH_TRY(const DateTime current, now(clock, zone));
    return Value(time_of(current));
  }
  if (fields.empty()) return bad_argument("a time needs `hour`");
  KITH_TRY(const auto base, selected(fields, {"time", "datetime"}));
  KITH_TRY(const std::int64_t nanoseconds, time_from(fields, time_base_of(base)));
  const bool base_has_offset = base && base->offset_seconds;
  if (!zone) {
    if (base_has_offset) return Value(Time{nanoseconds, *base->offset_seconds});
    KITH_TRY(const std::int32_t offset, current_offset(clock.zone, clock));
    return Value(Time{nanoseconds, offset});
  }
  KITH_TRY(const std::int32_t offset, current_offset(*zone, clock));
  if (base_has_offset) return Value(shifted(Time{nanoseconds, *base->offset_seconds}, offset));
  return Value(Time{nanoseconds, offset});
}

/// The day and time that the fields name, and the zone that the time came with.
struct LocalSelection {
  LocalDateTime local;
  std::optional<Zone> zone;
  std::optional<std::int32_t> offset_seconds;
};

Result<LocalSelection> local_selection(const Fields& fields) {
  KITH_CHECK_OK(check_selectors(fields));
  KITH_TRY(const auto date_base, selected(fields, {"date", "datetime"}));
  KITH_TRY(const auto time_base, selected(fields, {"time", "datetime"}));
  KITH_TRY(const std::int64_t days, day_from(fields, days_of(date_base)));
  KITH_TRY(const std::int64_t nanoseconds, time_from(fields, time_base_of(time_base)));
  LocalSelection selection;
  selection.local = local_datetime_from(days, nanoseconds);
  if (time_base) {
    selection.zone = time_base->zone;
    selection.offset_seconds = time_base->offset_seconds;
  }
  return selection;
}

Result<Value> local_datetime_from_map(const Fields& fields, const Clock& clock) {
  KITH_CHECK_OK(
      fields.check_names(FieldGroup::kDate | FieldGroup::kTime | FieldGroup::kZone, {"date", "time", "datetime"}));
  if (fields.is_only("timezone")) {
    KITH_TRY(const auto zone, fields.zone());
    KITH_TRY(const DateTime current, now(clock, zone));
    return Value(local_of(current));
  }
  KITH_CHECK_OK(check_zoneless(fields));
  KITH_TRY(const LocalSelection selection, local_selection(fields));
  return Value(selection.local);
}

/// {epochSeconds: ..., nanosecond: ...} and {epochMillis: ..., nanosecond: ...}.
Result<Value> datetime_from_epoch_fields(const Fields& fields, const Zone& zone) {
  constexpr std::int64_t kMin = std::numeric_limits<std::int64_t>::min();
  constexpr std::int64_t kMax = std::numeric_limits<std::int64_t>::max();
  for (const std::string_view other :
       {"year", "month", "day", "week", "dayOfWeek", "ordinalDay", "quarter", "date", "dayOfQuarter", "hour", "minute",
        "second", "millisecond", "microsecond", "time", "datetime"}) {
    if (fields.has(other)) return bad_argument("an epoch excludes `" + std::string(other) + "`");
  }
  if (fields.has("epochSeconds") && fields.has("epochMillis")) {
    return bad_argument("`epochSeconds` excludes `epochMillis`");
  }
  KITH_TRY(const auto whole_seconds, fields.integer("epochSeconds", kMin, kMax));
  KITH_TRY(const auto millis, fields.integer("epochMillis", kMin, kMax));
  KITH_TRY(const auto more, fields.integer("nanosecond", 0, (millis ? 1'000'000 : kNanosecondsPerSecond) - 1));
  const std::int64_t seconds = whole_seconds ? *whole_seconds : floor_divide(*millis, 1'000);
  const std::int64_t nanoseconds = more.value_or(0) + (millis ? floor_modulo(*millis, 1'000) * 1'000'000 : 0);
  if (!is_in_range(floor_divide(seconds, kSecondsPerDay))) return bad_argument("the instant lies too far from 1970");
  KITH_TRY(DateTime datetime, at_zone(seconds, static_cast<std::int32_t>(nanoseconds), zone));
  return Value(std::move(datetime));
}

Result<Value> datetime_from_map(const Fields& fields, const Clock& clock) {
  KITH_CHECK_OK(fields.check_names(FieldGroup::kDate | FieldGroup::kTime | FieldGroup::kZone | FieldGroup::kEpoch,
                                   {"date", "time", "datetime"}));
  KITH_TRY(const auto zone, fields.zone());
  if (fields.is_only("timezone")) {
    KITH_TRY(DateTime current, now(clock, zone));
    return Value(std::move(current));
  }
  if (fields.has_any({"epochSeconds", "epochMillis"})) {
    return datetime_from_epoch_fields(fields, zone ? *zone : clock.zone);
  }
  KITH_TRY(const LocalSelection selection, local_selection(fields));
  const Zone& first_zone = selection.zone ? *selection.zone : zone ? *zone : clock.zone;
  KITH_TRY(DateTime datetime, resolve(selection.local, first_zone, selection.offset_seconds));
  if (selection.zone && zone) {  // the time had a zone of its own: the same instant, shown in the new one
    KITH_TRY(DateTime moved, at_zone(datetime.seconds, datetime.nanoseconds, *zone));
    return Value(std::move(moved));
  }
  return Value(std::move(datetime));
}

/// How each kind is made from its clock, from text, from the parts of another value, and from a map.
struct DateMaker {
  static constexpr std::string_view kName = "date";
  static Value from_now(const DateTime& current) { return date_of(current); }
  static Result<Value> from_text(std::string_view text, const Clock&) {
    KITH_TRY(const Date date, parse_date(text));
    return Value(date);
  }
  static Result<Value> from_parts(const Parts& parts, const Value& value, const Clock&) {
    if (!parts.days) return lacks("date", value);
    return Value(Date{*parts.days});
  }
  static Result<Value> from_map(const Fields& fields, const Clock& clock) { return date_from_map(fields, clock); }
};

struct LocalTimeMaker {
  static constexpr std::string_view kName = "localtime";
  static Value from_now(const DateTime& current) { return local_time_of(current); }
  static Result<Value> from_text(std::string_view text, const Clock&) {
    KITH_TRY(const LocalTime time, parse_local_time(text));
    return Value(time);
  }
  static Result<Value> from_parts(const Parts& parts, const Value& value, const Clock&) {
    if (!parts.nanoseconds) return lacks("time", value);
    return Value(LocalTime{*parts.nanoseconds});
  }
  static Result<Value> from_map(const Fields& fields, const Clock& clock) { return local_time_from_map(fields, clock); }
};

struct TimeMaker {
  static constexpr std::string_view kName = "time";
  static Value from_now(const DateTime& current) { return time_of(current); }
  static Result<Value> from_text(std::string_view text, const Clock& clock) {
    KITH_TRY(const std::int32_t offset, current_offset(clock.zone, clock));
    KITH_TRY(const Time time, parse_time(text, offset));
    return Value(time);
  }
  static Result<Value> from_parts(const Parts& parts, const Value& value, const Clock& clock) {
    if (!parts.nanoseconds) return lacks("time", value);
    if (parts.offset_seconds) return Value(Time{*parts.nanoseconds, *parts.offset_seconds});
    KITH_TRY(const std::int32_t offset, current_offset(clock.zone, clock));
    return Value(Time{*parts.nanoseconds, offset});
  }
  static Result<Value> from_map(const Fields& fields, const Clock& clock) { return time_from_map(fields, clock); }
};

struct LocalDateTimeMaker {
  static constexpr std::string_view kName = "localdatetime";
  static Value from_now(const DateTime& current) { return local_of(current); }
  static Result<Value> from_text(std::string_view text, const Clock&) {
    KITH_TRY(const LocalDateTime datetime, parse_local_datetime(text));
    return Value(datetime);
  }
  static Result<Value> from_parts(const Parts& parts, const Value& value, const Clock&) {
    if (!parts.days) return lacks("date", value);
    return Value(parts.local());
  }
  static Result<Value> from_map(const Fields& fields, const Clock& clock) {
    return local_datetime_from_map(fields, clock);
  }
};

struct DateTimeMaker {
  static constexpr std::string_view kName = "datetime";
  static Value from_now(const DateTime& current) { return current; }
  static Result<Value> from_text(std::string_view text, const Clock& clock) {
    KITH_TRY(DateTime datetime, parse_datetime(text, clock.zone));
    return Value(std::move(datetime));
  }
  static Result<Value> from_parts(const Parts& parts, const Value& value, const Clock& clock) {
    if (!parts.days) return lacks("date", value);
    if (value.is(ValueKind::kDateTime)) return value;
    KITH_TRY(DateTime datetime, resolve(parts.local(), clock.zone));
    return Value(std::move(datetime));
  }
  static Result<Value> from_map(const Fields& fields, const Clock& clock) { return datetime_from_map(fields, clock); }
};

Error too_many_arguments(std::string_view function) {
  return Error(ErrorKind::kSyntaxError, std::string(function) + "() takes at most one argument")
      .with_detail("InvalidNumberOfArguments");
}

template <class Maker>
Result<Value> make(Arguments arguments, const Clock& clock) {
  if (arguments.size() > 1) return too_many_arguments(Maker::kName);
  if (arguments.empty()) {
    KITH_TRY(const DateTime current, now(clock, std::nullopt));
    return Maker::from_now(current);
  }
  const Value& value = arguments.front();
  if (value.is_null()) return Value();
  if (value.is(ValueKind::kString)) return Maker::from_text(value.get<std::string>(), clock);
  if (value.is(ValueKind::kMap)) return Maker::from_map(Fields(value.map()), clock);
  const std::optional<Parts> parts = parts_of(value);
  if (!parts) return wrong_kind(Maker::kName, value);
  return Maker::from_parts(*parts, value, clock);
}

template <class Maker>
Result<Value> current(Arguments arguments, const Clock& clock) {
  if (arguments.size() > 1) return too_many_arguments(Maker::kName);
  std::optional<Zone> zone;
  if (!arguments.empty()) {
    const Value& value = arguments.front();
    if (value.is_null()) return Value();
    if (value.is(ValueKind::kString)) {
      KITH_TRY(zone, parse_zone(value.get<std::string>()));
    } else if (value.is(ValueKind::kMap)) {
      const Fields fields(value.map());
      KITH_CHECK_OK(fields.check_names(static_cast<unsigned>(FieldGroup::kZone), {}));
      KITH_TRY(zone, fields.zone());
    } else {
      return Error(ErrorKind::kTypeError, "a time zone must be a STRING, found " + std::string(to_string(value.kind())))
          .with_detail("InvalidArgumentType");
    }
  }
  KITH_TRY(const DateTime instant, now(clock, zone));
  return Maker::from_now(instant);
}

struct DurationField {
  std::string_view name;
  void (*add_integer)(DurationParts&, std::int64_t);
  void (*add_float)(DurationParts&, long double);
};

constexpr DurationField kDurationFields[] = {
    {"years", [](DurationParts& p, std::int64_t n) { p.add_months(n, 12); },
     [](DurationParts& p, long double n) { p.add_real_months(n * 12); }},
    {"quarters", [](DurationParts& p, std::int64_t n) { p.add_months(n, 3); },
     [](DurationParts& p, long double n) { p.add_real_months(n * 3); }},
    {"months", [](DurationParts& p, std::int64_t n) { p.add_months(n); },
     [](DurationParts& p, long double n) { p.add_real_months(n); }},
    {"weeks", [](DurationParts& p, std::int64_t n) { p.add_days(n, 7); },
     [](DurationParts& p, long double n) { p.add_real_days(n * 7); }},
    {"days", [](DurationParts& p, std::int64_t n) { p.add_days(n); },
     [](DurationParts& p, long double n) { p.add_real_days(n); }},
    {"hours", [](DurationParts& p, std::int64_t n) { p.add_seconds(n, kSecondsPerHour); },
     [](DurationParts& p, long double n) { p.add_real_seconds(n * kSecondsPerHour); }},
    {"minutes", [](DurationParts& p, std::int64_t n) { p.add_seconds(n, kSecondsPerMinute); },
     [](DurationParts& p, long double n) { p.add_real_seconds(n * kSecondsPerMinute); }},
    {"seconds", [](DurationParts& p, std::int64_t n) { p.add_seconds(n); },
     [](DurationParts& p, long double n) { p.add_real_seconds(n); }},
    {"milliseconds", [](DurationParts& p, std::int64_t n) { p.add_nanoseconds(n, 1'000'000); },
     [](DurationParts& p, long double n) { p.add_real_nanoseconds(n * 1e6L); }},
    {"microseconds", [](DurationParts& p, std::int64_t n) { p.add_nanoseconds(n, 1'000); },
     [](DurationParts& p, long double n) { p.add_real_nanoseconds(n * 1e3L); }},
    {"nanoseconds", [](DurationParts& p, std::int64_t n) { p.add_nanoseconds(n); },
     [](DurationParts& p, long double n) { p.add_real_nanoseconds(n); }},
};

Result<Duration> duration_from_map(const Map& map) {
  if (map.empty()) return bad_argument("a duration needs at least one field, such as `days`");
  DurationParts parts;
  for (const auto& [key, value] : map) {
    const DurationField* field = nullptr;
    for (const DurationField& candidate : kDurationFields) {
      if (candidate.name == key) field = &candidate;
    }
    if (field == nullptr) return bad_argument("`" + key + "` is no field of a duration");
    if (value.is(ValueKind::kInteger)) {
      field->add_integer(parts, value.get<std::int64_t>());
    } else if (value.is(ValueKind::kFloat)) {
      field->add_float(parts, value.get<double>());
    } else {
      return Error(ErrorKind::kTypeError,
                   "`" + key + "` must be a number, found " + std::string(to_string(value.kind())))
          .with_detail("InvalidArgumentType");
    }
  }
  return parts.to_duration();
}

}  // namespace

Result<Value> make_date(Arguments arguments, const Clock& clock) { return make<DateMaker>(arguments, clock); }
Result<Value> make_local_time(Arguments arguments, const Clock& clock) {
  return make<LocalTimeMaker>(arguments, clock);
}
Result<Value> make_time(Arguments arguments, const Clock& clock) { return make<TimeMaker>(arguments, clock); }
Result<Value> make_local_datetime(Arguments arguments, const Clock& clock) {
  return make<LocalDateTimeMaker>(arguments, clock);
}
Result<Value> make_datetime(Arguments arguments, const Clock& clock) { return make<DateTimeMaker>(arguments, clock); }

Result<Value> current_date(Arguments arguments, const Clock& clock) { return current<DateMaker>(arguments, clock); }
Result<Value> current_local_time(Arguments arguments, const Clock& clock) {
  return current<LocalTimeMaker>(arguments, clock);
}
Result<Value> current_time(Arguments arguments, const Clock& clock) { return current<TimeMaker>(arguments, clock); }
Result<Value> current_local_datetime(Arguments arguments, const Clock& clock) {
  return current<LocalDateTimeMaker>(arguments, clock);
}
Result<Value> current_datetime(Arguments arguments, const Clock& clock) {
  return current<DateTimeMaker>(arguments, clock);
}

Result<Value> make_duration(Arguments arguments) {
  if (arguments.size() != 1) {
    return Error(ErrorKind::kSyntaxError, "duration() takes one argument").with_detail("InvalidNumberOfArguments");
  }
  const Value& value = arguments.front();
  if (value.is_null() || value.is(ValueKind::kDuration)) return value;
  if (value.is(ValueKind::kString)) {
    KITH_TRY(const Duration duration, parse_duration(value.get<std::string>()));
    return Value(duration);
  }
  if (value.is(ValueKind::kMap)) {
    KITH_TRY(const Duration duration, duration_from_map(value.map()));
    return Value(duration);
  }
  return Error(ErrorKind::kTypeError,
               "duration() takes a STRING or a MAP, found " + std::string(to_string(value.kind())))
      .with_detail("InvalidArgumentType");
}

Result<Value> from_epoch(Arguments arguments) {
  if (arguments.size() != 2) {
    return Error(ErrorKind::kSyntaxError, "datetime.fromepoch() takes seconds and nanoseconds")
        .with_detail("InvalidNumberOfArguments");
  }
  if (arguments[0].is_null() || arguments[1].is_null()) return Value();
  const Map map{{"epochSeconds", arguments[0]}, {"nanosecond", arguments[1]}};
  return datetime_from_epoch_fields(Fields(map), Zone{});
}

Result<Value> from_epoch_millis(Arguments arguments) {
  if (arguments.size() != 1) {
    return Error(ErrorKind::kSyntaxError, "datetime.fromepochmillis() takes milliseconds")
        .with_detail("InvalidNumberOfArguments");
  }
  if (arguments[0].is_null()) return Value();
  const Map map{{"epochMillis", arguments[0]}};
  return datetime_from_epoch_fields(Fields(map), Zone{});
}

}  // namespace kith::temporal
