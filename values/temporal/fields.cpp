// values/temporal/fields.cpp: reading days and times of day from maps.
#include "values/temporal/fields.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <string>

#include "values/temporal/calendar.hpp"

namespace kith::temporal {
namespace {

using OptionalInteger = std::optional<std::int64_t>;

constexpr std::array kDateFields{std::string_view("year"),      std::string_view("month"),
                                 std::string_view("day"),       std::string_view("week"),
                                 std::string_view("dayOfWeek"), std::string_view("ordinalDay"),
                                 std::string_view("quarter"),   std::string_view("dayOfQuarter")};
constexpr std::array kTimeFields{std::string_view("hour"),        std::string_view("minute"),
                                 std::string_view("second"),      std::string_view("millisecond"),
                                 std::string_view("microsecond"), std::string_view("nanosecond")};

std::string quoted(std::string_view name) { return "`" + std::string(name) + "`"; }

Error open_place(std::string_view missing, std::string_view given) {
  return bad_argument(quoted(given) + " needs " + quoted(missing));
}

Error too_large(std::string_view name, std::int64_t value, std::int64_t high) {
  return bad_argument(quoted(name) + " is " + std::to_string(value) + ", not within 1 to " + std::to_string(high));
}

/// Years, of the calendar or of weeks, from the map or from the base.
Result<std::int64_t> year_from(const Fields& fields, OptionalInteger base_year) {
  KITH_TRY(const OptionalInteger year, fields.integer("year", kMinYear, kMaxYear));
  if (year) return *year;
  if (!base_year) return bad_argument("a date needs `year`");
  return *base_year;
}

Result<std::int64_t> week_day_from(const Fields& fields, OptionalInteger base) {
  std::optional<WeekDate> base_date;
  if (base) base_date = week_date(*base);
  KITH_TRY(const std::int64_t year, year_from(fields, base ? OptionalInteger(base_date->week_year) : std::nullopt));
  KITH_TRY(const OptionalInteger week, fields.integer("week", 1, 53));
  KITH_TRY(const OptionalInteger weekday, fields.integer("dayOfWeek", 1, 7));
  if (!week && !base) return open_place("week", "dayOfWeek");
  const int num_weeks = weeks_in_year(year);
  if (week && *week > num_weeks) return too_large("week", *week, num_weeks);
  WeekDate date{year, 1, 1};
  date.week = week ? static_cast<int>(*week) : std::min(base_date->week, num_weeks);
  date.day_of_week = weekday ? static_cast<int>(*weekday) : base ? base_date->day_of_week : 1;
  return days_from(date);
}

Result<std::int64_t> ordinal_day_from(const Fields& fields, OptionalInteger base) {
  KITH_TRY(const std::int64_t year,
           year_from(fields, base ? OptionalInteger(year_month_day(*base).year) : std::nullopt));
  KITH_TRY(const OptionalInteger day, fields.integer("ordinalDay", 1, 366));
  if (*day > days_in_year(year)) return too_large("ordinalDay", *day, days_in_year(year));
  return days_from(YearMonthDay{year, 1, 1}) + *day - 1;
}

Result<std::int64_t> quarter_day_from(const Fields& fields, OptionalInteger base) {
  KITH_TRY(const std::int64_t year,
           year_from(fields, base ? OptionalInteger(year_month_day(*base).year) : std::nullopt));
  KITH_TRY(const OptionalInteger quarter_field, fields.integer("quarter", 1, 4));
  KITH_TRY(const OptionalInteger day, fields.integer("dayOfQuarter", 1, 92));
  if (!quarter_field && !base) return open_place("quarter", "dayOfQuarter");
  const int in_quarter = quarter_field ? static_cast<int>(*quarter_field) : quarter(*base);
  const int num_days = days_in_quarter(year, in_quarter);
  if (day && *day > num_days) return too_large("dayOfQuarter", *day, num_days);
  const std::int64_t chosen = day ? *day : base ? std::min(day_of_quarter(*base), num_days) : 1;
  return first_day_of_quarter(year, in_quarter) + chosen - 1;
}

Result<std::int64_t> month_day_from(const Fields& fields, OptionalInteger base) {
  std::optional<YearMonthDay> base_date;
  if (base) base_date = year_month_day(*base);
  KITH_TRY(const std::int64_t year, year_from(fields, base ? OptionalInteger(base_date->year) : std::nullopt));
  KITH_TRY(const OptionalInteger month, fields.integer("month", 1, 12));
  KITH_TRY(const OptionalInteger day, fields.integer("day", 1, 31));
  if (day && !month && !base) return open_place("month", "day");
  YearMonthDay date{year, 1, 1};
  date.month = month ? static_cast<int>(*month) : base ? base_date->month : 1;
  const int num_days = days_in_month(year, date.month);
  if (day && *day > num_days) return too_large("day", *day, num_days);
  date.day = day ? static_cast<int>(*day) : base ? std::min(base_date->day, num_days) : 1;
  return days_from(date);
}

/// The nanosecond of the second; nullopt when no field says.
Result<OptionalInteger> subsecond_from(const Fields& fields, std::optional<TimeBase> base) {
  const bool has_milli = fields.has("millisecond");
  const bool has_micro = fields.has("microsecond");
  const bool has_nano = fields.has("nanosecond");
  if (!has_milli && !has_micro && !has_nano) return OptionalInteger();
  // A field above which nothing is given counts the whole fraction of the second.
  std::int64_t kept_unit = base ? base->kept_unit : 0;
  const std::int64_t largest = has_milli ? 1'000'000 : has_micro ? 1'000 : 1;
  if (largest >= kept_unit) kept_unit = 0;
  std::int64_t limit = kept_unit > 0 ? kept_unit : kNanosecondsPerSecond;
  std::int64_t total = kept_unit > 0 ? base->nanoseconds % kNanosecondsPerSecond : 0;
  const std::pair<std::string_view, std::int64_t> units[] = {
      {"millisecond", 1'000'000}, {"microsecond", 1'000}, {"nanosecond", 1}};
  for (const auto& [name, unit] : units) {
    KITH_TRY(const OptionalInteger amount, fields.integer(name, 0, limit / unit - 1));
    if (!amount) continue;
    total += *amount * unit;
    limit = unit;
  }
  return OptionalInteger(total);
}

}  // namespace

Error bad_argument(std::string message) {
  return Error(ErrorKind::kArgumentError, std::move(message)).with_detail("InvalidArgumentValue");
}

bool Fields::has_any(std::initializer_list<std::string_view> names) const {
  return std::any_of(names.begin(), names.end(), [this](std::string_view name) { return has(name); });
}

const Value* Fields::find(std::string_view name) const {
  const auto found = map_.find(name);
  return found == map_.end() ? nullptr : &found->second;
}

Result<OptionalInteger> Fields::integer(std::string_view name, std::int64_t low, std::int64_t high) const {
  const Value* value = find(name);
  if (value == nullptr) return OptionalInteger();
  if (!value->is(ValueKind::kInteger)) {
    return Error(ErrorKind::kTypeError,
                 quoted(name) + " must be an INTEGER, found " + std::string(to_string(value->kind())))
        .with_detail("InvalidArgumentType");
  }
  const std::int64_t number = value->get<std::int64_t>();
  if (number < low || number > high) {
    return bad_argument(quoted(name) + " is " + std::to_string(number) + ", not within " + std::to_string(low) +
                        " to " + std::to_string(high));
  }
  return OptionalInteger(number);
}

Result<std::optional<Zone>> Fields::zone() const {
  const Value* value = find("timezone");
  if (value == nullptr) return std::optional<Zone>();
  if (!value->is(ValueKind::kString)) {
    return Error(ErrorKind::kTypeError, "`timezone` must be a STRING, found " + std::string(to_string(value->kind())))
        .with_detail("InvalidArgumentType");
  }
  KITH_TRY(Zone zone, parse_zone(value->get<std::string>()));
  return std::optional<Zone>(std::move(zone));
}

Status Fields::check_names(unsigned groups, std::initializer_list<std::string_view> selectors) const {
  const auto allows = [groups](FieldGroup group) { return (groups & static_cast<unsigned>(group)) != 0; };
  for (const auto& [key, value] : map_) {
    const std::string_view name = key;
    const auto among = [name](const auto& names) { return std::find(names.begin(), names.end(), name) != names.end(); };
    if (allows(FieldGroup::kDate) && among(kDateFields)) continue;
    if (allows(FieldGroup::kTime) && among(kTimeFields)) continue;
    if (allows(FieldGroup::kZone) && name == "timezone") continue;
    if (allows(FieldGroup::kEpoch) && (name == "epochSeconds" || name == "epochMillis")) continue;
    if (among(selectors)) continue;
    return bad_argument(quoted(name) + " is no field of this kind of value");
  }
  return Status::success();
}

Result<std::int64_t> day_from(const Fields& fields, OptionalInteger base) {
  const bool by_week = fields.has_any({"week", "dayOfWeek"});
  const bool by_ordinal = fields.has("ordinalDay");
  const bool by_quarter = fields.has_any({"quarter", "dayOfQuarter"});
  const bool by_month = fields.has_any({"month", "day"});
  if (by_week + by_ordinal + by_quarter + by_month > 1) {
    return bad_argument("a date is given by month and day, by week, by quarter or by ordinalDay, not by a mixture");
  }
  KITH_TRY(const std::int64_t days, by_week      ? week_day_from(fields, base)
                                    : by_ordinal ? ordinal_day_from(fields, base)
                                    : by_quarter ? quarter_day_from(fields, base)
                                                 : month_day_from(fields, base));
  if (!is_in_range(days)) return bad_argument("the date lies outside the years -999,999,999 to 999,999,999");
  return days;
}

Result<std::int64_t> time_from(const Fields& fields, std::optional<TimeBase> base) {
  KITH_TRY(const OptionalInteger hour, fields.integer("hour", 0, 23));
  KITH_TRY(const OptionalInteger minute, fields.integer("minute", 0, 59));
  KITH_TRY(const OptionalInteger second, fields.integer("second", 0, 59));
  KITH_TRY(const OptionalInteger subsecond, subsecond_from(fields, base));
  if (!base) {
    if (minute && !hour) return open_place("hour", "minute");
    if (second && !minute) return open_place("minute", "second");
    if (subsecond && !second) return bad_argument("a fraction of a second needs `second`");
  }
  const std::int64_t known = base ? base->nanoseconds : 0;
  const std::int64_t known_seconds = known / kNanosecondsPerSecond;
  const std::int64_t seconds = hour.value_or(known_seconds / kSecondsPerHour) * kSecondsPerHour +
                               minute.value_or(known_seconds / kSecondsPerMinute % 60) * kSecondsPerMinute +
                               second.value_or(known_seconds % 60);
  return seconds * kNanosecondsPerSecond + subsecond.value_or(known % kNanosecondsPerSecond);
}

}  // namespace kith::temporal
