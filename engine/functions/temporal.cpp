// engine/functions/temporal.cpp: values/temporal under the names of the language, with the statement's clock.
#include <chrono>

#include "engine/functions/families.hpp"
#include "values/temporal/functions.hpp"

namespace kith::engine {
namespace {

using Values = std::span<const Value>;
using ClockFunction = Result<Value> (*)(temporal::Arguments, const temporal::Clock&);
using PlainFunction = Result<Value> (*)(temporal::Arguments);

temporal::Clock statement_clock(const ExecContext& context) {
  return {.seconds = context.clock.seconds, .nanoseconds = context.clock.nanoseconds};
}

temporal::Clock wall_clock() {
  const auto now =
      std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::system_clock::now().time_since_epoch()).count();
  return {.seconds = now / 1'000'000'000, .nanoseconds = static_cast<std::int32_t>(now % 1'000'000'000)};
}

template <ClockFunction kFunction>
Result<Value> at_statement(Values values, ExecContext& context) {
  return kFunction(values, statement_clock(context));
}
template <ClockFunction kFunction>
Result<Value> at_call(Values values, ExecContext&) {
  return kFunction(values, wall_clock());
}
template <PlainFunction kFunction>
Result<Value> plain(Values values, ExecContext&) {
  return kFunction(values);
}

Result<Value> timestamp(Values, ExecContext& context) {
  return Value(context.clock.seconds * 1'000 + context.clock.nanoseconds / 1'000'000);
}

/// The constructor of one kind, its clocks and its truncation.
template <ClockFunction kMake, ClockFunction kCurrent, ClockFunction kTruncate>
void add(FunctionTable& table, const std::string& name, StaticType type, const std::string& what) {
  const Argument zone{"timezone"};
  table.push_back({.name = name,
                   .arguments = {{"value"}},
                   .result = type,
                   .help = what + " from text, a map of components or another temporal value; now without argument.",
                   .scalar = at_statement<kMake>});
  table.push_back({.name = name + ".transaction",
                   .arguments = {zone},
                   .result = type,
                   .help = what + " as of the transaction.",
                   .scalar = at_statement<kCurrent>});
  table.push_back({.name = name + ".statement",
                   .arguments = {zone},
                   .result = type,
                   .help = what + " as of the statement.",
                   .scalar = at_statement<kCurrent>});
  table.push_back({.name = name + ".realtime",
                   .arguments = {zone},
                   .result = type,
                   .stable = false,
                   .help = what + " as of the very call.",
                   .scalar = at_call<kCurrent>});
  table.push_back({.name = name + ".truncate",
                   .arguments = {{"unit", StaticType::kString}, {"value"}, {"components"}},
                   .num_required = 1,
                   .result = type,
                   .help = what + " cut down to a unit, with components set anew.",
                   .scalar = at_statement<kTruncate>});
}

}  // namespace

FunctionTable temporal_functions() {
  using namespace temporal;
  FunctionTable table;
  add<make_date, current_date, truncate_date>(table, "date", StaticType::kDate, "A date");
  add<make_local_time, current_local_time, truncate_local_time>(table, "localtime", StaticType::kLocalTime,
                                                                "A time of day without zone");
  add<make_time, current_time, truncate_time>(table, "time", StaticType::kTime, "A time of day");
  add<make_local_datetime, current_local_datetime, truncate_local_datetime>(
      table, "localdatetime", StaticType::kLocalDateTime, "A date and time without zone");
  add<make_datetime, current_datetime, truncate_datetime>(table, "datetime", StaticType::kDateTime, "An instant");
  table.push_back({.name = "datetime.fromEpoch",
                   .arguments = {{"seconds", StaticType::kNumber}, {"nanoseconds", StaticType::kNumber}},
                   .num_required = 2,
                   .result = StaticType::kDateTime,
                   .help = "The instant so long after 1970-01-01T00:00Z.",
                   .scalar = plain<from_epoch>});
  table.push_back({.name = "datetime.fromEpochMillis",
                   .arguments = {{"milliseconds", StaticType::kNumber}},
                   .num_required = 1,
                   .result = StaticType::kDateTime,
                   .help = "The instant so many milliseconds after 1970-01-01T00:00Z.",
                   .scalar = plain<from_epoch_millis>});
  table.push_back({.name = "duration",
                   .arguments = {{"value"}},
                   .num_required = 1,
                   .result = StaticType::kDuration,
                   .help = "A duration from text or a map of components.",
                   .scalar = plain<make_duration>});
  const auto add_difference = [&](std::string name, std::string help, ScalarFunction function) {
    table.push_back({.name = std::move(name),
                     .arguments = {{"from"}, {"to"}},
                     .num_required = 2,
                     .result = StaticType::kDuration,
                     .help = std::move(help),
                     .scalar = function});
  };
  add_difference("duration.between", "The duration from one temporal value to another.", plain<between>);
  add_difference("duration.inMonths", "The whole months from one temporal value to another.", plain<in_months>);
  add_difference("duration.inDays", "The whole days from one temporal value to another.", plain<in_days>);
  add_difference("duration.inSeconds", "The seconds from one temporal value to another.", plain<in_seconds>);
  table.push_back({.name = "timestamp",
                   .result = StaticType::kInteger,
                   .help = "Milliseconds since 1970-01-01T00:00Z as of the statement.",
                   .scalar = timestamp});
  return table;
}

}  // namespace kith::engine
