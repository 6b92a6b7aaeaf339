// kith/temporal.hpp: openCypher's temporal values as plain numbers. Years -999,999,999 to 999,999,999, proleptic
// Gregorian, 64-bit arithmetic throughout. Calendar arithmetic and text forms: values/temporal/.
#pragma once

#include <compare>
#include <cstdint>
#include <memory>
#include <string>

namespace kith {

/// A day.
struct Date {
  std::int64_t days = 0;  ///< Since 1970-01-01.
  friend constexpr auto operator<=>(const Date&, const Date&) = default;
};

/// A time of day without zone.
struct LocalTime {
  std::int64_t nanoseconds = 0;  ///< Since midnight, below 86,400,000,000,000.
  friend constexpr auto operator<=>(const LocalTime&, const LocalTime&) = default;
};

/// A time of day with an offset from UTC. Ordered by instant, then by offset.
struct Time {
  std::int64_t nanoseconds = 0;  ///< Local, since midnight.
  std::int32_t offset_seconds = 0;
  friend constexpr bool operator==(const Time&, const Time&) = default;
};

/// A day and time without zone.
struct LocalDateTime {
  std::int64_t seconds = 0;  ///< Since 1970-01-01T00:00 local.
  std::int32_t nanoseconds = 0;
  friend constexpr auto operator<=>(const LocalDateTime&, const LocalDateTime&) = default;
};

/// An instant with the offset, and the named zone if any, in which it is shown.
struct DateTime {
  std::int64_t seconds = 0;  ///< Since 1970-01-01T00:00Z.
  std::int32_t nanoseconds = 0;
  std::int32_t offset_seconds = 0;
  std::shared_ptr<const std::string> zone;  ///< IANA name, or null when only the offset is known.
};

/// Months, days, seconds and nanoseconds are kept apart, as openCypher has it. nanoseconds in [0, 1e9).
struct Duration {
  std::int64_t months = 0;
  std::int64_t days = 0;
  std::int64_t seconds = 0;
  std::int32_t nanoseconds = 0;
  friend constexpr bool operator==(const Duration&, const Duration&) = default;
};

}  // namespace kith
