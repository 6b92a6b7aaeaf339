// values/temporal/between.cpp: duration.between() and its kin.
#include <string>

#include "values/int128.hpp"
#include "values/temporal/calendar.hpp"
#include "values/temporal/functions.hpp"
#include "values/temporal/parts.hpp"

namespace kith::temporal {
namespace {

/// Two values brought to one zone: wall clock and instant of each.
struct Span {
  bool both_have_dates = false;
  Zone zone;  ///< In which both wall clocks are read.
  LocalDateTime from_local;
  LocalDateTime to_local;
  DateTime from;
  DateTime to;
};

Result<Parts> parts_of_argument(const Value& value) {
  std::optional<Parts> parts = parts_of(value);
  if (parts) return *std::move(parts);
  return Error(ErrorKind::kTypeError,
               "a duration lies between two temporal values, found " + std::string(to_string(value.kind())))
      .with_detail("InvalidArgumentType");
}

Result<Span> span_of(const Value& from_value, const Value& to_value) {
  KITH_TRY(Parts from, parts_of_argument(from_value));
  KITH_TRY(Parts to, parts_of_argument(to_value));
  Span span;
  span.both_have_dates = from.days && to.days;
  if (!from.days) from.days = to.days;
  if (!to.days) to.days = from.days;
  const Zone from_zone = from.zone ? *from.zone : to.zone ? *to.zone : Zone{};
  const Zone to_zone = to.zone ? *to.zone : from_zone;
  span.zone = from_zone;
  span.from_local = from.local();
  KITH_TRY(span.from, resolve(from.local(), from_zone, from.offset_seconds));
  KITH_TRY(span.to, resolve(to.local(), to_zone, to.offset_seconds));
  if (to.zone && from.zone) {
    KITH_TRY(const DateTime shown, at_zone(span.to.seconds, span.to.nanoseconds, from_zone));
    span.to_local = local_of(shown);
  } else {
    span.to_local = to.local();
  }
  return span;
}

/// Compares times of day.
bool is_before(const LocalDateTime& left, const LocalDateTime& right) {
  const std::int64_t left_second = floor_modulo(left.seconds, kSecondsPerDay);
  const std::int64_t right_second = floor_modulo(right.seconds, kSecondsPerDay);
  if (left_second != right_second) return left_second < right_second;
  return left.nanoseconds < right.nanoseconds;
}

/// Whole days from one wall clock to another, towards zero.
std::int64_t whole_days(const LocalDateTime& from, const LocalDateTime& to) {
  const std::int64_t days = floor_divide(to.seconds, kSecondsPerDay) - floor_divide(from.seconds, kSecondsPerDay);
  if (days > 0 && is_before(to, from)) return days - 1;
  if (days < 0 && is_before(from, to)) return days + 1;
  return days;
}

/// Whole months, likewise.
std::int64_t whole_months(const LocalDateTime& from, const LocalDateTime& to) {
  const std::int64_t from_day = floor_divide(from.seconds, kSecondsPerDay);
  const std::int64_t to_day = from_day + whole_days(from, to);
  const YearMonthDay begin = year_month_day(from_day);
  const YearMonthDay end = year_month_day(to_day);
  const std::int64_t months = (end.year - begin.year) * 12 + end.month - begin.month;
  if (months > 0 && end.day < begin.day) return months - 1;
  if (months < 0 && end.day > begin.day) return months + 1;
  return months;
}

Duration duration_between(const DateTime& from, const DateTime& to) {
  const std::int64_t nanoseconds = std::int64_t{to.nanoseconds} - from.nanoseconds;
  return Duration{0, 0, to.seconds - from.seconds + floor_divide(nanoseconds, kNanosecondsPerSecond),
                  static_cast<std::int32_t>(floor_modulo(nanoseconds, kNanosecondsPerSecond))};
}

Result<Duration> largest_units(const Span& span) {
  if (!span.both_have_dates) return duration_between(span.from, span.to);
  const std::int64_t months = whole_months(span.from_local, span.to_local);
  const std::int64_t second = floor_modulo(span.from_local.seconds, kSecondsPerDay);
  KITH_TRY(const std::int64_t day, add_months(floor_divide(span.from_local.seconds, kSecondsPerDay), months));
  LocalDateTime moved{day * kSecondsPerDay + second, span.from_local.nanoseconds};
  const std::int64_t days = whole_days(moved, span.to_local);
  moved.seconds += days * kSecondsPerDay;
  DateTime reached = span.from;
  if (months != 0 || days != 0) {
    KITH_TRY(reached, resolve(moved, span.zone, span.from.offset_seconds));
  }
  Duration duration = duration_between(reached, span.to);
  duration.months = months;
  duration.days = days;
  return duration;
}

/// Checks the arguments and hands the span to `measure`; null for a null argument.
template <class Measure>
Result<Value> measured(std::string_view function, Arguments arguments, Measure measure) {
  if (arguments.size() != 2) {
    return Error(ErrorKind::kSyntaxError, std::string(function) + "() takes two arguments")
        .with_detail("InvalidNumberOfArguments");
  }
  if (arguments[0].is_null() || arguments[1].is_null()) return Value();
  KITH_TRY(const Span span, span_of(arguments[0], arguments[1]));
  KITH_TRY(const Duration duration, measure(span));
  return Value(duration);
}

}  // namespace

Result<Value> between(Arguments arguments) { return measured("duration.between", arguments, largest_units); }

Result<Value> in_months(Arguments arguments) {
  return measured("duration.inMonths", arguments, [](const Span& span) -> Result<Duration> {
    if (!span.both_have_dates) return Duration{};
    return Duration{whole_months(span.from_local, span.to_local), 0, 0, 0};
  });
}

Result<Value> in_days(Arguments arguments) {
  return measured("duration.inDays", arguments, [](const Span& span) -> Result<Duration> {
    if (!span.both_have_dates) return Duration{};
    return Duration{0, whole_days(span.from_local, span.to_local), 0, 0};
  });
}

Result<Value> in_seconds(Arguments arguments) {
  return measured("duration.inSeconds", arguments,
                  [](const Span& span) -> Result<Duration> { return duration_between(span.from, span.to); });
}

}  // namespace kith::temporal
