// values/temporal/zone.hpp: offsets from UTC and named time zones, and the step between local time and instants.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <kith/error.hpp>
#include <kith/temporal.hpp>

namespace kith::temporal {

/// An offset, or a named zone of the system's time zone database.
struct Zone {
  std::int32_t offset_seconds = 0;          ///< When there is no name.
  std::shared_ptr<const std::string> name;  ///< IANA name, or null.
};

inline constexpr std::int32_t kMaxOffsetSeconds = 18 * 3'600;

/// "Z", "+01:00", "-0130", "+02:05:59", "Europe/Stockholm". Spaces in a name stand for underscores.
/// Errors: kArgumentError when it is no such thing, or the database does not know the name.
Result<Zone> parse_zone(std::string_view text);

/// An offset alone: "Z", "+01", "+0100", "+01:00", "+01:00:30".
Result<std::int32_t> parse_offset(std::string_view text);

/// The offset in force at an instant, given in seconds since 1970-01-01T00:00Z. Before the first rule of a zone it is
/// local mean time; after the last year the database spells out, the zone's last rules go on for ever.
/// Errors: kArgumentError for a name that the database does not know. Cost: two binary searches.
Result<std::int32_t> offset_at(const Zone& zone, std::int64_t seconds);

/// The instant of a local time in a zone. A local time that the clocks skip moves on by the gap; of two instants the
/// earlier is meant, unless `preferred_offset` is that of the later.
/// Errors: as offset_at; kArithmeticError out of range.
Result<DateTime> resolve(const LocalDateTime& local, const Zone& zone,
                         std::optional<std::int32_t> preferred_offset = std::nullopt);

/// An instant as it is shown in a zone. Errors: as resolve.
Result<DateTime> at_zone(std::int64_t seconds, std::int32_t nanoseconds, const Zone& zone);

/// What the clock on the wall shows.
LocalDateTime local_of(const DateTime& datetime);

/// The zone in which it is shown.
Zone zone_of(const DateTime& datetime);

}  // namespace kith::temporal
