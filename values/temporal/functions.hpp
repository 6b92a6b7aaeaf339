// values/temporal/functions.hpp: Cypher's temporal functions, operators and properties, one call each. Arguments are
// values as the query has them; a null argument gives null. Statements see one instant, which the caller passes.
// Errors of all of these: kTypeError for an argument of the wrong kind, kArgumentError for one that makes no sense
// (detail InvalidArgumentValue), kArithmeticError for a result out of range.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include <kith/error.hpp>
#include <kith/temporal.hpp>
#include <kith/value.hpp>

#include "values/temporal/zone.hpp"

namespace kith::temporal {

using Arguments = std::span<const Value>;

/// The instant that date(), datetime() and the rest give, and the zone in which it is shown when none is asked for.
struct Clock {
  std::int64_t seconds = 0;  ///< Since 1970-01-01T00:00Z.
  std::int32_t nanoseconds = 0;
  Zone zone;  ///< UTC unless set.
};

/// date(), date(null), date(text), date(temporal), date({...}); the others alike. A map may start from another temporal
/// value under `date`, `time` or `datetime`; a map of `timezone` alone means now in that zone.
Result<Value> make_date(Arguments arguments, const Clock& clock);
Result<Value> make_local_time(Arguments arguments, const Clock& clock);
Result<Value> make_time(Arguments arguments, const Clock& clock);
Result<Value> make_local_datetime(Arguments arguments, const Clock& clock);
Result<Value> make_datetime(Arguments arguments, const Clock& clock);
/// duration(text), duration(duration), duration({...}).
Result<Value> make_duration(Arguments arguments);

/// date.transaction(), date.statement(), date.realtime() and those of the other kinds, with an optional zone: the
/// caller passes the clock that each means.
Result<Value> current_date(Arguments arguments, const Clock& clock);
Result<Value> current_local_time(Arguments arguments, const Clock& clock);
Result<Value> current_time(Arguments arguments, const Clock& clock);
Result<Value> current_local_datetime(Arguments arguments, const Clock& clock);
Result<Value> current_datetime(Arguments arguments, const Clock& clock);

/// datetime.fromepoch(seconds, nanoseconds).
Result<Value> from_epoch(Arguments arguments);
/// datetime.fromepochmillis(milliseconds).
Result<Value> from_epoch_millis(Arguments arguments);

/// date.truncate(unit [, value [, {fields to set afterwards}]]); without a value, now.
Result<Value> truncate_date(Arguments arguments, const Clock& clock);
Result<Value> truncate_local_time(Arguments arguments, const Clock& clock);
Result<Value> truncate_time(Arguments arguments, const Clock& clock);
Result<Value> truncate_local_datetime(Arguments arguments, const Clock& clock);
Result<Value> truncate_datetime(Arguments arguments, const Clock& clock);

/// duration.between(from, to), duration.inMonths(...), duration.inDays(...), duration.inSeconds(...). A value without a
/// date takes that of the other, one without a zone likewise.
Result<Value> between(Arguments arguments);
Result<Value> in_months(Arguments arguments);
Result<Value> in_days(Arguments arguments);
Result<Value> in_seconds(Arguments arguments);

/// The property of a temporal value: year, weekYear, dayOfQuarter, epochSeconds, monthsOfYear, ... Requires a temporal
/// value. Errors: kArgumentError for a name that its kind lacks, with those that it has.
Result<Value> component(const Value& value, std::string_view name);

bool is_temporal(const Value& value);  ///< Of any of the six kinds, DURATION included.

/// `+`: a temporal value and a duration in either order, or two durations. Errors: kTypeError for other operands.
Result<Value> add_values(const Value& left, const Value& right);
/// `-`: a temporal value or duration, less a duration.
Result<Value> subtract_values(const Value& left, const Value& right);
/// `*`: a duration and a number in either order.
Result<Value> multiply_values(const Value& left, const Value& right);
/// `/`: a duration by a number.
Result<Value> divide_values(const Value& left, const Value& right);

/// toString() of a temporal value. Requires one.
std::string to_string(const Value& value);

}  // namespace kith::temporal
