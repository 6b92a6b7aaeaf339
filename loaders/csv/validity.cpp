// loaders/csv/validity.cpp: first day, and first day after, of a year, month or day.
#include "loaders/csv/validity.hpp"

#include <fmt/format.h>

#include <charconv>
#include <string>

#include <kith/parse.hpp>

namespace kith::loaders {
namespace {

/// Reads exactly `size` digits off the front of `text`, into `number`.
bool take_digits(std::string_view& text, std::size_t size, int& number) {
  if (text.size() < size) return false;
  const auto [end, code] = std::from_chars(text.data(), text.data() + size, number);
  if (code != std::errc() || end != text.data() + size || text[0] == '-') return false;
  text.remove_prefix(size);
  return true;
}

Result<Date> day(int year, int month, int day_of_month) {
  KITH_TRY(const Value value, parse_value(fmt::format("{:04}-{:02}-{:02}", year, month, day_of_month), "date"));
  return value.get<Date>();
}

Error refusal(std::string_view text) {
  return Error{ErrorKind::kData, fmt::format("'{}' is not a period of time", text)}.with_hint(
      "write 2021, 2021-06, 2021-06-30 or two of them with a slash between");
}

struct Days {
  Date first, behind;
};

Result<Days> parse_days(std::string_view text) {
  std::string_view rest = text;
  int year = 0;
  int month = 0;
  int day_of_month = 0;
  if (!take_digits(rest, 4, year)) return refusal(text);
  if (rest.empty()) {
    KITH_TRY(const Date first, day(year, 1, 1));
    KITH_TRY(const Date behind, day(year + 1, 1, 1));
    return Days{first, behind};
  }
  if (!rest.starts_with('-') || (rest.remove_prefix(1), !take_digits(rest, 2, month)) || month < 1 || month > 12) {
    return refusal(text);
  }
  if (rest.empty()) {
    KITH_TRY(const Date first, day(year, month, 1));
    KITH_TRY(const Date behind, month == 12 ? day(year + 1, 1, 1) : day(year, month + 1, 1));
    return Days{first, behind};
  }
  if (!rest.starts_with('-') || (rest.remove_prefix(1), !take_digits(rest, 2, day_of_month)) || !rest.empty()) {
    return refusal(text);
  }
  KITH_TRY(const Date first, day(year, month, day_of_month));
  return Days{first, Date{first.days + 1}};
}

}  // namespace

Result<Validity> parse_validity(std::string_view text) {
  const std::size_t slash = text.find('/');
  const std::string_view begin = text.substr(0, slash);
  const std::string_view end = slash == std::string_view::npos ? begin : text.substr(slash + 1);
  if (begin.empty() && end.empty()) return refusal(text);
  Validity validity;
  if (!begin.empty()) {
    KITH_TRY(const Days days, parse_days(begin));
    validity.from = days.first;
  }
  if (!end.empty()) {
    KITH_TRY(const Days days, parse_days(end));
    validity.to = days.behind;
  }
  if (validity.from && validity.to && !(*validity.from < *validity.to)) {
    return Error{ErrorKind::kData, fmt::format("'{}' ends before it begins", text)};
  }
  return validity;
}

}  // namespace kith::loaders
