// values/temporal/calendar.hpp: the proleptic Gregorian calendar in 64 bits, years -999,999,999 to 999,999,999, with
// ISO weeks, quarters and ordinal days. A day is its number since 1970-01-01.
#pragma once

#include <cstdint>
#include <optional>

#include <kith/error.hpp>

namespace kith::temporal {

inline constexpr std::int64_t kMinYear = -999'999'999;
inline constexpr std::int64_t kMaxYear = 999'999'999;
inline constexpr std::int64_t kSecondsPerMinute = 60;
inline constexpr std::int64_t kSecondsPerHour = 3'600;
inline constexpr std::int64_t kSecondsPerDay = 86'400;
inline constexpr std::int64_t kNanosecondsPerSecond = 1'000'000'000;
inline constexpr std::int64_t kNanosecondsPerDay = kSecondsPerDay * kNanosecondsPerSecond;

/// Quotient towards minus infinity, and the remainder that goes with it. Requires divisor > 0.
constexpr std::int64_t floor_divide(std::int64_t dividend, std::int64_t divisor) {
  const std::int64_t quotient = dividend / divisor;
  return dividend % divisor < 0 ? quotient - 1 : quotient;
}
constexpr std::int64_t floor_modulo(std::int64_t dividend, std::int64_t divisor) {
  const std::int64_t remainder = dividend % divisor;
  return remainder < 0 ? remainder + divisor : remainder;
}

struct YearMonthDay {
  std::int64_t year = 0;
  int month = 1;  ///< 1 to 12.
  int day = 1;    ///< 1 to 31.
  friend constexpr bool operator==(const YearMonthDay&, const YearMonthDay&) = default;
};

/// ISO 8601: weeks start on Monday, and the first week of a year holds its first Thursday.
struct WeekDate {
  std::int64_t week_year = 0;
  int week = 1;         ///< 1 to 53.
  int day_of_week = 1;  ///< 1, Monday, to 7.
  friend constexpr bool operator==(const WeekDate&, const WeekDate&) = default;
};

constexpr bool is_leap_year(std::int64_t year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }
constexpr int days_in_year(std::int64_t year) { return is_leap_year(year) ? 366 : 365; }
constexpr int days_in_month(std::int64_t year, int month) {
  constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && is_leap_year(year) ? 29 : kDays[month - 1];
}

/// Requires a month of 1 to 12; a day outside the month runs over into its neighbours.
std::int64_t days_from(const YearMonthDay& date);
YearMonthDay year_month_day(std::int64_t days);

int day_of_week(std::int64_t days);  ///< 1, Monday, to 7.
int ordinal_day(std::int64_t days);  ///< 1 to 366.

WeekDate week_date(std::int64_t days);
int weeks_in_year(std::int64_t week_year);  ///< 52 or 53.
std::int64_t days_from(const WeekDate& date);

int quarter(std::int64_t days);         ///< 1 to 4.
int day_of_quarter(std::int64_t days);  ///< 1 to 92.
int days_in_quarter(std::int64_t year, int quarter);
std::int64_t first_day_of_quarter(std::int64_t year, int quarter);

/// Whether the day lies in a year that Kith knows.
bool is_in_range(std::int64_t days);

/// The same day of another month, or that month's last day if it is shorter. Errors: kArithmeticError out of range.
Result<std::int64_t> add_months(std::int64_t days, std::int64_t months);

/// Errors: kArithmeticError out of range.
Result<std::int64_t> add_days(std::int64_t days, std::int64_t more);

}  // namespace kith::temporal
