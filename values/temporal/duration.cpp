// values/temporal/duration.cpp: arithmetic with durations.
#include "values/temporal/duration.hpp"

#include <cmath>
#include <limits>

#include "values/temporal/calendar.hpp"
#include "values/temporal/zone.hpp"

namespace kith::temporal {
namespace {

constexpr long double kAverageDaysPerMonth = 30.436875L;  // 365.2425 / 12

Error too_long() { return Error(ErrorKind::kArithmeticError, "the duration is too long for 64 bits"); }

bool fits(Int128 number) {
  return number >= std::numeric_limits<std::int64_t>::min() && number <= std::numeric_limits<std::int64_t>::max();
}

/// Moves the whole part of a fraction to where it belongs; what remains has the sign of the sum.
bool settle(Int128& whole, long double& fraction) {
  if (!std::isfinite(fraction) || std::fabs(fraction) > 1e30L) return false;
  const long double truncated = std::trunc(fraction);
  whole += static_cast<Int128>(truncated);
  fraction -= truncated;
  if (whole > 0 && fraction < 0) {
    whole -= 1;
    fraction += 1;
  } else if (whole < 0 && fraction > 0) {
    whole += 1;
    fraction -= 1;
  }
  return true;
}

Int128 nanoseconds_of(const Duration& duration) {
  return Int128{duration.seconds} * kNanosecondsPerSecond + duration.nanoseconds;
}

/// Of months, days, and nanoseconds of the time, which may be negative.
Result<Duration> normalised(Int128 months, Int128 days, Int128 nanoseconds) {
  Int128 seconds = nanoseconds / kNanosecondsPerSecond;
  Int128 remainder = nanoseconds % kNanosecondsPerSecond;
  if (remainder < 0) {
    remainder += kNanosecondsPerSecond;
    seconds -= 1;
  }
  if (!fits(months) || !fits(days) || !fits(seconds)) return too_long();
  return Duration{static_cast<std::int64_t>(months), static_cast<std::int64_t>(days),
                  static_cast<std::int64_t>(seconds), static_cast<std::int32_t>(remainder)};
}

std::int64_t time_of_day(std::int64_t nanoseconds, const Duration& duration) {
  const auto shift = static_cast<std::int64_t>(nanoseconds_of(duration) % kNanosecondsPerDay);
  return floor_modulo(nanoseconds + shift, kNanosecondsPerDay);
}

Result<std::int64_t> add_calendar_part(std::int64_t days, const Duration& duration) {
  KITH_TRY(const std::int64_t moved, add_months(days, duration.months));
  return add_days(moved, duration.days);
}

struct SecondsAndNanoseconds {
  std::int64_t seconds = 0;
  std::int32_t nanoseconds = 0;
};

Result<SecondsAndNanoseconds> add_time_part(std::int64_t seconds, std::int32_t nanoseconds, const Duration& duration) {
  const std::int64_t sum = std::int64_t{nanoseconds} + duration.nanoseconds;
  const Int128 total = Int128{seconds} + duration.seconds + sum / kNanosecondsPerSecond;
  // Local times reach a day beyond instants, by their offset; the caller's range check is finer.
  if (!fits(total)) return too_long();
  return SecondsAndNanoseconds{static_cast<std::int64_t>(total),
                               static_cast<std::int32_t>(sum % kNanosecondsPerSecond)};
}

}  // namespace

Result<Duration> DurationParts::to_duration() const {
  Part months = months_;
  Part days = days_;
  Part seconds = seconds_;
  Part nanoseconds = nanoseconds_;
  if (!settle(months.whole, months.fraction)) return too_long();
  days.fraction += months.fraction * kAverageDaysPerMonth;
  if (!settle(days.whole, days.fraction)) return too_long();
  seconds.fraction += days.fraction * kSecondsPerDay;
  if (!settle(seconds.whole, seconds.fraction)) return too_long();
  nanoseconds.fraction += seconds.fraction * kNanosecondsPerSecond;
  if (!std::isfinite(nanoseconds.fraction) || std::fabs(nanoseconds.fraction) > 1e30L) return too_long();
  // The nearest; of two equally near the one towards zero, so that a half of a nanosecond vanishes.
  const long double magnitude = std::ceil(std::fabs(nanoseconds.fraction) - 0.5L);
  const auto rounded = static_cast<Int128>(std::copysign(magnitude, nanoseconds.fraction));
  if (!fits(seconds.whole)) return too_long();
  return normalised(months.whole, days.whole, seconds.whole * kNanosecondsPerSecond + nanoseconds.whole + rounded);
}

Result<Duration> add(const Duration& left, const Duration& right) {
  return normalised(Int128{left.months} + right.months, Int128{left.days} + right.days,
                    nanoseconds_of(left) + nanoseconds_of(right));
}

Result<Duration> subtract(const Duration& left, const Duration& right) {
  return normalised(Int128{left.months} - right.months, Int128{left.days} - right.days,
                    nanoseconds_of(left) - nanoseconds_of(right));
}

Result<Duration> negate(const Duration& duration) { return subtract(Duration{}, duration); }

Result<Duration> multiply(const Duration& duration, const Value& number) {
  if (number.is(ValueKind::kInteger)) {
    const std::int64_t factor = number.get<std::int64_t>();
    const Int128 seconds = Int128{duration.seconds} * factor;
    if (!fits(seconds)) return too_long();
    return normalised(Int128{duration.months} * factor, Int128{duration.days} * factor,
                      seconds * kNanosecondsPerSecond + Int128{duration.nanoseconds} * factor);
  }
  const long double factor = number.get<double>();
  DurationParts parts;
  parts.add_real_months(duration.months * factor);
  parts.add_real_days(duration.days * factor);
  parts.add_real_seconds(duration.seconds * factor);
  parts.add_real_nanoseconds(duration.nanoseconds * factor);
  return parts.to_duration();
}

Result<Duration> divide(const Duration& duration, const Value& number) {
  const long double divisor =
      number.is(ValueKind::kInteger) ? static_cast<long double>(number.get<std::int64_t>()) : number.get<double>();
  if (divisor == 0) return Error(ErrorKind::kArithmeticError, "division of a duration by zero");
  DurationParts parts;
  parts.add_real_months(duration.months / divisor);
  parts.add_real_days(duration.days / divisor);
  parts.add_real_seconds(duration.seconds / divisor);
  parts.add_real_nanoseconds(duration.nanoseconds / divisor);
  return parts.to_duration();
}

Result<Date> add(const Date& date, const Duration& duration) {
  KITH_TRY(const std::int64_t days, add_calendar_part(date.days, duration));
  const auto more = static_cast<std::int64_t>(nanoseconds_of(duration) / kNanosecondsPerDay);  // towards zero
  KITH_TRY(const std::int64_t result, add_days(days, more));
  return Date{result};
}

LocalTime add(const LocalTime& time, const Duration& duration) {
  return LocalTime{time_of_day(time.nanoseconds, duration)};
}

Time add(const Time& time, const Duration& duration) {
  return Time{time_of_day(time.nanoseconds, duration), time.offset_seconds};
}

Result<LocalDateTime> add(const LocalDateTime& datetime, const Duration& duration) {
  KITH_TRY(const std::int64_t days, add_calendar_part(floor_divide(datetime.seconds, kSecondsPerDay), duration));
  const std::int64_t seconds = days * kSecondsPerDay + floor_modulo(datetime.seconds, kSecondsPerDay);
  KITH_TRY(const SecondsAndNanoseconds sum, add_time_part(seconds, datetime.nanoseconds, duration));
  // Adding nothing refuses what lies outside the calendar.
  KITH_TRY([[maybe_unused]] const std::int64_t checked, add_days(floor_divide(sum.seconds, kSecondsPerDay), 0));
  return LocalDateTime{sum.seconds, sum.nanoseconds};
}

Result<DateTime> add(const DateTime& datetime, const Duration& duration) {
  const Zone zone = zone_of(datetime);
  std::int64_t seconds = datetime.seconds;
  if (duration.months != 0 || duration.days != 0) {
    const LocalDateTime local = local_of(datetime);
    KITH_TRY(const std::int64_t days, add_calendar_part(floor_divide(local.seconds, kSecondsPerDay), duration));
    const LocalDateTime moved{days * kSecondsPerDay + floor_modulo(local.seconds, kSecondsPerDay), local.nanoseconds};
    KITH_TRY(const DateTime resolved, resolve(moved, zone, datetime.offset_seconds));
    seconds = resolved.seconds;
  }
  KITH_TRY(const SecondsAndNanoseconds sum, add_time_part(seconds, datetime.nanoseconds, duration));
  KITH_TRY([[maybe_unused]] const std::int64_t checked, add_days(floor_divide(sum.seconds, kSecondsPerDay), 0));
  return at_zone(sum.seconds, sum.nanoseconds, zone);
}

}  // namespace kith::temporal
