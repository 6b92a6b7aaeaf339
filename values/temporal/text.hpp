// values/temporal/text.hpp: the ISO 8601 forms of temporal values, in and out.
#pragma once

#include <string>
#include <string_view>

#include <kith/error.hpp>
#include <kith/temporal.hpp>

#include "values/temporal/zone.hpp"

namespace kith::temporal {

/// toString(): 2015-07-21, +12015-07-21, -0001-07-21.
std::string to_string(const Date& date);
/// 21:40, 21:40:32, 21:40:32.142; fractions of 3, 6 or 9 digits.
std::string to_string(const LocalTime& time);
/// 21:40:32.142+01:00, 21:40Z.
std::string to_string(const Time& time);
/// 2015-07-21T21:40.
std::string to_string(const LocalDateTime& datetime);
/// 2015-07-21T21:40+02:00[Europe/Stockholm].
std::string to_string(const DateTime& datetime);
/// P12Y5M-14DT16H, PT-1M-0.001S, PT0S. A sign stands before each number.
std::string to_string(const Duration& duration);
/// Z, +01:00, -02:05:07.
std::string offset_to_string(std::int32_t offset_seconds);

/// Calendar, ordinal, week and quarter dates, extended (2015-07-21, 2015-07, 2015-202, 2015-W30-2, 2015-W30,
/// 2015-Q3-21, 2015-Q3, 2015) and basic (20150721, 201507, 2015202, 2015W302, 2015W30, 2015Q321, 2015Q3). A year with a
/// sign has up to nine digits when a hyphen follows. Errors of all of these: kArgumentError, naming the text.
Result<Date> parse_date(std::string_view text);
/// 21, 21:40, 21:40:32, 21:40:32.142, 2140, 214032.142.
Result<LocalTime> parse_local_time(std::string_view text);
/// As parse_local_time, then an offset; without one, that of `default_offset`.
Result<Time> parse_time(std::string_view text, std::int32_t default_offset = 0);
/// A date, then `T` and a time; without them, midnight.
Result<LocalDateTime> parse_local_datetime(std::string_view text);
/// As parse_local_datetime, then an offset, a [zone], or both, which must agree; without any, `default_zone`.
Result<DateTime> parse_datetime(std::string_view text, const Zone& default_zone = {});
/// P1Y2M10DT2H30M, P0.75M, P2.5W, -PT3S, and P2012-02-02T14:37:21.545.
Result<Duration> parse_duration(std::string_view text);

}  // namespace kith::temporal
