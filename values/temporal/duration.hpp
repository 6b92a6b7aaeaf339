// values/temporal/duration.hpp: durations made of parts, and arithmetic with them. A fraction of a unit passes on to
// the next smaller one, by the average month of 30.436875 days and the day of 24 hours.
#pragma once

#include <kith/error.hpp>
#include <kith/temporal.hpp>
#include <kith/value.hpp>

#include "values/int128.hpp"

namespace kith::temporal {

/// Months, days, seconds and nanoseconds that have not yet been brought together.
class DurationParts {
 public:
  /// Each adds `number` times `scale` of the unit. Integers, of up to 19 digits, stay exact; reals have fractions to
  /// pass down.
  void add_months(Int128 number, std::int64_t scale = 1) { months_.add(number, scale); }
  void add_days(Int128 number, std::int64_t scale = 1) { days_.add(number, scale); }
  void add_seconds(Int128 number, std::int64_t scale = 1) { seconds_.add(number, scale); }
  void add_nanoseconds(Int128 number, std::int64_t scale = 1) { nanoseconds_.add(number, scale); }
  void add_real_months(long double number) { months_.fraction += number; }
  void add_real_days(long double number) { days_.fraction += number; }
  void add_real_seconds(long double number) { seconds_.fraction += number; }
  void add_real_nanoseconds(long double number) { nanoseconds_.fraction += number; }

  /// Passes fractions down and normalises. Less than half a nanosecond is dropped.
  /// Errors: kArithmeticError when a part does not fit 64 bits, or is no number.
  Result<Duration> to_duration() const;

 private:
  struct Part {
    Int128 whole = 0;
    long double fraction = 0;
    void add(Int128 number, std::int64_t scale) { whole += number * scale; }
  };
  Part months_, days_, seconds_, nanoseconds_;
};

/// Errors of all of these: kArithmeticError out of range.
Result<Duration> add(const Duration& left, const Duration& right);
Result<Duration> subtract(const Duration& left, const Duration& right);
Result<Duration> negate(const Duration& duration);
/// Requires a number.
Result<Duration> multiply(const Duration& duration, const Value& number);
/// Requires a number. Errors: also kArithmeticError on division by zero.
Result<Duration> divide(const Duration& duration, const Value& number);

/// Months, then days, then time; a day that the month lacks becomes its last. A date takes whole days of the time only,
/// a time the time only. A DATETIME adds months and days on the wall clock and time on the time line.
Result<Date> add(const Date& date, const Duration& duration);
LocalTime add(const LocalTime& time, const Duration& duration);
Time add(const Time& time, const Duration& duration);
Result<LocalDateTime> add(const LocalDateTime& datetime, const Duration& duration);
Result<DateTime> add(const DateTime& datetime, const Duration& duration);

}  // namespace kith::temporal
