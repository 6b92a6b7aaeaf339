// values/temporal/parts.hpp: what a temporal value has of a date, a time of day and a zone.
#pragma once

#include <cstdint>
#include <optional>

#include <kith/value.hpp>

#include "values/temporal/zone.hpp"

namespace kith::temporal {

/// A temporal value taken apart, as the clock on the wall shows it.
struct Parts {
  std::optional<std::int64_t> days;         ///< Since 1970-01-01.
  std::optional<std::int64_t> nanoseconds;  ///< Since midnight.
  std::optional<Zone> zone;
  std::optional<std::int32_t> offset_seconds;  ///< In force, when there is a zone.

  LocalDateTime local() const;  ///< Absent parts are 1970-01-01 and midnight.
};

/// Nullopt when the value is no date or time.
std::optional<Parts> parts_of(const Value& value);

/// From a day and a nanosecond of the day.
LocalDateTime local_datetime_from(std::int64_t days, std::int64_t nanoseconds);

}  // namespace kith::temporal
