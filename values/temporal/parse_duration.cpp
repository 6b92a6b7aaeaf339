// values/temporal/parse_duration.cpp: durations from text.
#include <string>

#include "values/temporal/calendar.hpp"
#include "values/temporal/duration.hpp"
#include "values/temporal/scanner.hpp"
#include "values/temporal/text.hpp"

namespace kith::temporal {
namespace {

Error malformed(std::string_view text) {
  return Error(ErrorKind::kArgumentError, "'" + std::string(text) + "' is not a duration")
      .with_detail("InvalidArgumentValue")
      .with_hint("for example 'P1Y2M10DT2H30M' or 'P2012-02-02T14:37:21.545'");
}

struct Amount {
  Int128 whole = 0;             // up to 19 digits, so beyond 64 bits
  std::int64_t billionths = 0;  // of the same sign
};

bool take_amount(Scanner& scanner, bool negative, Amount& amount) {
  if (scanner.take('-')) {
    negative = !negative;
  } else {
    scanner.take('+');
  }
  if (!scanner.take_number(amount.whole) || !scanner.take_fraction(amount.billionths)) return false;
  if (negative) amount = {-amount.whole, -amount.billionths};
  return true;
}

/// The amount in the unit with this letter. `place` keeps the order of units and forbids repetition.
bool add_amount(DurationParts& parts, const Amount& amount, char unit, bool in_time, int& place) {
  constexpr std::string_view kOrder = "YMWDTHMS";  // T parts the two meanings of M
  const std::size_t found = in_time ? kOrder.find(unit, 5) : kOrder.substr(0, 4).find(unit);
  if (found == std::string_view::npos || static_cast<int>(found) <= place) return false;
  place = static_cast<int>(found);
  const long double fraction = static_cast<long double>(amount.billionths) / 1e9L;
  switch (found) {
    case 0:
      parts.add_months(amount.whole, 12);
      parts.add_real_months(fraction * 12);
      return true;
    case 1:
      parts.add_months(amount.whole);
      parts.add_real_months(fraction);
      return true;
    case 2:
      parts.add_days(amount.whole, 7);
      parts.add_real_days(fraction * 7);
      return true;
    case 3:
      parts.add_days(amount.whole);
      parts.add_real_days(fraction);
      return true;
    case 5:
      parts.add_seconds(amount.whole, kSecondsPerHour);
      parts.add_nanoseconds(amount.billionths, kSecondsPerHour);
      return true;
    case 6:
      parts.add_seconds(amount.whole, kSecondsPerMinute);
      parts.add_nanoseconds(amount.billionths, kSecondsPerMinute);
      return true;
    default:
      parts.add_seconds(amount.whole);
      parts.add_nanoseconds(amount.billionths);
      return true;
  }
}

bool read_units(Scanner scanner, bool negative, DurationParts& parts) {
  bool in_time = false;
  int place = -1;
  bool any = false;
  while (!scanner.at_end()) {
    if (!in_time && scanner.take('T')) {
      in_time = true;
      if (scanner.at_end()) return false;
      continue;
    }
    Amount amount;
    if (!take_amount(scanner, negative, amount) || scanner.at_end()) return false;
    const char unit = scanner.peek();
    scanner.take(unit);
    if (!add_amount(parts, amount, unit, in_time, place)) return false;
    any = true;
  }
  return any;
}

/// 2012-02-02T14:37:21.545 and 20120202T143721.545: not a date but years, months, days, hours, minutes and seconds.
bool read_date_form(Scanner scanner, bool negative, DurationParts& parts) {
  std::int64_t years = 0, months = 0, days = 0, hours = 0, minutes = 0, seconds = 0, billionths = 0;
  if (!scanner.take_digits(4, years)) return false;
  const bool extended = scanner.take('-');
  if (!scanner.take_digits(2, months) || (extended && !scanner.take('-')) || !scanner.take_digits(2, days))
    return false;
  if (months > 12 || days > 31) return false;
  if (!scanner.at_end()) {
    if (!scanner.take('T') || !scanner.take_digits(2, hours)) return false;
    const auto more = [&] { return extended ? scanner.take(':') : scanner.num_digits() > 0; };
    if (more()) {
      if (!scanner.take_digits(2, minutes)) return false;
      if (more() && (!scanner.take_digits(2, seconds) || !scanner.take_fraction(billionths))) return false;
    }
    if (!scanner.at_end() || hours > 24 || minutes > 59 || seconds > 59) return false;
  }
  const Int128 sign = negative ? -1 : 1;
  parts.add_months(sign * years, 12);
  parts.add_months(sign * months);
  parts.add_days(sign * days);
  parts.add_seconds(sign * hours, kSecondsPerHour);
  parts.add_seconds(sign * minutes, kSecondsPerMinute);
  parts.add_seconds(sign * seconds);
  parts.add_nanoseconds(sign * billionths);
  return true;
}

}  // namespace

Result<Duration> parse_duration(std::string_view text) {
  Scanner scanner(text);
  const bool negative = scanner.take('-');
  if (!negative) scanner.take('+');
  if (!scanner.take('P')) return malformed(text);
  DurationParts parts;
  if (read_units(scanner, negative, parts)) return parts.to_duration();
  DurationParts date_parts;
  if (read_date_form(scanner, negative, date_parts)) return date_parts.to_duration();
  return malformed(text);
}

}  // namespace kith::temporal
