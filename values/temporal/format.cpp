// values/temporal/format.cpp: temporal values as text.
#include <cstdlib>
#include <string>

#include "values/int128.hpp"
#include "values/temporal/calendar.hpp"
#include "values/temporal/text.hpp"

namespace kith::temporal {
namespace {

void append_padded(std::string& out, std::int64_t number, std::size_t width) {
  const std::string digits = std::to_string(number);
  if (digits.size() < width) out.append(width - digits.size(), '0');
  out += digits;
}

void append_date(std::string& out, std::int64_t days) {
  const YearMonthDay date = year_month_day(days);
  if (date.year < 0) out += '-';
  if (date.year > 9'999) out += '+';
  append_padded(out, std::abs(date.year), 4);
  out += '-';
  append_padded(out, date.month, 2);
  out += '-';
  append_padded(out, date.day, 2);
}

void append_time(std::string& out, std::int64_t second_of_day, std::int64_t nanoseconds) {
  append_padded(out, second_of_day / kSecondsPerHour, 2);
  out += ':';
  append_padded(out, second_of_day / kSecondsPerMinute % 60, 2);
  const std::int64_t second = second_of_day % 60;
  if (second == 0 && nanoseconds == 0) return;
  out += ':';
  append_padded(out, second, 2);
  if (nanoseconds == 0) return;
  out += '.';
  if (nanoseconds % 1'000'000 == 0) {
    append_padded(out, nanoseconds / 1'000'000, 3);
  } else if (nanoseconds % 1'000 == 0) {
    append_padded(out, nanoseconds / 1'000, 6);
  } else {
    append_padded(out, nanoseconds, 9);
  }
}

void append_datetime(std::string& out, const LocalDateTime& datetime) {
  append_date(out, floor_divide(datetime.seconds, kSecondsPerDay));
  out += 'T';
  append_time(out, floor_modulo(datetime.seconds, kSecondsPerDay), datetime.nanoseconds);
}

void append_part(std::string& out, std::int64_t number, char unit) {
  if (number == 0) return;
  out += std::to_string(number);
  out += unit;
}

}  // namespace

std::string to_string(const Date& date) {
  std::string out;
  append_date(out, date.days);
  return out;
}

std::string to_string(const LocalTime& time) {
  std::string out;
  append_time(out, time.nanoseconds / kNanosecondsPerSecond, time.nanoseconds % kNanosecondsPerSecond);
  return out;
}

std::string to_string(const Time& time) {
  return to_string(LocalTime{time.nanoseconds}) + offset_to_string(time.offset_seconds);
}

std::string to_string(const LocalDateTime& datetime) {
  std::string out;
  append_datetime(out, datetime);
  return out;
}

std::string to_string(const DateTime& datetime) {
  std::string out;
  append_datetime(out, local_of(datetime));
  out += offset_to_string(datetime.offset_seconds);
  if (datetime.zone) out += "[" + *datetime.zone + "]";
  return out;
}

std::string to_string(const Duration& duration) {
  std::string out = "P";
  append_part(out, duration.months / 12, 'Y');
  append_part(out, duration.months % 12, 'M');
  append_part(out, duration.days, 'D');
  // Seconds and nanoseconds are one number with one sign here: PT-1M-0.001S is -60 s and -1 ms.
  const Int128 total = Int128{duration.seconds} * kNanosecondsPerSecond + duration.nanoseconds;
  const bool negative = total < 0;
  const Int128 magnitude = negative ? -total : total;
  const auto seconds = static_cast<std::uint64_t>(magnitude / kNanosecondsPerSecond);  // up to 2^63
  const auto nanoseconds = static_cast<std::int64_t>(magnitude % kNanosecondsPerSecond);
  if (magnitude != 0) {
    const std::int64_t sign = negative ? -1 : 1;
    out += 'T';
    append_part(out, sign * static_cast<std::int64_t>(seconds / kSecondsPerHour), 'H');
    append_part(out, sign * static_cast<std::int64_t>(seconds / kSecondsPerMinute % 60), 'M');
    if (seconds % 60 != 0 || nanoseconds != 0) {
      if (negative) out += '-';
      out += std::to_string(seconds % 60);
      if (nanoseconds != 0) {
        out += '.';
        append_padded(out, nanoseconds, 9);
        out.erase(out.find_last_not_of('0') + 1);
      }
      out += 'S';
    }
  }
  if (out.size() == 1) out += "T0S";
  return out;
}

std::string offset_to_string(std::int32_t offset_seconds) {
  if (offset_seconds == 0) return "Z";
  std::string out(1, offset_seconds < 0 ? '-' : '+');
  const std::int32_t magnitude = std::abs(offset_seconds);
  append_padded(out, magnitude / 3'600, 2);
  out += ':';
  append_padded(out, magnitude / 60 % 60, 2);
  if (magnitude % 60 != 0) {
    out += ':';
    append_padded(out, magnitude % 60, 2);
  }
  return out;
}

}  // namespace kith::temporal
