// values/temporal/truncate.cpp: date.truncate() and its kin.
#include <algorithm>
#include <string>

#include "values/temporal/calendar.hpp"
#include "values/temporal/fields.hpp"
#include "values/temporal/functions.hpp"
#include "values/temporal/parts.hpp"

namespace kith::temporal {
namespace {

/// From the coarsest to the finest.
enum class Unit : std::uint8_t {
  kMillennium,
  kCentury,
  kDecade,
  kYear,
  kWeekYear,
  kQuarter,
  kMonth,
  kWeek,
  kDay,
  kHour,
  kMinute,
  kSecond,
  kMillisecond,
  kMicrosecond,
};

constexpr std::string_view kUnitNames[] = {"millennium", "century", "decade",      "year",       "weekYear",
                                           "quarter",    "month",   "week",        "day",        "hour",
                                           "minute",     "second",  "millisecond", "microsecond"};

Result<Unit> parse_unit(const Value& value) {
  if (!value.is(ValueKind::kString)) {
    return Error(ErrorKind::kTypeError, "the unit must be a STRING, found " + std::string(to_string(value.kind())))
        .with_detail("InvalidArgumentType");
  }
  const std::string& name = value.get<std::string>();
  const auto found = std::find(std::begin(kUnitNames), std::end(kUnitNames), name);
  if (found == std::end(kUnitNames)) {
    std::string known;
    for (const std::string_view unit : kUnitNames) known += (known.empty() ? "" : ", ") + std::string(unit);
    return bad_argument("'" + name + "' is no unit to truncate to").with_hint("units: " + known);
  }
  return static_cast<Unit>(found - std::begin(kUnitNames));
}

std::int64_t first_of_year(std::int64_t year) { return days_from(YearMonthDay{year, 1, 1}); }

/// The first day of the unit that holds the day. The earliest years of the calendar have no whole millennium below
/// them.
Result<std::int64_t> truncate_day(std::int64_t days, Unit unit) {
  const YearMonthDay date = year_month_day(days);
  const auto of_years = [&](std::int64_t years) { return first_of_year(floor_divide(date.year, years) * years); };
  switch (unit) {
    case Unit::kMillennium:
      return add_days(of_years(1'000), 0);
    case Unit::kCentury:
      return add_days(of_years(100), 0);
    case Unit::kDecade:
      return add_days(of_years(10), 0);
    case Unit::kYear:
      return first_of_year(date.year);
    case Unit::kWeekYear:
      return add_days(days_from(WeekDate{week_date(days).week_year, 1, 1}), 0);
    case Unit::kQuarter:
      return first_day_of_quarter(date.year, quarter(days));
    case Unit::kMonth:
      return days - (date.day - 1);
    case Unit::kWeek:
      return add_days(days, 1 - day_of_week(days));
    default:
      return days;
  }
}

/// Length in nanoseconds of the units up to a day; 0 of those above, which leave midnight.
std::int64_t unit_length(Unit unit) {
  switch (unit) {
    case Unit::kHour:
      return kSecondsPerHour * kNanosecondsPerSecond;
    case Unit::kMinute:
      return kSecondsPerMinute * kNanosecondsPerSecond;
    case Unit::kSecond:
      return kNanosecondsPerSecond;
    case Unit::kMillisecond:
      return 1'000'000;
    case Unit::kMicrosecond:
      return 1'000;
    default:
      return kNanosecondsPerDay;
  }
}

/// The kind of value to make.
struct Target {
  std::string_view function;
  bool has_date;
  bool has_time;
  bool has_zone;
};

struct Truncated {
  std::int64_t days = 0;
  std::int64_t nanoseconds = 0;
  std::optional<Zone> zone;
  std::optional<std::int32_t> offset_seconds;
};

Status check_units(const Target& target, Unit unit, const Parts& parts, const Value& value) {
  const std::string name(kUnitNames[static_cast<std::size_t>(unit)]);
  if (target.has_date && !parts.days) {
    return bad_argument(std::string(target.function) + "() needs a date; a " + std::string(to_string(value.kind())) +
                        " has none");
  }
  if (!target.has_date && !parts.nanoseconds) {
    return bad_argument(std::string(target.function) + "() needs a time; a " + std::string(to_string(value.kind())) +
                        " has none");
  }
  if (!target.has_date && unit < Unit::kDay) return bad_argument("`" + name + "` is too large a unit for a time");
  if (unit > Unit::kDay && (!target.has_time || !parts.nanoseconds)) {
    return bad_argument("`" + name + "` is too small a unit for a date");
  }
  return Status::success();
}

/// Parts of now for the one-argument form.
Result<Value> argument_or_now(Arguments arguments, const Clock& clock) {
  if (arguments.size() > 1) return arguments[1];
  KITH_TRY(DateTime current, at_zone(clock.seconds, clock.nanoseconds, clock.zone));
  return Value(std::move(current));
}

bool any_null(Arguments arguments) {
  return std::any_of(arguments.begin(), arguments.end(), [](const Value& value) { return value.is_null(); });
}

Result<Truncated> truncate(const Target& target, Arguments arguments, const Clock& clock) {
  KITH_TRY(const Unit unit, parse_unit(arguments[0]));
  KITH_TRY(const Value value, argument_or_now(arguments, clock));
  const std::optional<Parts> parts = parts_of(value);
  if (!parts) {
    return Error(ErrorKind::kTypeError, std::string(target.function) + "() takes a temporal value, found " +
                                            std::string(to_string(value.kind())))
        .with_detail("InvalidArgumentType");
  }
  KITH_CHECK_OK(check_units(target, unit, *parts, value));
  Truncated result;
  result.zone = parts->zone;
  result.offset_seconds = parts->offset_seconds;
  if (target.has_date) {
    KITH_TRY(result.days, truncate_day(*parts->days, unit));
  }
  const std::int64_t length = unit_length(unit);
  const std::int64_t nanoseconds = parts->nanoseconds.value_or(0);
  result.nanoseconds = nanoseconds - nanoseconds % length;
  if (arguments.size() < 3) return result;

  if (!arguments[2].is(ValueKind::kMap)) {
    return Error(ErrorKind::kTypeError, std::string(target.function) + "() takes a MAP of fields to set, found " +
                                            std::string(to_string(arguments[2].kind())))
        .with_detail("InvalidArgumentType");
  }
  const Fields fields(arguments[2].map());
  unsigned groups = 0;
  if (target.has_date) groups = groups | FieldGroup::kDate;
  if (target.has_time) groups = groups | FieldGroup::kTime;
  if (target.has_zone) groups = groups | FieldGroup::kZone;
  KITH_CHECK_OK(fields.check_names(groups, {}));
  if (target.has_date) {
    KITH_TRY(result.days, day_from(fields, result.days));
  }
  if (target.has_time) {
    const bool keeps_fraction = unit == Unit::kMillisecond || unit == Unit::kMicrosecond;
    KITH_TRY(result.nanoseconds, time_from(fields, TimeBase{result.nanoseconds, keeps_fraction ? length : 0}));
  }
  KITH_TRY(const std::optional<Zone> zone, fields.zone());
  if (zone) {  // the clock on the wall stays; only where it hangs changes
    result.zone = zone;
    result.offset_seconds.reset();
  }
  return result;
}

Status check_count(const Target& target, Arguments arguments) {
  if (!arguments.empty() && arguments.size() <= 3) return Status::success();
  return Error(ErrorKind::kSyntaxError, std::string(target.function) + "() takes a unit, a value and a map")
      .with_detail("InvalidNumberOfArguments");
}

}  // namespace

Result<Value> truncate_date(Arguments arguments, const Clock& clock) {
  constexpr Target kTarget{"date.truncate", true, false, false};
  KITH_CHECK_OK(check_count(kTarget, arguments));
  if (any_null(arguments)) return Value();
  KITH_TRY(const Truncated truncated, truncate(kTarget, arguments, clock));
  return Value(Date{truncated.days});
}

Result<Value> truncate_local_time(Arguments arguments, const Clock& clock) {
  constexpr Target kTarget{"localtime.truncate", false, true, false};
  KITH_CHECK_OK(check_count(kTarget, arguments));
  if (any_null(arguments)) return Value();
  KITH_TRY(const Truncated truncated, truncate(kTarget, arguments, clock));
  return Value(LocalTime{truncated.nanoseconds});
}

Result<Value> truncate_time(Arguments arguments, const Clock& clock) {
  constexpr Target kTarget{"time.truncate", false, true, true};
  KITH_CHECK_OK(check_count(kTarget, arguments));
  if (any_null(arguments)) return Value();
  KITH_TRY(const Truncated truncated, truncate(kTarget, arguments, clock));
  if (truncated.offset_seconds) return Value(Time{truncated.nanoseconds, *truncated.offset_seconds});
  KITH_TRY(const std::int32_t offset, offset_at(truncated.zone ? *truncated.zone : clock.zone, clock.seconds));
  return Value(Time{truncated.nanoseconds, offset});
}

Result<Value> truncate_local_datetime(Arguments arguments, const Clock& clock) {
  constexpr Target kTarget{"localdatetime.truncate", true, true, false};
  KITH_CHECK_OK(check_count(kTarget, arguments));
  if (any_null(arguments)) return Value();
  KITH_TRY(const Truncated truncated, truncate(kTarget, arguments, clock));
  return Value(local_datetime_from(truncated.days, truncated.nanoseconds));
}

Result<Value> truncate_datetime(Arguments arguments, const Clock& clock) {
  constexpr Target kTarget{"datetime.truncate", true, true, true};
  KITH_CHECK_OK(check_count(kTarget, arguments));
  if (any_null(arguments)) return Value();
  KITH_TRY(const Truncated truncated, truncate(kTarget, arguments, clock));
  KITH_TRY(DateTime datetime, resolve(local_datetime_from(truncated.days, truncated.nanoseconds),
                                      truncated.zone ? *truncated.zone : clock.zone, truncated.offset_seconds));
  return Value(std::move(datetime));
}

}  // namespace kith::temporal
