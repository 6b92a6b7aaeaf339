// tests/reference/temporal.cpp: dates, and durations of months and days, counted day by day.
#include <charconv>

#include <fmt/format.h>

#include "tests/reference/evaluator.hpp"

namespace kith::reference {
namespace {

struct Day {
  std::int64_t year, month, day;
};

bool is_leap_year(std::int64_t year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

std::int64_t length_of_month(std::int64_t year, std::int64_t month) {
  if (month == 2) return is_leap_year(year) ? 29 : 28;
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

std::int64_t length_of_year(std::int64_t year) { return is_leap_year(year) ? 366 : 365; }

Day day_of(const Date& date) {
  std::int64_t year = 1970, left = date.days;
  while (left < 0) left += length_of_year(--year);
  while (left >= length_of_year(year)) left -= length_of_year(year++);
  std::int64_t month = 1;
  while (left >= length_of_month(year, month)) left -= length_of_month(year, month++);
  return {year, month, left + 1};
}

Date date_of(const Day& day) {
  Date date;
  for (std::int64_t year = 1970; year < day.year; ++year) date.days += length_of_year(year);
  for (std::int64_t year = day.year; year < 1970; ++year) date.days -= length_of_year(year);
  for (std::int64_t month = 1; month < day.month; ++month) date.days += length_of_month(day.year, month);
  date.days += day.day - 1;
  return date;
}

/// Months first, on the last day of a month that is too short; then days.
Date later(const Date& date, const Duration& by) {
  if (by.seconds != 0 || by.nanoseconds != 0) unsupported("hours");
  Day day = day_of(date);
  const std::int64_t months = day.year * 12 + day.month - 1 + by.months;
  constexpr std::int64_t kMostMonths = 119'988;  // to the year 9999
  if (months < 0 || months > kMostMonths) unsupported("a far year");
  day.year = months / 12;
  day.month = months % 12 + 1;
  day.day = std::min(day.day, length_of_month(day.year, day.month));
  return {date_of(day).days + by.days};
}

Duration times(const Duration& duration, std::int64_t factor) {
  if (duration.seconds != 0 || duration.nanoseconds != 0) unsupported("hours");
  return {.months = duration.months * factor, .days = duration.days * factor, .seconds = 0, .nanoseconds = 0};
}

Duration sum(const Duration& left, const Duration& right) {
  return {.months = left.months + right.months, .days = left.days + right.days, .seconds = 0, .nanoseconds = 0};
}

std::int64_t number_in(const std::string& text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) unsupported("a form of text");
  return number;
}

}  // namespace

std::string text_of_date(const Date& date) {
  const Day day = day_of(date);
  return fmt::format("{:04}-{:02}-{:02}", day.year, day.month, day.day);
}

/// `2009-05-06` only.
Value parsed_date(const Value& text) {
  if (text.is(ValueKind::kDate)) return text;
  if (!text.is(ValueKind::kString) || text.as_string().size() != 10) unsupported("a form of date");
  const std::string& form = text.as_string();
  return date_of({number_in(form.substr(0, 4)), number_in(form.substr(5, 2)), number_in(form.substr(8, 2))});
}

/// `P1M`, `P-2D`, `P1Y2M`: years, months and days only.
Value parsed_duration(const Value& text) {
  if (text.is(ValueKind::kDuration)) return text;
  if (!text.is(ValueKind::kString)) unsupported("a form of duration");
  Duration duration;
  std::string number;
  for (const char c : text.as_string().substr(1)) {
    if (c != 'Y' && c != 'M' && c != 'D') {
      number += c;
      continue;
    }
    if (c == 'D') duration.days += number_in(number);
    if (c != 'D') duration.months += number_in(number) * (c == 'Y' ? 12 : 1);
    number.clear();
  }
  if (!number.empty()) unsupported("a form of duration");
  return duration;
}

std::optional<Value> temporal_arithmetic(ast::BinaryOperatorKind kind, const Value& left, const Value& right) {
  using Kind = ast::BinaryOperatorKind;
  const bool adds = kind == Kind::kAdd, subtracts = kind == Kind::kSubtract;
  const bool by_duration = right.is(ValueKind::kDuration) && (adds || subtracts);
  if (by_duration && left.is(ValueKind::kDate)) {
    return Value(later(left.get<Date>(), times(right.get<Duration>(), adds ? 1 : -1)));
  }
  if (by_duration && left.is(ValueKind::kDuration)) {
    return Value(sum(left.get<Duration>(), times(right.get<Duration>(), adds ? 1 : -1)));
  }
  if (adds && left.is(ValueKind::kDuration) && right.is(ValueKind::kDate)) {
    return Value(later(right.get<Date>(), left.get<Duration>()));
  }
  if (kind == Kind::kMultiply && left.is(ValueKind::kDuration) && right.is(ValueKind::kInteger)) {
    return Value(times(left.get<Duration>(), right.as_integer()));
  }
  if (kind == Kind::kMultiply && left.is(ValueKind::kInteger) && right.is(ValueKind::kDuration)) {
    return Value(times(right.get<Duration>(), left.as_integer()));
  }
  return std::nullopt;
}

Value temporal_component(const Value& value, const std::string& key) {
  if (value.is(ValueKind::kDuration)) {
    const Duration& duration = value.get<Duration>();
    if (key == "years") return duration.months / 12;
    if (key == "months") return duration.months;
    if (key == "monthsOfYear") return duration.months % 12;
    if (key == "days") return duration.days;
    unsupported("a component");
  }
  const Day day = day_of(value.get<Date>());
  if (key == "year") return day.year;
  if (key == "quarter") return (day.month - 1) / 3 + 1;
  if (key == "month") return day.month;
  if (key == "day") return day.day;
  if (key == "ordinalDay") return value.get<Date>().days - date_of({day.year, 1, 1}).days + 1;
  if (key == "dayOfWeek") return ((value.get<Date>().days + 3) % 7 + 7) % 7 + 1;  // 1970-01-01 was a Thursday
  unsupported("a component");
}

Value days_between(const Value& from, const Value& to) {
  if (!from.is(ValueKind::kDate) || !to.is(ValueKind::kDate)) unsupported("a form of duration.inDays");
  return Duration{.months = 0, .days = to.get<Date>().days - from.get<Date>().days, .seconds = 0, .nanoseconds = 0};
}

}  // namespace kith::reference
