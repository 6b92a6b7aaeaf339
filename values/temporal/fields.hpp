// values/temporal/fields.hpp: the maps from which temporal values are made: {year: 1984, week: 10}, {hour: 12}, ...
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string_view>

#include <kith/error.hpp>
#include <kith/value.hpp>

#include "values/temporal/zone.hpp"

namespace kith::temporal {

/// Which fields a map may have besides those of its parts.
enum class FieldGroup : std::uint8_t { kDate = 1, kTime = 2, kZone = 4, kEpoch = 8 };

/// A map, read by field names.
class Fields {
 public:
  explicit Fields(const Map& map) : map_(map) {}

  bool has(std::string_view name) const { return map_.find(name) != map_.end(); }
  bool has_any(std::initializer_list<std::string_view> names) const;
  /// Null when absent.
  const Value* find(std::string_view name) const;
  /// The integer under `name`, within [low, high]; nullopt when absent.
  Result<std::optional<std::int64_t>> integer(std::string_view name, std::int64_t low, std::int64_t high) const;
  /// The zone under `timezone`; nullopt when absent.
  Result<std::optional<Zone>> zone() const;
  /// Refuses a field that is neither among `groups` (a union of FieldGroup) nor among `selectors`.
  Status check_names(unsigned groups, std::initializer_list<std::string_view> selectors) const;
  bool empty() const { return map_.empty(); }
  /// Whether `name` is all there is.
  bool is_only(std::string_view name) const { return map_.size() == 1 && has(name); }

 private:
  const Map& map_;
};

constexpr unsigned operator|(FieldGroup left, FieldGroup right) {
  return static_cast<unsigned>(left) | static_cast<unsigned>(right);
}
constexpr unsigned operator|(unsigned left, FieldGroup right) { return left | static_cast<unsigned>(right); }

/// The day that the fields name: year with month and day, week and dayOfWeek, ordinalDay, or quarter and dayOfQuarter.
/// What they leave open comes from `base`, a day, or else is the first.
/// Errors: kArgumentError for a value out of its range, a mixture of the four, or an open place above a given one.
Result<std::int64_t> day_from(const Fields& fields, std::optional<std::int64_t> base);

/// A time of day to start from.
struct TimeBase {
  std::int64_t nanoseconds = 0;
  /// After truncation to milliseconds or microseconds: that unit in nanoseconds. Smaller fields then add to what is
  /// left instead of replacing it. 0 otherwise.
  std::int64_t kept_unit = 0;
};

/// The nanosecond of the day that hour, minute, second, millisecond, microsecond and nanosecond name, the open ones
/// from `base` or 0. Errors: as day_from.
Result<std::int64_t> time_from(const Fields& fields, std::optional<TimeBase> base);

/// A kArgumentError with the TCK's detail.
Error bad_argument(std::string message);

}  // namespace kith::temporal
