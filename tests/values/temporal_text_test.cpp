// tests/values/temporal_text_test.cpp: temporal values as text, both ways.
#include "values/temporal/text.hpp"

#include <catch2/catch.hpp>
#include <limits>
#include <string>
#include <vector>

#include "random_values.hpp"
#include "values/compare.hpp"

using namespace kith;
using namespace kith::temporal;

namespace {

template <class T>
std::string shown(const Result<T>& result) {
  return result.ok() ? to_string(*result) : "ERROR " + result.error().message;
}

}  // namespace

TEST_CASE("dates have many forms") {
  for (const char* text : {"2021-03-09", "20210309", "2021-W10-2", "2021W102", "2021-068", "2021068", "2021-Q1-68",
                           "2021Q168", "+2021-03-09", "+002021-03-09"}) {
    CAPTURE(text);
    CHECK(shown(parse_date(text)) == "2021-03-09");
  }
  CHECK(shown(parse_date("2021-03")) == "2021-03-01");
  CHECK(shown(parse_date("202103")) == "2021-03-01");
  CHECK(shown(parse_date("2021")) == "2021-01-01");
  CHECK(shown(parse_date("2021-W10")) == "2021-03-08");
  CHECK(shown(parse_date("2021-Q2")) == "2021-04-01");
  CHECK(shown(parse_date("2020-W53-7")) == "2021-01-03");
  CHECK(shown(parse_date("-0044-03-15")) == "-0044-03-15");
  CHECK(shown(parse_date("+12021-03-09")) == "+12021-03-09");
  CHECK(shown(parse_date("-999999999-01-01")) == "-999999999-01-01");
}

TEST_CASE("text that is no date is refused") {
  for (const char* text : {"",
                           "x",
                           "21",
                           "2021-",
                           "2021-1",
                           "2021-13",
                           "2021-02-29",
                           "2021-03-09x",
                           "2021-0309",
                           "202103-09",
                           "2021-W54",
                           "2021-W53",
                           "2021-W00",
                           "2021-W10-8",
                           "2021-W10-",
                           "2021-366",
                           "2021-000",
                           "2021-Q5",
                           "2021-Q1-91",
                           "12021-03-09",
                           "+1000000000-01-01",
                           "2021-03-09T10",
                           " 2021-03-09",
                           "--2021",
                           "2021--03"}) {
    CAPTURE(text);
    const auto result = parse_date(text);
    REQUIRE_FALSE(result.ok());
    CHECK(result.error().kind == ErrorKind::kArgumentError);
  }
}

