// values/temporal/parse.cpp: dates, times and their combinations from text.
#include <string>

#include "values/temporal/calendar.hpp"
#include "values/temporal/scanner.hpp"
#include "values/temporal/text.hpp"

namespace kith::temporal {
namespace {

Error malformed(std::string_view text, std::string_view kind, std::string_view example) {
  return Error(ErrorKind::kArgumentError, "'" + std::string(text) + "' is not a " + std::string(kind))
      .with_detail("InvalidArgumentValue")
      .with_hint("for example '" + std::string(example) + "'");
}

constexpr std::string_view kDateExample = "2015-07-21";
constexpr std::string_view kTimeExample = "21:40:32.142";

bool take_year(Scanner& scanner, std::int64_t& year) {
  const bool negative = scanner.peek() == '-';
  const bool has_sign = negative || scanner.peek() == '+';
  if (has_sign) scanner.take(scanner.peek());
  std::size_t length = 4;
  const std::size_t available = scanner.num_digits();
  // Only the hyphen tells where a year of another length ends.
  if (has_sign && available <= 9 && available < scanner.rest().size() && scanner.rest()[available] == '-') {
    length = available;
  }
  if (!scanner.take_digits(length, year)) return false;
  if (negative) year = -year;
  return true;
}

/// What follows the year. False when it is no date.
bool take_rest_of_date(Scanner& scanner, std::int64_t year, std::int64_t& days) {
  const bool extended = scanner.take('-');
  if (scanner.take('W')) {
    std::int64_t week = 0;
    std::int64_t weekday = 1;
    if (!scanner.take_digits(2, week)) return false;
    const bool has_weekday = extended ? scanner.take('-') : !scanner.at_end();
    if (has_weekday && !scanner.take_digits(1, weekday)) return false;
    if (week < 1 || week > weeks_in_year(year) || weekday < 1 || weekday > 7) return false;
    days = days_from(WeekDate{year, static_cast<int>(week), static_cast<int>(weekday)});
    return true;
  }
  if (scanner.take('Q')) {
    std::int64_t quarter = 0;
    std::int64_t day = 1;
    if (!scanner.take_digits(1, quarter) || quarter < 1 || quarter > 4) return false;
    const bool has_day = extended ? scanner.take('-') : !scanner.at_end();
    if (has_day && !scanner.take_digits(2, day)) return false;
    if (day < 1 || day > days_in_quarter(year, static_cast<int>(quarter))) return false;
    days = first_day_of_quarter(year, static_cast<int>(quarter)) + day - 1;
    return true;
  }
  std::int64_t month = 1;
  std::int64_t day = 1;
  if (scanner.num_digits() == 3) {
    std::int64_t ordinal = 0;
    if (!scanner.take_digits(3, ordinal) || ordinal < 1 || ordinal > days_in_year(year)) return false;
    days = days_from(YearMonthDay{year, 1, 1}) + ordinal - 1;
    return true;
  }
  if (extended || !scanner.at_end()) {
    if (!scanner.take_digits(2, month)) return false;
    const bool has_day = extended ? scanner.take('-') : !scanner.at_end();
    if (has_day && !scanner.take_digits(2, day)) return false;
  }
  if (month < 1 || month > 12 || day < 1 || day > days_in_month(year, static_cast<int>(month))) return false;
  days = days_from(YearMonthDay{year, static_cast<int>(month), static_cast<int>(day)});
  return true;
}

/// The whole of `text` as a date.
bool read_date(std::string_view text, std::int64_t& days) {
  Scanner scanner(text);
  std::int64_t year = 0;
  return take_year(scanner, year) && take_rest_of_date(scanner, year, days) && scanner.at_end() && is_in_range(days);
}

/// A time of day from the front of the scanner.
bool take_time(Scanner& scanner, std::int64_t& nanoseconds) {
  std::int64_t hour = 0;
  std::int64_t minute = 0;
  std::int64_t second = 0;
  std::int64_t fraction = 0;
  const auto is_digit = [&] { return scanner.num_digits() > 0; };
  if (!scanner.take_digits(2, hour)) return false;
  const bool extended = scanner.peek() == ':';
  if (extended ? scanner.take(':') : is_digit()) {
    if (!scanner.take_digits(2, minute)) return false;
    if (extended ? scanner.take(':') : is_digit()) {
      if (!scanner.take_digits(2, second) || !scanner.take_fraction(fraction)) return false;
    }
  }
  if (hour > 23 || minute > 59 || second > 59) return false;
  nanoseconds = (hour * kSecondsPerHour + minute * kSecondsPerMinute + second) * kNanosecondsPerSecond + fraction;
  return true;
}

struct ScannedDateTime {
  LocalDateTime local;
  std::string_view rest;  ///< What follows the time: an offset, a zone, or nothing.
};

bool read_datetime(std::string_view text, ScannedDateTime& result) {
  const std::size_t mark = text.find('T');
  std::int64_t days = 0;
  std::int64_t nanoseconds = 0;
  if (!read_date(text.substr(0, mark), days)) return false;
  if (mark != std::string_view::npos) {
    Scanner scanner(text.substr(mark + 1));
    if (!take_time(scanner, nanoseconds)) return false;
    result.rest = scanner.rest();
  }
  result.local = {days * kSecondsPerDay + nanoseconds / kNanosecondsPerSecond,
                  static_cast<std::int32_t>(nanoseconds % kNanosecondsPerSecond)};
  return true;
}

}  // namespace

Result<Date> parse_date(std::string_view text) {
  std::int64_t days = 0;
  if (!read_date(text, days)) return malformed(text, "date", kDateExample);
  return Date{days};
}

Result<LocalTime> parse_local_time(std::string_view text) {
  Scanner scanner(text);
  std::int64_t nanoseconds = 0;
  if (!take_time(scanner, nanoseconds) || !scanner.at_end()) return malformed(text, "local time", kTimeExample);
  return LocalTime{nanoseconds};
}

Result<Time> parse_time(std::string_view text, std::int32_t default_offset) {
  Scanner scanner(text);
  Time time{0, default_offset};
  if (!take_time(scanner, time.nanoseconds)) return malformed(text, "time", "21:40:32.142+01:00");
  if (scanner.at_end()) return time;
  const Result<std::int32_t> offset = parse_offset(scanner.rest());
  if (!offset.ok()) return malformed(text, "time", "21:40:32.142+01:00");
  time.offset_seconds = *offset;
  return time;
}

Result<LocalDateTime> parse_local_datetime(std::string_view text) {
  ScannedDateTime scanned;
  if (!read_datetime(text, scanned) || !scanned.rest.empty()) {
    return malformed(text, "local datetime", "2015-07-21T21:40:32.142");
  }
  return scanned.local;
}

Result<DateTime> parse_datetime(std::string_view text, const Zone& default_zone) {
  constexpr std::string_view kExample = "2015-07-21T21:40:32.142+02:00[Europe/Stockholm]";
  ScannedDateTime scanned;
  if (!read_datetime(text, scanned)) return malformed(text, "datetime", kExample);
  std::string_view rest = scanned.rest;
  if (rest.empty()) return resolve(scanned.local, default_zone);
  std::string_view zone_name;
  if (rest.ends_with(']')) {
    const std::size_t open = rest.find('[');
    if (open == std::string_view::npos) return malformed(text, "datetime", kExample);
    zone_name = rest.substr(open + 1, rest.size() - open - 2);
    rest = rest.substr(0, open);
    if (zone_name.empty()) return malformed(text, "datetime", kExample);
  }
  std::optional<std::int32_t> offset;
  if (!rest.empty()) {
    const Result<std::int32_t> parsed = parse_offset(rest);
    if (!parsed.ok()) return malformed(text, "datetime", kExample);
    offset = *parsed;
  }
  if (zone_name.empty()) return resolve(scanned.local, Zone{*offset, nullptr});
  KITH_TRY(const Zone zone, parse_zone(zone_name));
  KITH_TRY(DateTime datetime, resolve(scanned.local, zone, offset));
  if (offset && datetime.offset_seconds != *offset) {
    return Error(ErrorKind::kArgumentError, "'" + std::string(text) + "' has the offset " + offset_to_string(*offset) +
                                                ", but " + std::string(zone_name) + " was at " +
                                                offset_to_string(datetime.offset_seconds))
        .with_detail("InvalidArgumentValue");
  }
  return datetime;
}

}  // namespace kith::temporal
