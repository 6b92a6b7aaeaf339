// tests/values/random_values.cpp: values at random.
#include "random_values.hpp"

#include <cmath>
#include <cstdlib>
#include <limits>
#include <string>

#include "values/temporal/calendar.hpp"
#include "values/temporal/zone.hpp"

namespace kith::test {
namespace {

using Integers = std::numeric_limits<std::int64_t>;
using Floats = std::numeric_limits<double>;

}  // namespace

std::uint64_t random_seed() {
  if (const char* given = std::getenv("KITH_TEST_SEED")) return std::strtoull(given, nullptr, 10);
  return std::random_device()();
}

std::int64_t RandomValues::edge_integer() {
  static constexpr std::int64_t kEdges[] = {0,        1, -1, 1LL << 53, -(1LL << 53), Integers::max(), Integers::min(),
                                            1LL << 62};
  if (integer(0, 3) == 0) return integer(-3, 3);
  const std::int64_t edge = kEdges[integer(0, std::size(kEdges) - 1)];
  const std::int64_t shift = integer(-2, 2);
  if ((shift > 0 && edge > Integers::max() - shift) || (shift < 0 && edge < Integers::min() - shift)) return edge;
  return edge + shift;
}

double RandomValues::edge_float() {
  static constexpr double kEdges[] = {0.0,
                                      -0.0,
                                      1.0,
                                      -1.0,
                                      0.5,
                                      Floats::quiet_NaN(),
                                      Floats::infinity(),
                                      0x1p53,
                                      -0x1p53,
                                      0x1p63,
                                      -0x1p63,
                                      -Floats::infinity(),
                                      0x1p62,
                                      1e300};
  const double edge = kEdges[integer(0, std::size(kEdges) - 1)];
  switch (integer(0, 3)) {
    case 0:
      return std::nextafter(edge, Floats::infinity());
    case 1:
      return static_cast<double>(edge_integer());
    default:
      return edge;
  }
}

std::string RandomValues::text() {
  static constexpr const char* kPieces[] = {"",  "a", "b", "ab", "\xC3\xA9", "\xE6\xB0\xB4", "\xF0\x9F\x90\x9F",
                                            "'", "\n"};
  std::string result;
  for (std::int64_t i = integer(0, 2); i >= 0; --i) result += kPieces[integer(0, std::size(kPieces) - 1)];
  return result;
}

std::int64_t RandomValues::days() {
  const std::int64_t year =
      integer(0, 2) == 0 ? integer(temporal::kMinYear + 1, temporal::kMaxYear - 1) : integer(1800, 2500);
  return temporal::days_from(temporal::YearMonthDay{year, static_cast<int>(integer(1, 12)), 1}) + integer(0, 30);
}

Date RandomValues::date() { return {integer(0, 3) == 0 ? integer(-1, 1) : days()}; }

LocalTime RandomValues::local_time() {
  static constexpr std::int64_t kSteps[] = {1, 1'000, 1'000'000, 1'000'000'000, 60'000'000'000};
  const std::int64_t step = kSteps[integer(0, std::size(kSteps) - 1)];
  return {integer(0, temporal::kNanosecondsPerDay / step - 1) * step};
}

Time RandomValues::time() {
  return {local_time().nanoseconds,
          static_cast<std::int32_t>(integer(0, 1) == 0 ? integer(-18, 18) * 3'600 : integer(-64'800, 64'800))};
}

LocalDateTime RandomValues::local_datetime() {
  const std::int64_t nanoseconds = local_time().nanoseconds;
  return {days() * temporal::kSecondsPerDay + nanoseconds / temporal::kNanosecondsPerSecond,
          static_cast<std::int32_t>(nanoseconds % temporal::kNanosecondsPerSecond)};
}

DateTime RandomValues::datetime() {
  static constexpr const char* kZones[] = {"Europe/Stockholm",
                                           "America/New_York",
                                           "Pacific/Honolulu",
                                           "Australia/Lord_Howe",
                                           "Asia/Kathmandu",
                                           "America/Sao_Paulo",
                                           "UTC",
                                           "Europe/London"};
  const LocalDateTime instant = local_datetime();
  const temporal::Zone zone = integer(0, 1) == 0 ? temporal::Zone{time().offset_seconds, nullptr}
                                                 : *temporal::parse_zone(kZones[integer(0, std::size(kZones) - 1)]);
  return *temporal::at_zone(instant.seconds, instant.nanoseconds, zone);
}

Duration RandomValues::duration() {
  const auto part = [this] { return integer(0, 3) == 0 ? edge_integer() : integer(-100, 100); };
  const std::int32_t nanoseconds = integer(0, 1) == 0 ? 0 : static_cast<std::int32_t>(integer(0, 999'999'999));
  return {part(), part(), part(), nanoseconds};
}

Value RandomValues::value(int depth) {
  switch (integer(0, depth > 0 ? 17 : 13)) {
    case 0:
      return {};
    case 1:
      return integer(0, 1) == 0;
    case 2:
    case 3:
      return edge_integer();
    case 4:
    case 5:
      return edge_float();
    case 6:
      return text();
    case 7:
      return date();
    case 8:
      return local_time();
    case 9:
      return time();
    case 10:
      return local_datetime();
    case 11:
      return datetime();
    case 12:
      return duration();
    case 13:
      if (integer(0, 1) == 0) return Node{NodeId{static_cast<std::uint64_t>(integer(0, 2))}, nullptr};
      return Relationship{RelationshipId{static_cast<std::uint64_t>(integer(0, 2))}, nullptr};
    case 14: {
      PathContent content;
      for (std::int64_t i = integer(0, 2); i >= 0; --i) {
        content.nodes.push_back(Node{NodeId{static_cast<std::uint64_t>(integer(0, 2))}, nullptr});
        if (i == 0) break;
        content.relationships.push_back(
            Relationship{RelationshipId{static_cast<std::uint64_t>(integer(0, 2))}, nullptr});
      }
      return Path{std::make_shared<const PathContent>(std::move(content))};
    }
    case 15: {
      Map map;
      for (std::int64_t i = integer(0, 2); i > 0; --i) map[text()] = value(depth - 1);
      return map;
    }
    default: {
      List list;
      for (std::int64_t i = integer(0, 3); i > 0; --i) list.push_back(value(depth - 1));
      return list;
    }
  }
}

}  // namespace kith::test