TEST_CASE("times, with and without an offset") {
  CHECK(shown(parse_local_time("07:05:09.25")) == "07:05:09.250");
  CHECK(shown(parse_local_time("070509,000001")) == "07:05:09.000001");
  CHECK(shown(parse_local_time("07")) == "07:00");
  CHECK(shown(parse_local_time("0705")) == "07:05");
  CHECK(shown(parse_time("07:05-0330")) == "07:05-03:30");
  CHECK(shown(parse_time("07:05", 7'200)) == "07:05+02:00");
  CHECK(shown(parse_time("07:05:00-00:00")) == "07:05Z");
  CHECK(shown(parse_time("070500.5+01:02:03")) == "07:05:00.500+01:02:03");
  for (const char* text : {"", "7", "24", "07:60", "07:05:60", "07:0509", "0705:09", "07:05.5", "07:05:09.",
                           "07:05:09.1234567890", "07:", "07:05:", "0705091"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_local_time(text).ok());
  }
  for (const char* text :
       {"07:05+19", "07:05+18:01", "07:05+1", "07:05+01:", "07:05+01:60", "07:05Zulu", "07:05+01:0203"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_time(text).ok());
  }
}

TEST_CASE("dates with times, offsets and zones") {
  CHECK(shown(parse_local_datetime("2021-068T0705")) == "2021-03-09T07:05");
  CHECK(shown(parse_local_datetime("2021-03-09")) == "2021-03-09T00:00");
  CHECK(shown(parse_datetime("2021-03-09T07:05-05:00")) == "2021-03-09T07:05-05:00");
  CHECK(shown(parse_datetime("2021-07-09T07:05[America/New_York]")) == "2021-07-09T07:05-04:00[America/New_York]");
  CHECK(shown(parse_datetime("2021-03-09T07:05", *parse_zone("Asia/Tokyo"))) == "2021-03-09T07:05+09:00[Asia/Tokyo]");
  for (const char* text :
       {"", "T", "T07", "2021-03-09T", "2021-03-09T07:05[", "2021-03-09T07:05]", "2021-03-09T07:05[]",
        "2021-03-09T07:05[Nowhere/Else]", "2021-03-09T07:05+03:00[America/New_York]", "2021-03-09T07:05+25:00",
        "2021-03-09T07:05[America/New_York]Z"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_datetime(text).ok());
  }
}

TEST_CASE("durations as units, with fractions passed down") {
  CHECK(shown(parse_duration("P3Y2M9DT4H5M6S")) == "P3Y2M9DT4H5M6S");
  CHECK(shown(parse_duration("P1.5D")) == "P1DT12H");
  CHECK(shown(parse_duration("P0.5Y")) == "P6M");
  CHECK(shown(parse_duration("P0.5M")) == "P15DT5H14M33S");
  CHECK(shown(parse_duration("P1.5W")) == "P10DT12H");
  CHECK(shown(parse_duration("PT1,25H")) == "PT1H15M");
  CHECK(shown(parse_duration("PT0.000000001S")) == "PT0.000000001S");
  CHECK(shown(parse_duration("-P1DT2H")) == "P-1DT-2H");
  CHECK(shown(parse_duration("P-1DT-0.5S")) == "P-1DT-0.5S");
  CHECK(shown(parse_duration("PT90M")) == "PT1H30M");
  CHECK(shown(parse_duration("P13M")) == "P1Y1M");
  CHECK(shown(parse_duration("P0D")) == "PT0S");
  CHECK(shown(parse_duration("P0003-06-04T12:30:05.5")) == "P3Y6M4DT12H30M5.5S");
  CHECK(shown(parse_duration("P00030604T123005")) == "P3Y6M4DT12H30M5S");
  for (const char* text : {"", "P", "PT", "P1", "P1DT", "1D", "P1D1Y", "P1H", "PT1D", "P1D2D", "P1.D", "PD", "P1Y ",
                           "P2012-13-01", "P99999999999999999999D"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_duration(text).ok());
  }
}

TEST_CASE("every temporal value reads back from its text") {
  const std::uint64_t seed = test::random_seed();
  CAPTURE(seed);
  test::RandomValues random(seed);
  const auto same = [](const auto& written, const auto& read) {
    CAPTURE(to_string(written), shown(read));
    REQUIRE(read.ok());
    REQUIRE(equivalent(Value(written), Value(*read)));
  };
  for (int i = 0; i < 3'000; ++i) {
    const Date date = random.date();
    same(date, parse_date(to_string(date)));
    const LocalTime local_time = random.local_time();
    same(local_time, parse_local_time(to_string(local_time)));
    const Time time = random.time();
    same(time, parse_time(to_string(time)));
    const LocalDateTime local_datetime = random.local_datetime();
    same(local_datetime, parse_local_datetime(to_string(local_datetime)));
    const DateTime datetime = random.datetime();
    same(datetime, parse_datetime(to_string(datetime)));
    const Duration duration = random.duration();
    same(duration, parse_duration(to_string(duration)));
  }
  const Duration shortest{0, 0, std::numeric_limits<std::int64_t>::min(), 0};
  same(shortest, parse_duration(to_string(shortest)));
}

TEST_CASE("no text makes the parsers misbehave") {
  const std::uint64_t seed = test::random_seed();
  CAPTURE(seed);
  test::RandomValues random(seed);
  const std::string letters = "0123456789-+:.,TWQPYMDHSZ[]/ ";
  const std::vector<std::string> starts = {"2021-03-09", "2021-W10", "07:05:09", "2021-03-09T07:05+01:00",
                                           "P1Y2M3DT4H", ""};
  for (int i = 0; i < 20'000; ++i) {
    std::string text = starts[static_cast<std::size_t>(random.integer(0, 5))];
    for (std::int64_t n = random.integer(0, 3); n > 0; --n) {
      const char letter =
          letters[static_cast<std::size_t>(random.integer(0, static_cast<std::int64_t>(letters.size()) - 1))];
      text.insert(static_cast<std::size_t>(random.integer(0, static_cast<std::int64_t>(text.size()))), 1, letter);
    }
    CAPTURE(text);
    if (const auto date = parse_date(text); date.ok()) REQUIRE(parse_date(to_string(*date)).ok());
    if (const auto time = parse_time(text); time.ok()) REQUIRE(parse_time(to_string(*time)).ok());
    if (const auto datetime = parse_datetime(text); datetime.ok()) REQUIRE(parse_datetime(to_string(*datetime)).ok());
    if (const auto duration = parse_duration(text); duration.ok()) REQUIRE(parse_duration(to_string(*duration)).ok());
  }
}
