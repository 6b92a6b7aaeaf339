// tests/values/temporal_functions_test.cpp: Cypher's temporal functions, operators and properties.
#include "values/temporal/functions.hpp"

#include <catch2/catch.hpp>
#include <limits>
#include <string>
#include <vector>

#include "random_values.hpp"
#include "values/compare.hpp"
#include "values/temporal/text.hpp"

using namespace kith;
using namespace kith::temporal;

namespace {

// 2021-03-09T07:05:09.000000042Z
const Clock kClock{1'615'273'509, 42, {}};

using Function = Result<Value> (*)(Arguments, const Clock&);
using Pure = Result<Value> (*)(Arguments);

std::string shown(const Result<Value>& result) {
  if (!result.ok()) return "ERROR " + result.error().message;
  return to_display_string(*result);
}
std::string call(Function function, std::vector<Value> arguments) { return shown(function(arguments, kClock)); }
std::string call(Pure function, std::vector<Value> arguments) { return shown(function(arguments)); }

Value date(const char* text) { return *parse_date(text); }
Value local_time(const char* text) { return *parse_local_time(text); }
Value time(const char* text) { return *parse_time(text); }
Value local(const char* text) { return *parse_local_datetime(text); }
Value instant(const char* text) { return *parse_datetime(text); }
Value duration(const char* text) { return *parse_duration(text); }

std::string part(const Value& value, std::string_view name) { return shown(component(value, name)); }

}  // namespace

TEST_CASE("without an argument a function tells the clock's time") {
  CHECK(call(make_date, {}) == "2021-03-09");
  CHECK(call(make_local_time, {}) == "07:05:09.000000042");
  CHECK(call(make_time, {}) == "07:05:09.000000042Z");
  CHECK(call(make_local_datetime, {}) == "2021-03-09T07:05:09.000000042");
  CHECK(call(make_datetime, {}) == "2021-03-09T07:05:09.000000042Z");
  CHECK(call(make_datetime, {Map{{"timezone", "Asia/Tokyo"}}}) == "2021-03-09T16:05:09.000000042+09:00[Asia/Tokyo]");
  CHECK(call(current_date, {"Pacific/Kiritimati"}) == "2021-03-09");
  CHECK(call(current_time, {"+05:30"}) == "12:35:09.000000042+05:30");
  CHECK(call(current_datetime, {Value()}) == "null");
  for (const Function function : {make_date, make_local_time, make_time, make_local_datetime, make_datetime}) {
    CHECK(call(function, {Value()}) == "null");
    CHECK_FALSE(function(std::vector<Value>{7}, kClock).ok());
    CHECK_FALSE(function(std::vector<Value>{1, 2}, kClock).ok());
    CHECK_FALSE(function(std::vector<Value>{Map{}}, kClock).ok());
  }
}

TEST_CASE("dates from fields") {
  CHECK(call(make_date, {Map{{"year", 2021}, {"month", 3}, {"day", 9}}}) == "2021-03-09");
  CHECK(call(make_date, {Map{{"year", 2021}}}) == "2021-01-01");
  CHECK(call(make_date, {Map{{"year", 2021}, {"week", 10}, {"dayOfWeek", 2}}}) == "2021-03-09");
  CHECK(call(make_date, {Map{{"year", 2021}, {"week", 53}}}).substr(0, 5) == "ERROR");
  CHECK(call(make_date, {Map{{"year", 2020}, {"ordinalDay", 366}}}) == "2020-12-31");
  CHECK(call(make_date, {Map{{"year", 2021}, {"quarter", 4}, {"dayOfQuarter", 92}}}) == "2021-12-31");
  CHECK(call(make_date, {Map{{"year", 2021}, {"day", 3}}}) == "ERROR `day` needs `month`");
  CHECK(call(make_date, {Map{{"month", 3}}}) == "ERROR a date needs `year`");
  CHECK(call(make_date, {Map{{"year", 2021}, {"month", 3}, {"week", 2}}}).substr(0, 5) == "ERROR");
  CHECK(call(make_date, {Map{{"year", 2021}, {"hour", 3}}}) == "ERROR `hour` is no field of this kind of value");
  CHECK(call(make_date, {Map{{"year", 2021.0}}}) == "ERROR `year` must be an INTEGER, found FLOAT");
}

TEST_CASE("dates from other values, with fields changed") {
  CHECK(call(make_date, {instant("2021-03-09T23:30-05:00")}) == "2021-03-09");
  CHECK(call(make_date, {Map{{"date", date("2020-02-29")}, {"year", 2021}}}) == "2021-02-28");
  CHECK(call(make_date, {Map{{"date", date("2021-03-31")}, {"month", 4}}}) == "2021-04-30");
  CHECK(call(make_date, {Map{{"date", date("2021-03-09")}, {"week", 1}}}) == "2021-01-05");
  CHECK(call(make_date, {Map{{"date", date("2020-12-31")}, {"week", 2}}}) == "2020-01-09");
  CHECK(call(make_date, {Map{{"date", date("2021-09-30")}, {"quarter", 1}}}) == "2021-03-31");
  CHECK(call(make_date, {local_time("07:05")}) == "ERROR a LOCAL TIME has no date");
}

TEST_CASE("times of day from fields and other values") {
  CHECK(
      call(make_local_time, {Map{{"hour", 7}, {"minute", 5}, {"second", 9}, {"millisecond", 1}, {"nanosecond", 2}}}) ==
      "07:05:09.001000002");
  CHECK(call(make_local_time, {Map{{"hour", 7}, {"second", 9}}}) == "ERROR `second` needs `minute`");
  CHECK(call(make_local_time, {Map{{"hour", 24}}}) == "ERROR `hour` is 24, not within 0 to 23");
  CHECK(call(make_local_time,
             {Map{{"hour", 7}, {"minute", 5}, {"second", 9}, {"millisecond", 1}, {"microsecond", 1'000}}}) ==
        "ERROR `microsecond` is 1000, not within 0 to 999");
  CHECK(call(make_time, {Map{{"hour", 7}, {"timezone", "Asia/Tokyo"}}}) == "07:00+09:00");
  CHECK(call(make_time, {Map{{"time", time("07:05+01:00")}, {"minute", 6}, {"timezone", "-01:00"}}}) == "05:06-01:00");
  CHECK(call(make_time, {Map{{"time", time("01:00+01:00")}, {"timezone", "-01:00"}}}) == "23:00-01:00");
  CHECK(call(make_local_time, {time("07:05+01:00")}) == "07:05");
}

TEST_CASE("dates and times together") {
  const Map base{{"date", instant("2021-03-09T07:05+01:00")}, {"time", time("20:15-03:00")}};
  CHECK(call(make_local_datetime, {base}) == "2021-03-09T20:15");
  CHECK(call(make_datetime, {base}) == "2021-03-09T20:15-03:00");
  Map moved = base;
  moved["timezone"] = "Europe/Berlin";
  CHECK(call(make_datetime, {moved}) == "2021-03-10T00:15+01:00[Europe/Berlin]");
  CHECK(call(make_datetime, {Map{{"datetime", local("2021-03-09T07:05")}, {"timezone", "Europe/Berlin"}}}) ==
        "2021-03-09T07:05+01:00[Europe/Berlin]");
  CHECK(call(make_datetime, {Map{{"datetime", local("2021-03-09T07:05")}, {"date", date("2021-03-09")}}}) ==
        "ERROR `datetime` excludes `date` and `time`");
  CHECK(call(make_datetime, {Map{{"epochSeconds", -1}, {"nanosecond", 5}}}) == "1969-12-31T23:59:59.000000005Z");
  CHECK(call(from_epoch, {0, 999'999'999}) == "1970-01-01T00:00:00.999999999Z");
  CHECK(call(from_epoch_millis, {-1}) == "1969-12-31T23:59:59.999Z");
  CHECK_FALSE(from_epoch(std::vector<Value>{std::numeric_limits<std::int64_t>::max(), 0}).ok());
  CHECK(from_epoch_millis(std::vector<Value>{std::numeric_limits<std::int64_t>::min()}).ok());
}

TEST_CASE("durations from fields") {
  CHECK(call(make_duration, {Map{{"years", 1}, {"quarters", 1}, {"weeks", 1}, {"milliseconds", -1}}}) ==
        "P1Y3M7DT-0.001S");
  CHECK(call(make_duration, {Map{{"months", 0.25}}}) == "P7DT14H37M16.5S");
  CHECK(call(make_duration, {Map{{"hours", 1.5}, {"seconds", 0.1}}}) == "PT1H30M0.1S");
  CHECK(call(make_duration, {Map{{"nanoseconds", std::numeric_limits<std::int64_t>::min()}}}) ==
        "PT-2562047H-47M-16.854775808S");
  CHECK(call(make_duration, {Map{{"years", std::numeric_limits<std::int64_t>::max()}}}).substr(0, 5) == "ERROR");
  CHECK(call(make_duration, {Map{{"days", std::numeric_limits<double>::quiet_NaN()}}}).substr(0, 5) == "ERROR");
  CHECK(call(make_duration, {Map{{"day", 1}}}) == "ERROR `day` is no field of a duration");
  CHECK(call(make_duration, {Map{}}).substr(0, 5) == "ERROR");
}

TEST_CASE("properties") {
  const Value value = instant("2021-08-09T07:05:09.123456789[Europe/Berlin]");
  CHECK(part(value, "year") == "2021");
  CHECK(part(value, "quarter") == "3");
  CHECK(part(value, "week") == "32");
  CHECK(part(value, "dayOfQuarter") == "40");
  CHECK(part(value, "ordinalDay") == "221");
  CHECK(part(value, "dayOfWeek") == "1");
  CHECK(part(value, "microsecond") == "123456");
  CHECK(part(value, "timezone") == "Europe/Berlin");
  CHECK(part(value, "offset") == "+02:00");
  CHECK(part(value, "offsetMinutes") == "120");
  CHECK(part(value, "epochSeconds") == "1628485509");
  CHECK(part(instant("1969-12-31T23:59:59.5Z"), "epochMillis") == "-500");
  CHECK(part(date("2021-01-01"), "weekYear") == "2020");
  CHECK(part(time("07:05-03:30"), "timezone") == "-03:30");
  CHECK(part(duration("P-1Y-5M"), "monthsOfYear") == "-5");
  CHECK(part(duration("PT-0.25S"), "seconds") == "-1");
  CHECK(part(duration("PT-0.25S"), "millisecondsOfSecond") == "750");
  const auto missing = component(date("2021-03-09"), "hour");
  REQUIRE_FALSE(missing.ok());
  CHECK(missing.error().kind == ErrorKind::kArgumentError);
  CHECK(missing.error().hint.find("ordinalDay") != std::string::npos);
}

TEST_CASE("truncation") {
  CHECK(call(truncate_date, {"millennium", date("1999-12-31")}) == "1000-01-01");
  CHECK(call(truncate_date, {"decade", date("-0001-05-05")}) == "-0010-01-01");
  CHECK(call(truncate_date, {"weekYear", date("2021-01-03")}) == "2019-12-30");
  CHECK(call(truncate_date, {"week", local("2021-03-09T07:05"), Map{{"dayOfWeek", 7}}}) == "2021-03-14");
  CHECK(call(truncate_date, {"month"}) == "2021-03-01");
  CHECK(call(truncate_date, {"hour", local("2021-03-09T07:05")}).substr(0, 5) == "ERROR");
  CHECK(call(truncate_date, {"fortnight", date("2021-03-09")}).substr(0, 5) == "ERROR");
  CHECK(call(truncate_date, {"year", Value()}) == "null");
  CHECK(call(truncate_date, {"millennium", date("-999999999-01-01")}).substr(0, 5) == "ERROR");
  CHECK(call(truncate_local_time, {"minute", time("07:05:09+01:00"), Map{{"second", 1}}}) == "07:05:01");
  CHECK(call(truncate_local_time, {"year", time("07:05:09+01:00")}).substr(0, 5) == "ERROR");
  CHECK(call(truncate_local_time, {"day", date("2021-03-09")}).substr(0, 5) == "ERROR");
  CHECK(call(truncate_local_time, {"millisecond", local_time("07:05:09.123456"), Map{{"microsecond", 7}}}) ==
        "07:05:09.123007");
  CHECK(call(truncate_local_time, {"millisecond", local_time("07:05:09.123456"), Map{{"millisecond", 7}}}) ==
        "07:05:09.007");
  CHECK(call(truncate_time, {"hour", local_time("07:05:09")}) == "07:00Z");
  CHECK(call(truncate_time, {"hour", time("07:05+01:00"), Map{{"timezone", "-02:00"}}}) == "07:00-02:00");
  CHECK(call(truncate_local_datetime, {"day", instant("2021-03-09T23:30-05:00")}) == "2021-03-09T00:00");
  CHECK(call(truncate_datetime, {"month", instant("2021-07-09T07:05[Europe/Berlin]")}) ==
        "2021-07-01T00:00+02:00[Europe/Berlin]");
  CHECK(call(truncate_datetime, {"year", date("2021-07-09"), Map{{"timezone", "Europe/Berlin"}}}) ==
        "2021-01-01T00:00+01:00[Europe/Berlin]");
}

TEST_CASE("adding and subtracting durations") {
  CHECK(shown(add_values(date("2021-01-31"), duration("P1M"))) == "2021-02-28");
  CHECK(shown(add_values(duration("P1MT49H"), date("2021-01-31"))) == "2021-03-02");
  CHECK(shown(subtract_values(date("2021-03-31"), duration("PT23H"))) == "2021-03-31");
  CHECK(shown(add_values(local_time("23:00"), duration("P1DT2H"))) == "01:00");
  CHECK(shown(subtract_values(time("01:00+01:00"), duration("PT2H"))) == "23:00+01:00");
  // A day on the wall clock, 24 hours on the time line.
  CHECK(shown(add_values(instant("2021-03-27T12:00[Europe/Berlin]"), duration("P1D"))) ==
        "2021-03-28T12:00+02:00[Europe/Berlin]");
  CHECK(shown(add_values(instant("2021-03-27T12:00[Europe/Berlin]"), duration("PT24H"))) ==
        "2021-03-28T13:00+02:00[Europe/Berlin]");
  CHECK(shown(subtract_values(duration("P1Y"), duration("PT1S"))) == "P1YT-1S");
  CHECK_FALSE(add_values(date("2021-01-31"), date("2021-01-31")).ok());
  CHECK_FALSE(subtract_values(duration("P1D"), date("2021-01-31")).ok());
  CHECK_FALSE(add_values(date("2021-01-31"), 1).ok());
  CHECK_FALSE(add_values(local("+999999999-12-31T23:59:59"), duration("PT1S")).ok());
  CHECK_FALSE(subtract_values(Duration{0, 0, 0, 0}, Duration{std::numeric_limits<std::int64_t>::min(), 0, 0, 0}).ok());
}

TEST_CASE("multiplying and dividing durations") {
  CHECK(shown(multiply_values(duration("P1M1DT1.5S"), 3)) == "P3M3DT4.5S");
  CHECK(shown(multiply_values(-1, duration("P1M1DT1.5S"))) == "P-1M-1DT-1.5S");
  CHECK(shown(multiply_values(duration("P1D"), 0.5)) == "PT12H");
  CHECK(shown(divide_values(duration("P1Y"), 24)) == "P15DT5H14M33S");
  CHECK_FALSE(divide_values(duration("P1Y"), 0.0).ok());
  CHECK_FALSE(multiply_values(duration("P1Y"), std::numeric_limits<std::int64_t>::max()).ok());
  CHECK_FALSE(divide_values(1, duration("P1Y")).ok());
  CHECK_FALSE(multiply_values(duration("P1Y"), duration("P1Y")).ok());
}

TEST_CASE("durations between values") {
  CHECK(call(between, {date("2021-01-31"), date("2021-03-09")}) == "P1M9D");
  CHECK(call(between, {date("2021-03-09"), date("2021-01-31")}) == "P-1M-9D");
  CHECK(call(between, {local("2021-03-09T07:05"), date("2021-03-10")}) == "PT16H55M");
  CHECK(call(between, {time("07:05+01:00"), time("07:05Z")}) == "PT1H");
  CHECK(call(between, {instant("2021-03-27T12:00[Europe/Berlin]"), instant("2021-03-28T12:00[Europe/Berlin]")}) ==
        "P1D");
  CHECK(call(in_seconds, {instant("2021-03-27T12:00[Europe/Berlin]"), local("2021-03-28T12:00")}) == "PT23H");
  CHECK(call(in_days, {local("2021-03-09T07:05"), local("2021-03-11T07:04")}) == "P1D");
  CHECK(call(in_months, {date("2021-03-31"), date("2021-04-30")}) == "PT0S");
  CHECK(call(in_months, {date("2021-03-09"), local_time("07:05")}) == "PT0S");
  CHECK(call(in_seconds, {local_time("07:05:00.5"), local_time("07:04")}) == "PT-1M-0.5S");
  CHECK(call(between, {Value(), 1}) == "null");
  CHECK_FALSE(between(std::vector<Value>{duration("P1D"), date("2021-03-09")}).ok());
}

TEST_CASE("the duration between two values leads from the one to the other") {
  const std::uint64_t seed = test::random_seed();
  CAPTURE(seed);
  test::RandomValues random(seed);
  for (int i = 0; i < 2'000; ++i) {
    const Value from_local = random.local_datetime();
    const Value to_local = random.local_datetime();
    CAPTURE(to_cypher_string(from_local), to_cypher_string(to_local));
    for (const Pure measure : {Pure{between}, Pure{in_seconds}}) {
      const auto step = measure(std::vector<Value>{from_local, to_local});
      REQUIRE(step.ok());
      CAPTURE(to_cypher_string(*step));
      REQUIRE(equals(*add_values(from_local, *step), to_local) == true);
    }
    const Value from = random.datetime();
    const Value to = random.datetime();
    CAPTURE(to_cypher_string(from), to_cypher_string(to));
    const auto step = between(std::vector<Value>{from, to});
    REQUIRE(step.ok());
    const auto reached = add_values(from, *step);
    CAPTURE(to_cypher_string(*step));
    REQUIRE(reached.ok());
    REQUIRE(reached->get<DateTime>().seconds == to.get<DateTime>().seconds);
    REQUIRE(reached->get<DateTime>().nanoseconds == to.get<DateTime>().nanoseconds);
  }
}
