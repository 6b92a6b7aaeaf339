// values/temporal/calendar.cpp: day numbers and what they are called.
#include "values/temporal/calendar.hpp"

#include <algorithm>

#include "values/int128.hpp"

namespace kith::temporal {
namespace {

constexpr std::int64_t kDaysPerCycle = 146'097;        // 400 years
constexpr std::int64_t kEpochFromMarch0000 = 719'468;  // days from 0000-03-01 to 1970-01-01

// Years counted from 1 March end with the leap day, so every year and month starts at a linear formula.
constexpr std::int64_t day_number(std::int64_t year, int month, std::int64_t day) {
  const std::int64_t march_year = month > 2 ? year : year - 1;
  const std::int64_t cycle = floor_divide(march_year, 400);
  const std::int64_t year_of_cycle = march_year - cycle * 400;
  const std::int64_t march_month = month > 2 ? month - 3 : month + 9;
  const std::int64_t day_of_year = (153 * march_month + 2) / 5 + day - 1;
  const std::int64_t day_of_cycle = year_of_cycle * 365 + year_of_cycle / 4 - year_of_cycle / 100 + day_of_year;
  return cycle * kDaysPerCycle + day_of_cycle - kEpochFromMarch0000;
}

constexpr std::int64_t kMinDays = day_number(kMinYear, 1, 1);
constexpr std::int64_t kMaxDays = day_number(kMaxYear, 12, 31);
static_assert(day_number(1970, 1, 1) == 0);
static_assert(day_number(2000, 2, 29) == 11'016);

/// The Monday that starts week 1.
std::int64_t first_monday(std::int64_t week_year) {
  const std::int64_t fourth_january = day_number(week_year, 1, 4);
  return fourth_january - (day_of_week(fourth_january) - 1);
}

Error out_of_range() {
  return Error(ErrorKind::kArithmeticError, "the result lies outside the years -999,999,999 to 999,999,999");
}

}  // namespace

std::int64_t days_from(const YearMonthDay& date) { return day_number(date.year, date.month, date.day); }

YearMonthDay year_month_day(std::int64_t days) {
  const std::int64_t shifted = days + kEpochFromMarch0000;
  const std::int64_t cycle = floor_divide(shifted, kDaysPerCycle);
  const std::int64_t day_of_cycle = shifted - cycle * kDaysPerCycle;
  const std::int64_t year_of_cycle =
      (day_of_cycle - day_of_cycle / 1'460 + day_of_cycle / 36'524 - day_of_cycle / 146'096) / 365;
  const std::int64_t day_of_year = day_of_cycle - (year_of_cycle * 365 + year_of_cycle / 4 - year_of_cycle / 100);
  const std::int64_t march_month = (5 * day_of_year + 2) / 153;
  const int day = static_cast<int>(day_of_year - (153 * march_month + 2) / 5 + 1);
  const int month = static_cast<int>(march_month < 10 ? march_month + 3 : march_month - 9);
  return {cycle * 400 + year_of_cycle + (month <= 2 ? 1 : 0), month, day};
}

int day_of_week(std::int64_t days) {
  return static_cast<int>(floor_modulo(days + 3, 7)) + 1;  // 1970-01-01 was a Thursday
}

int ordinal_day(std::int64_t days) { return static_cast<int>(days - day_number(year_month_day(days).year, 1, 1)) + 1; }

WeekDate week_date(std::int64_t days) {
  const int weekday = day_of_week(days);
  const std::int64_t week_year = year_month_day(days + 4 - weekday).year;  // that of the week's Thursday
  return {week_year, static_cast<int>((days - first_monday(week_year)) / 7) + 1, weekday};
}

int weeks_in_year(std::int64_t week_year) {
  return static_cast<int>((first_monday(week_year + 1) - first_monday(week_year)) / 7);
}

std::int64_t days_from(const WeekDate& date) {
  return first_monday(date.week_year) + std::int64_t{date.week - 1} * 7 + (date.day_of_week - 1);
}

int quarter(std::int64_t days) { return (year_month_day(days).month - 1) / 3 + 1; }

int day_of_quarter(std::int64_t days) {
  const YearMonthDay date = year_month_day(days);
  return static_cast<int>(days - first_day_of_quarter(date.year, (date.month - 1) / 3 + 1)) + 1;
}

int days_in_quarter(std::int64_t year, int quarter) {
  const int first_month = quarter * 3 - 2;
  return days_in_month(year, first_month) + days_in_month(year, first_month + 1) + days_in_month(year, first_month + 2);
}

std::int64_t first_day_of_quarter(std::int64_t year, int quarter) { return day_number(year, quarter * 3 - 2, 1); }

bool is_in_range(std::int64_t days) { return days >= kMinDays && days <= kMaxDays; }

Result<std::int64_t> add_months(std::int64_t days, std::int64_t months) {
  if (months == 0) return days;
  const YearMonthDay date = year_month_day(days);
  const Int128 total = Int128{date.year} * 12 + (date.month - 1) + months;
  if (total < Int128{kMinYear} * 12 || total >= Int128{kMaxYear + 1} * 12) return out_of_range();
  const auto month_number = static_cast<std::int64_t>(total);
  const std::int64_t year = floor_divide(month_number, 12);
  const int month = static_cast<int>(floor_modulo(month_number, 12)) + 1;
  return day_number(year, month, std::min(date.day, days_in_month(year, month)));
}

Result<std::int64_t> add_days(std::int64_t days, std::int64_t more) {
  const Int128 total = Int128{days} + more;
  if (total < kMinDays || total > kMaxDays) return out_of_range();
  return static_cast<std::int64_t>(total);
}

}  // namespace kith::temporal
