// values/temporal/zone.cpp: named zones by the date library over the system's zoneinfo, and by ICU's rules for the
// years after those that zoneinfo files spell out.
#include "values/temporal/zone.hpp"

#include <date/tz.h>
#include <unicode/timezone.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <chrono>
#include <exception>

#include "values/temporal/calendar.hpp"

namespace kith::temporal {
namespace {

// Zoneinfo files list transitions up to 2037 and give the rest as a rule, which the date library does not read.
constexpr std::int64_t kFirstRuleSecond = 24'472 * kSecondsPerDay;                 // 2037-01-01
constexpr std::int64_t kSecondsPerCycle = std::int64_t{146'097} * kSecondsPerDay;  // 400 years, a whole number of weeks
// No zone had a rule before; and date::year has 16 bits.
constexpr std::int64_t kEarliest = -std::int64_t{10'000'000'000};

Error bad_zone(std::string_view text) {
  return Error(ErrorKind::kArgumentError, "`" + std::string(text) + "` is not a time zone")
      .with_detail("InvalidArgumentValue")
      .with_hint("an offset such as '+01:00', or a name such as 'Europe/Stockholm'");
}

const date::time_zone* find_zone(std::string_view name) {
  try {
    return date::locate_zone(name);
  } catch (const std::exception&) {  // the library's only way to say that it does not know the name
    return nullptr;
  }
}

std::optional<std::int32_t> offset_by_rule(const std::string& name, std::int64_t seconds) {
  const std::int64_t cycles = (seconds - kFirstRuleSecond) / kSecondsPerCycle;
  const std::int64_t equivalent = seconds - cycles * kSecondsPerCycle;
  const std::unique_ptr<icu::TimeZone> zone(icu::TimeZone::createTimeZone(icu::UnicodeString::fromUTF8(name)));
  if (!zone || *zone == icu::TimeZone::getUnknown()) return std::nullopt;
  std::int32_t standard = 0;
  std::int32_t daylight = 0;
  UErrorCode status = U_ZERO_ERROR;
  zone->getOffset(static_cast<UDate>(equivalent) * 1'000.0, false, standard, daylight, status);
  if (U_FAILURE(status)) return std::nullopt;
  return (standard + daylight) / 1'000;
}

Result<DateTime> assemble(std::int64_t seconds, std::int32_t nanoseconds, std::int32_t offset, const Zone& zone) {
  if (!is_in_range(floor_divide(seconds + offset, kSecondsPerDay))) {
    return Error(ErrorKind::kArithmeticError, "the result lies outside the years -999,999,999 to 999,999,999");
  }
  return DateTime{seconds, nanoseconds, offset, zone.name};
}

}  // namespace

Result<std::int32_t> parse_offset(std::string_view text) {
  if (text == "Z" || text == "z") return 0;
  const std::string_view whole = text;
  if (text.size() < 3 || (text[0] != '+' && text[0] != '-')) return bad_zone(whole);
  const bool negative = text[0] == '-';
  text.remove_prefix(1);
  std::int32_t parts[3] = {0, 0, 0};
  const bool extended = text.size() > 2 && text[2] == ':';
  for (int i = 0; !text.empty(); ++i) {
    if (i > 0 && extended) {
      if (text[0] != ':') return bad_zone(whole);
      text.remove_prefix(1);
    }
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    if (i == 3 || text.size() < 2 || !is_digit(text[0]) || !is_digit(text[1])) return bad_zone(whole);
    parts[i] = (text[0] - '0') * 10 + (text[1] - '0');
    text.remove_prefix(2);
  }
  const std::int32_t offset = parts[0] * 3'600 + parts[1] * 60 + parts[2];
  if (parts[1] > 59 || parts[2] > 59 || offset > kMaxOffsetSeconds) return bad_zone(whole);
  return negative ? -offset : offset;
}

Result<Zone> parse_zone(std::string_view text) {
  if (text.empty()) return bad_zone(text);
  if (text == "Z" || text == "z" || text[0] == '+' || text[0] == '-') {
    KITH_TRY(const std::int32_t offset, parse_offset(text));
    return Zone{offset, nullptr};
  }
  std::string name(text);
  std::replace(name.begin(), name.end(), ' ', '_');
  if (find_zone(name) == nullptr) return bad_zone(text);
  return Zone{0, std::make_shared<const std::string>(std::move(name))};
}

Result<std::int32_t> offset_at(const Zone& zone, std::int64_t seconds) {
  if (!zone.name) return zone.offset_seconds;
  if (seconds >= kFirstRuleSecond) {
    if (const auto offset = offset_by_rule(*zone.name, seconds)) return *offset;
  }
  const date::time_zone* known = find_zone(*zone.name);
  if (known == nullptr) return bad_zone(*zone.name);
  const std::int64_t within = std::clamp(seconds, kEarliest, kFirstRuleSecond);
  try {
    return static_cast<std::int32_t>(known->get_info(date::sys_seconds(std::chrono::seconds(within))).offset.count());
  } catch (const std::exception& failure) {  // reads the zone's file at first use
    return Error(ErrorKind::kIo, "cannot read time zone `" + *zone.name + "`: " + failure.what());
  }
}

Result<DateTime> resolve(const LocalDateTime& local, const Zone& zone, std::optional<std::int32_t> preferred_offset) {
  if (!zone.name) return assemble(local.seconds - zone.offset_seconds, local.nanoseconds, zone.offset_seconds, zone);
  // The offsets in force a day before and a day after frame any one change of the clocks between them.
  KITH_TRY(const std::int32_t before, offset_at(zone, local.seconds - kSecondsPerDay));
  KITH_TRY(const std::int32_t after, offset_at(zone, local.seconds + kSecondsPerDay));
  KITH_TRY(const std::int32_t at_before, offset_at(zone, local.seconds - before));
  KITH_TRY(const std::int32_t at_after, offset_at(zone, local.seconds - after));
  const bool before_valid = at_before == before;
  const bool after_valid = at_after == after;
  if (!before_valid && !after_valid) {  // skipped: the old offset leads past the gap
    return assemble(local.seconds - before, local.nanoseconds, at_before, zone);
  }
  const bool take_after = after_valid && (!before_valid || preferred_offset == after);
  const std::int32_t offset = take_after ? after : before;
  return assemble(local.seconds - offset, local.nanoseconds, offset, zone);
}

Result<DateTime> at_zone(std::int64_t seconds, std::int32_t nanoseconds, const Zone& zone) {
  KITH_TRY(const std::int32_t offset, offset_at(zone, seconds));
  return assemble(seconds, nanoseconds, offset, zone);
}

LocalDateTime local_of(const DateTime& datetime) {
  return {datetime.seconds + datetime.offset_seconds, datetime.nanoseconds};
}

Zone zone_of(const DateTime& datetime) { return {datetime.offset_seconds, datetime.zone}; }

}  // namespace kith::temporal
