// values/temporal/component.cpp: the properties of temporal values.
#include <algorithm>
#include <optional>
#include <string>

#include "values/int128.hpp"
#include "values/temporal/calendar.hpp"
#include "values/temporal/fields.hpp"
#include "values/temporal/functions.hpp"
#include "values/temporal/parts.hpp"
#include "values/temporal/text.hpp"

namespace kith::temporal {
namespace {

/// One property: its name, and how it is read from what the value has.
template <class Source>
struct Component {
  std::string_view name;
  Value (*read)(const Source&);
};

Value integer(std::int64_t number) { return Value(number); }

constexpr Component<std::int64_t> kOfDay[] = {
    {"year", [](const std::int64_t& days) { return integer(year_month_day(days).year); }},
    {"quarter", [](const std::int64_t& days) { return integer(quarter(days)); }},
    {"month", [](const std::int64_t& days) { return integer(year_month_day(days).month); }},
    {"week", [](const std::int64_t& days) { return integer(week_date(days).week); }},
    {"weekYear", [](const std::int64_t& days) { return integer(week_date(days).week_year); }},
    {"dayOfQuarter", [](const std::int64_t& days) { return integer(day_of_quarter(days)); }},
    {"day", [](const std::int64_t& days) { return integer(year_month_day(days).day); }},
    {"ordinalDay", [](const std::int64_t& days) { return integer(ordinal_day(days)); }},
    {"dayOfWeek", [](const std::int64_t& days) { return integer(day_of_week(days)); }},
    {"weekDay", [](const std::int64_t& days) { return integer(day_of_week(days)); }},
};

constexpr Component<std::int64_t> kOfTime[] = {
    {"hour", [](const std::int64_t& n) { return integer(n / (kSecondsPerHour * kNanosecondsPerSecond)); }},
    {"minute", [](const std::int64_t& n) { return integer(n / (kSecondsPerMinute * kNanosecondsPerSecond) % 60); }},
    {"second", [](const std::int64_t& n) { return integer(n / kNanosecondsPerSecond % 60); }},
    {"millisecond", [](const std::int64_t& n) { return integer(n % kNanosecondsPerSecond / 1'000'000); }},
    {"microsecond", [](const std::int64_t& n) { return integer(n % kNanosecondsPerSecond / 1'000); }},
    {"nanosecond", [](const std::int64_t& n) { return integer(n % kNanosecondsPerSecond); }},
};

constexpr Component<Parts> kOfZone[] = {
    {"timezone",
     [](const Parts& parts) {
       return Value(parts.zone->name ? *parts.zone->name : offset_to_string(*parts.offset_seconds));
     }},
    {"offset", [](const Parts& parts) { return Value(offset_to_string(*parts.offset_seconds)); }},
    {"offsetMinutes", [](const Parts& parts) { return integer(*parts.offset_seconds / 60); }},
    {"offsetSeconds", [](const Parts& parts) { return integer(*parts.offset_seconds); }},
};

std::optional<std::int64_t> in_64_bits(Int128 number) {
  const auto result = static_cast<std::int64_t>(number);
  if (result != number) return std::nullopt;
  return result;
}

/// Null where 64 bits do not hold the number, which component() makes an error.
Value integer(std::optional<std::int64_t> number) { return number ? Value(*number) : Value(); }

constexpr Component<DateTime> kOfInstant[] = {
    {"epochSeconds", [](const DateTime& datetime) { return integer(datetime.seconds); }},
    {"epochMillis",
     [](const DateTime& datetime) {
       return integer(in_64_bits(Int128{datetime.seconds} * 1'000 + datetime.nanoseconds / 1'000'000));
     }},
};

std::optional<std::int64_t> scaled_time(const Duration& duration, std::int64_t per_second) {
  return in_64_bits(Int128{duration.seconds} * per_second +
                    duration.nanoseconds / (kNanosecondsPerSecond / per_second));
}

constexpr Component<Duration> kOfDuration[] = {
    {"years", [](const Duration& d) { return integer(d.months / 12); }},
    {"quarters", [](const Duration& d) { return integer(d.months / 3); }},
    {"months", [](const Duration& d) { return integer(d.months); }},
    {"weeks", [](const Duration& d) { return integer(d.days / 7); }},
    {"days", [](const Duration& d) { return integer(d.days); }},
    {"hours", [](const Duration& d) { return integer(d.seconds / kSecondsPerHour); }},
    {"minutes", [](const Duration& d) { return integer(d.seconds / kSecondsPerMinute); }},
    {"seconds", [](const Duration& d) { return integer(d.seconds); }},
    {"milliseconds", [](const Duration& d) { return integer(scaled_time(d, 1'000)); }},
    {"microseconds", [](const Duration& d) { return integer(scaled_time(d, 1'000'000)); }},
    {"nanoseconds", [](const Duration& d) { return integer(scaled_time(d, kNanosecondsPerSecond)); }},
    {"quartersOfYear", [](const Duration& d) { return integer(d.months / 3 % 4); }},
    {"monthsOfYear", [](const Duration& d) { return integer(d.months % 12); }},
    {"monthsOfQuarter", [](const Duration& d) { return integer(d.months % 3); }},
    {"daysOfWeek", [](const Duration& d) { return integer(d.days % 7); }},
    {"minutesOfHour", [](const Duration& d) { return integer(d.seconds / kSecondsPerMinute % 60); }},
    {"secondsOfMinute", [](const Duration& d) { return integer(d.seconds % 60); }},
    {"millisecondsOfSecond", [](const Duration& d) { return integer(std::int64_t{d.nanoseconds / 1'000'000}); }},
    {"microsecondsOfSecond", [](const Duration& d) { return integer(std::int64_t{d.nanoseconds / 1'000}); }},
    {"nanosecondsOfSecond", [](const Duration& d) { return integer(std::int64_t{d.nanoseconds}); }},
};

template <class Source, std::size_t kSize>
std::optional<Value> read(const Component<Source> (&components)[kSize], const Source& source, std::string_view name) {
  for (const Component<Source>& component : components) {
    if (component.name == name) return component.read(source);
  }
  return std::nullopt;
}

template <class Source, std::size_t kSize>
void append_names(const Component<Source> (&components)[kSize], std::string& out) {
  for (const Component<Source>& component : components) {
    if (!out.empty()) out += ", ";
    out += component.name;
  }
}

std::optional<Value> find_component(const Value& value, const std::optional<Parts>& parts, std::string_view name) {
  if (!parts) return read(kOfDuration, value.get<Duration>(), name);
  std::optional<Value> result;
  if (parts->days) result = read(kOfDay, *parts->days, name);
  if (!result && parts->nanoseconds) result = read(kOfTime, *parts->nanoseconds, name);
  if (!result && parts->zone) result = read(kOfZone, *parts, name);
  if (!result && value.is(ValueKind::kDateTime)) result = read(kOfInstant, value.get<DateTime>(), name);
  return result;
}

std::string known_names(const Value& value, const std::optional<Parts>& parts) {
  std::string names;
  if (!parts) append_names(kOfDuration, names);
  if (parts && parts->days) append_names(kOfDay, names);
  if (parts && parts->nanoseconds) append_names(kOfTime, names);
  if (parts && parts->zone) append_names(kOfZone, names);
  if (value.is(ValueKind::kDateTime)) append_names(kOfInstant, names);
  return names;
}

}  // namespace

Result<Value> component(const Value& value, std::string_view name) {
  const std::optional<Parts> parts = parts_of(value);
  if (std::optional<Value> found = find_component(value, parts, name)) {
    if (!found->is_null()) return *std::move(found);
    return Error(ErrorKind::kArithmeticError, "`" + std::string(name) + "` of the " +
                                                  std::string(to_string(value.kind())) + " " +
                                                  to_display_string(value) + " does not fit in 64 bits")
        .with_detail("IntegerOverflow");
  }
  return bad_argument("a " + std::string(to_string(value.kind())) + " has no `" + std::string(name) + "`")
      .with_hint("it has " + known_names(value, parts));
}

}  // namespace kith::temporal
