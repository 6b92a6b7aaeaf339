// tests/values/zone_test.cpp: named zones around changes of the clocks and far from today.
#include "values/temporal/zone.hpp"

#include <catch2/catch.hpp>
#include <string>

#include "random_values.hpp"
#include "values/temporal/calendar.hpp"
#include "values/temporal/text.hpp"

using namespace kith;
using namespace kith::temporal;

namespace {

std::string shown(std::string_view text) {
  const auto result = parse_datetime(text);
  return result.ok() ? to_string(*result) : "ERROR " + result.error().message;
}

}  // namespace

TEST_CASE("a local time that the clocks skip moves on by the gap") {
  CHECK(shown("2021-03-28T02:30[Europe/Paris]") == "2021-03-28T03:30+02:00[Europe/Paris]");
  CHECK(shown("2021-03-28T01:59:59[Europe/Paris]") == "2021-03-28T01:59:59+01:00[Europe/Paris]");
  CHECK(shown("2021-03-28T03:00[Europe/Paris]") == "2021-03-28T03:00+02:00[Europe/Paris]");
}

TEST_CASE("of two instants with one local time the first is meant, unless the offset says") {
  CHECK(shown("2021-10-31T02:30[Europe/Paris]") == "2021-10-31T02:30+02:00[Europe/Paris]");
  CHECK(shown("2021-10-31T02:30+01:00[Europe/Paris]") == "2021-10-31T02:30+01:00[Europe/Paris]");
  CHECK(shown("2021-10-31T03:00[Europe/Paris]") == "2021-10-31T03:00+01:00[Europe/Paris]");
}

TEST_CASE("the last rules of a zone hold for ever") {
  for (const char* year : {"2036", "2037", "2038", "2100", "2437", "2438", "+12345", "+999999999"}) {
    const std::string start(year);
    CAPTURE(start);
    CHECK(shown(start + "-01-15T12:00[America/New_York]") == start + "-01-15T12:00-05:00[America/New_York]");
    CHECK(shown(start + "-07-15T12:00[America/New_York]") == start + "-07-15T12:00-04:00[America/New_York]");
  }
}

TEST_CASE("before its first rule a zone has local mean time") {
  CHECK(shown("1700-01-01T00:00[America/New_York]") == "1700-01-01T00:00-04:56:02[America/New_York]");
  CHECK(shown("-999999999-01-02T00:00[America/New_York]") == "-999999999-01-02T00:00-04:56:02[America/New_York]");
}

TEST_CASE("names") {
  CHECK(*parse_zone("America/Los Angeles")->name == "America/Los_Angeles");
  CHECK(parse_zone("Z")->offset_seconds == 0);
  CHECK(parse_zone("-02")->offset_seconds == -7'200);
  for (const char* text : {"", "Nowhere", "Europe/", "../Europe/Paris", "+", "+1", "1"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_zone(text).ok());
  }
  CHECK_FALSE(offset_at(Zone{0, std::make_shared<const std::string>("Lost/Zone")}, 0).ok());
}

TEST_CASE("what the clock shows leads back to the instant") {
  const std::uint64_t seed = test::random_seed();
  CAPTURE(seed);
  test::RandomValues random(seed);
  for (int i = 0; i < 3'000; ++i) {
    const DateTime datetime = random.datetime();
    CAPTURE(to_string(datetime));
    const auto again = resolve(local_of(datetime), zone_of(datetime), datetime.offset_seconds);
    REQUIRE(again.ok());
    REQUIRE(again->seconds == datetime.seconds);
    REQUIRE(again->offset_seconds == datetime.offset_seconds);
  }
}
