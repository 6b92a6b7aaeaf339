// tests/values/calendar_test.cpp: the calendar against counting day by day.
#include "values/temporal/calendar.hpp"

#include <catch2/catch.hpp>

#include "random_values.hpp"

using namespace kith;
using namespace kith::temporal;

namespace {

/// A calendar that only knows what tomorrow is called.
struct Walker {
  std::int64_t year;
  int month = 1;
  int day = 1;
  int weekday;  // 1 is Monday
  int ordinal = 1;

  static int length(std::int64_t year, int month) {
    if (month == 2) return (year % 400 == 0 || (year % 4 == 0 && year % 100 != 0)) ? 29 : 28;
    return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
  }
  void step() {
    weekday = weekday == 7 ? 1 : weekday + 1;
    ++ordinal;
    if (++day <= length(year, month)) return;
    day = 1;
    if (++month <= 12) return;
    month = 1;
    ordinal = 1;
    ++year;
  }
};

}  // namespace

TEST_CASE("days, weekdays, ordinal days and quarters are those of counting") {
  // 400 years back from 1970-01-01, a Thursday, the calendar is the same; three such cycles cover the year 0.
  Walker walker{1970 - 6 * 400, 1, 1, 4};
  std::size_t num_wrong = 0;
  const auto require = [&](bool holds) { num_wrong += holds ? 0 : 1; };
  for (std::int64_t days = -6 * 146'097; days < 2 * 146'097; ++days, walker.step()) {
    require(year_month_day(days) == YearMonthDay{walker.year, walker.month, walker.day});
    require(days_from(YearMonthDay{walker.year, walker.month, walker.day}) == days);
    require(day_of_week(days) == walker.weekday);
    require(ordinal_day(days) == walker.ordinal);
    require(quarter(days) == (walker.month + 2) / 3);
    const std::int64_t start = first_day_of_quarter(walker.year, quarter(days));
    require(day_of_quarter(days) == days - start + 1);
    require(days - start < days_in_quarter(walker.year, quarter(days)));
  }
  CHECK(num_wrong == 0);
}

TEST_CASE("a week belongs to the year of its Thursday, and weeks follow one another") {
  std::size_t num_wrong = 0;
  const auto require = [&](bool holds) { num_wrong += holds ? 0 : 1; };
  WeekDate last = week_date(-146'098);
  for (std::int64_t days = -146'097; days < 146'097; ++days) {
    const WeekDate date = week_date(days);
    require(days_from(date) == days);
    require(date.week_year == year_month_day(days - date.day_of_week + 4).year);
    require(date.week >= 1 && date.week <= weeks_in_year(date.week_year));
    if (date.day_of_week != 1) {
      require(date.week == last.week && date.week_year == last.week_year);
    } else if (date.week == 1) {
      require(last.week == weeks_in_year(last.week_year) && date.week_year == last.week_year + 1);
    } else {
      require(date.week == last.week + 1 && date.week_year == last.week_year);
    }
    last = date;
  }
  CHECK(num_wrong == 0);
}

TEST_CASE("the calendar repeats every 400 years, to its ends") {
  const std::uint64_t seed = test::random_seed();
  CAPTURE(seed);
  test::RandomValues random(seed);
  for (int i = 0; i < 1'000; ++i) {
    const std::int64_t days = random.integer(-146'097, 146'096);
    const std::int64_t cycles = random.integer(-2'499'990, 2'499'990);
    const YearMonthDay near = year_month_day(days);
    const YearMonthDay far = year_month_day(days + cycles * 146'097);
    CAPTURE(days, cycles);
    REQUIRE(far == YearMonthDay{near.year + cycles * 400, near.month, near.day});
    REQUIRE(days_from(far) == days + cycles * 146'097);
    REQUIRE(day_of_week(days + cycles * 146'097) == day_of_week(days));
  }
  CHECK(is_in_range(days_from(YearMonthDay{kMaxYear, 12, 31})));
  CHECK_FALSE(is_in_range(days_from(YearMonthDay{kMaxYear, 12, 31}) + 1));
  CHECK(is_in_range(days_from(YearMonthDay{kMinYear, 1, 1})));
  CHECK_FALSE(is_in_range(days_from(YearMonthDay{kMinYear, 1, 1}) - 1));
}

TEST_CASE("a month later is the same day or the last of the month") {
  const auto months_later = [](YearMonthDay date, std::int64_t months) {
    return year_month_day(*add_months(days_from(date), months));
  };
  CHECK(months_later({2023, 1, 31}, 1) == YearMonthDay{2023, 2, 28});
  CHECK(months_later({2024, 1, 31}, 1) == YearMonthDay{2024, 2, 29});
  CHECK(months_later({2024, 3, 31}, -13) == YearMonthDay{2023, 2, 28});
  CHECK(months_later({0, 1, 15}, -1) == YearMonthDay{-1, 12, 15});
  CHECK_FALSE(add_months(days_from(YearMonthDay{kMaxYear, 12, 31}), 1).ok());
  CHECK_FALSE(add_months(0, std::numeric_limits<std::int64_t>::min()).ok());
  CHECK_FALSE(add_days(0, std::numeric_limits<std::int64_t>::max()).ok());
}
