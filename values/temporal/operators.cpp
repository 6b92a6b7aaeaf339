// values/temporal/operators.cpp: +, -, * and / on temporal values.
#include <string>

#include "values/temporal/duration.hpp"
#include "values/temporal/functions.hpp"
#include "values/temporal/text.hpp"

namespace kith::temporal {
namespace {

Error no_operation(std::string_view what, const Value& left, const Value& right) {
  return Error(ErrorKind::kTypeError, "cannot " + std::string(what) + " " + std::string(to_string(left.kind())) +
                                          " and " + std::string(to_string(right.kind())))
      .with_detail("InvalidArgumentType");
}

template <class T>
Result<Value> as_value(Result<T> result) {
  if (!result.ok()) return std::move(result).error();
  return Value(*std::move(result));
}

/// Requires left to be temporal.
Result<Value> add_duration(const Value& left, const Duration& duration) {
  switch (left.kind()) {
    case ValueKind::kDate:
      return as_value(add(left.get<Date>(), duration));
    case ValueKind::kLocalTime:
      return Value(add(left.get<LocalTime>(), duration));
    case ValueKind::kTime:
      return Value(add(left.get<Time>(), duration));
    case ValueKind::kLocalDateTime:
      return as_value(add(left.get<LocalDateTime>(), duration));
    case ValueKind::kDateTime:
      return as_value(add(left.get<DateTime>(), duration));
    default:
      return as_value(add(left.get<Duration>(), duration));
  }
}

}  // namespace

bool is_temporal(const Value& value) { return value.kind() >= ValueKind::kDate; }

Result<Value> add_values(const Value& left, const Value& right) {
  if (is_temporal(left) && right.is(ValueKind::kDuration)) return add_duration(left, right.get<Duration>());
  if (is_temporal(right) && left.is(ValueKind::kDuration)) return add_duration(right, left.get<Duration>());
  return no_operation("add", left, right);
}

Result<Value> subtract_values(const Value& left, const Value& right) {
  if (!is_temporal(left) || !right.is(ValueKind::kDuration)) return no_operation("subtract", left, right);
  const auto& duration = right.get<Duration>();
  if (left.is(ValueKind::kDuration)) return as_value(subtract(left.get<Duration>(), duration));
  KITH_TRY(const Duration negated, negate(duration));
  return add_duration(left, negated);
}

Result<Value> multiply_values(const Value& left, const Value& right) {
  if (left.is(ValueKind::kDuration) && right.is_number()) return as_value(multiply(left.get<Duration>(), right));
  if (right.is(ValueKind::kDuration) && left.is_number()) return as_value(multiply(right.get<Duration>(), left));
  return no_operation("multiply", left, right);
}

Result<Value> divide_values(const Value& left, const Value& right) {
  if (left.is(ValueKind::kDuration) && right.is_number()) return as_value(divide(left.get<Duration>(), right));
  return no_operation("divide", left, right);
}

std::string to_string(const Value& value) {
  switch (value.kind()) {
    case ValueKind::kDate:
      return to_string(value.get<Date>());
    case ValueKind::kLocalTime:
      return to_string(value.get<LocalTime>());
    case ValueKind::kTime:
      return to_string(value.get<Time>());
    case ValueKind::kLocalDateTime:
      return to_string(value.get<LocalDateTime>());
    case ValueKind::kDateTime:
      return to_string(value.get<DateTime>());
    default:
      return to_string(value.get<Duration>());
  }
}

}  // namespace kith::temporal
