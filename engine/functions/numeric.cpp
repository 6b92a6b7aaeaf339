// engine/functions/numeric.cpp: numbers, logarithms and angles.
#include <cmath>
#include <limits>
#include <numbers>
#include <random>

#include <fmt/format.h>

#include "engine/execution/expressions/operand.hpp"
#include "engine/functions/families.hpp"

namespace kith::engine {
namespace {

using Values = std::span<const Value>;

/// A function of one FLOAT, over vectors. A type of its own per function, so that an error knows the name.
template <const char* kName, auto kFunction>
Result<Vector> over_floats(std::span<const Vector> arguments, std::uint32_t size, ExecContext&) {
  const Vector& argument = arguments[0];
  const auto typed = [&]<class T>(std::type_identity<T>) {
    const Operand<T> operand(argument);
    auto buffer = std::make_shared<VectorBuffer<double>>();
    buffer->values.resize(size);
    for (std::uint32_t row = 0; row < size; ++row) buffer->values[row] = kFunction(static_cast<double>(operand[row]));
    clear_nulls(buffer->validity, argument);
    return Vector::own<double>(VectorKind::kFloat, std::move(buffer));
  };
  if (argument.kind() == VectorKind::kNull) return Vector::nulls(size);
  if (argument.kind() == VectorKind::kFloat) return typed(std::type_identity<double>{});
  if (argument.kind() == VectorKind::kInteger) return typed(std::type_identity<std::int64_t>{});
  std::vector<Value> results(size);
  for (std::uint32_t row = 0; row < size; ++row) {
    const Value value = argument.value(row);
    if (value.is_null()) continue;
    if (!value.is_number()) return invalid_argument(kName, "a NUMBER", value);
    results[row] = kFunction(to_double(value));
  }
  return Vector::from_values(std::move(results));
}

constexpr char kCeil[] = "ceil", kFloor[] = "floor", kSqrt[] = "sqrt", kExp[] = "exp", kLog[] = "log",
               kLog10[] = "log10", kSin[] = "sin", kCos[] = "cos", kTan[] = "tan", kCot[] = "cot", kAsin[] = "asin",
               kAcos[] = "acos", kAtan[] = "atan", kSinh[] = "sinh", kCosh[] = "cosh", kTanh[] = "tanh",
               kDegrees[] = "degrees", kRadians[] = "radians", kHaversin[] = "haversin";

template <const char* kName, auto kFunction>
FunctionDefinition float_function(std::string help) {
  return {.name = kName,
          .arguments = {{"x", StaticType::kNumber}},
          .num_required = 1,
          .result = StaticType::kFloat,
          .help = std::move(help),
          .vectorised = over_floats<kName, kFunction>};
}

Result<Value> absolute(Values values, ExecContext&) {
  const Value& value = values[0];
  if (value.is(ValueKind::kFloat)) return Value(std::fabs(value.get<double>()));
  if (!value.is(ValueKind::kInteger)) return invalid_argument("abs", "a NUMBER", value);
  const std::int64_t number = value.get<std::int64_t>();
  if (number == std::numeric_limits<std::int64_t>::min()) {
    return Error(ErrorKind::kArithmeticError, fmt::format("abs({}) does not fit in 64 bits", number))
        .with_detail("IntegerOverflow");
  }
  return Value(number < 0 ? -number : number);
}

Result<Value> sign(Values values, ExecContext&) {
  if (!values[0].is_number()) return invalid_argument("sign", "a NUMBER", values[0]);
  const double number = to_double(values[0]);
  return Value(number > 0 ? 1 : number < 0 ? -1 : 0);
}

/// Of numbers exactly half way, towards positive infinity.
double round_half_up(double number) {
  const double below = std::floor(number);
  return number - below >= 0.5 ? below + 1 : below;
}

Result<long double> round_by_mode(long double scaled, std::string_view mode) {
  const long double down = std::trunc(scaled);
  const long double away = down + (scaled < 0 ? -1 : scaled > 0 ? 1 : 0);
  const long double fraction = std::fabs(scaled - down);
  // Halves written in decimal are rarely exact in binary: within a few units in the last place they count as halves.
  const bool half = std::fabs(fraction - 0.5L) <= std::fabs(scaled) * 4 * std::numeric_limits<double>::epsilon();
  if (mode == "HALF_UP") return half || fraction > 0.5L ? away : down;
  if (mode == "HALF_DOWN") return !half && fraction > 0.5L ? away : down;
  if (mode == "HALF_EVEN") return (half ? std::fmod(down, 2.0L) != 0 : fraction > 0.5L) ? away : down;
  if (mode == "UP") return fraction == 0 ? down : away;
  if (mode == "DOWN") return down;
  if (mode == "CEILING") return std::ceil(scaled);
  if (mode == "FLOOR") return std::floor(scaled);
  return Error(ErrorKind::kArgumentError, fmt::format("round() knows no mode `{}`", mode))
      .with_detail("InvalidArgumentValue")
      .with_hint("one of UP, DOWN, CEILING, FLOOR, HALF_UP, HALF_DOWN, HALF_EVEN");
}

Result<Value> round(Values values, ExecContext&) {
  if (!values[0].is_number()) return invalid_argument("round", "a NUMBER", values[0]);
  const double number = to_double(values[0]);
  if (values.size() == 1) return Value(round_half_up(number));
  if (!values[1].is(ValueKind::kInteger)) return invalid_argument("round", "an INTEGER precision", values[1]);
  if (values.size() > 2 && !values[2].is(ValueKind::kString))
    return invalid_argument("round", "a STRING mode", values[2]);
  const std::int64_t precision = values[1].get<std::int64_t>();
  if (precision < 0) return out_of_range(fmt::format("round() takes a precision of 0 or more, got {}", precision));
  const long double scale = std::pow(10.0L, static_cast<long double>(precision));
  const long double scaled = number * scale;
  // Beyond 2^53 a double has no fraction to round.
  if (!std::isfinite(number) || !std::isfinite(scale) || std::fabs(scaled) >= 9007199254740992.0L * 1024)
    return Value(number);
  KITH_TRY(const long double rounded,
           round_by_mode(scaled, values.size() > 2 ? values[2].get<std::string>() : "HALF_UP"));
  return Value(static_cast<double>(rounded / scale));
}

Result<Value> atan2(Values values, ExecContext&) {
  for (const Value& value : values) {
    if (!value.is_number()) return invalid_argument("atan2", "NUMBERs", value);
  }
  return Value(std::atan2(to_double(values[0]), to_double(values[1])));
}

Result<Value> is_nan(Values values, ExecContext&) {
  if (!values[0].is_number()) return invalid_argument("isNaN", "a NUMBER", values[0]);
  return Value(std::isnan(to_double(values[0])));
}

std::mt19937_64& generator() {
  thread_local std::mt19937_64 engine{std::random_device{}()};
  return engine;
}

Result<Value> random_number(Values, ExecContext&) { return Value(static_cast<double>(generator()() >> 11) * 0x1p-53); }

Result<Value> random_uuid(Values, ExecContext&) {
  const std::uint64_t high = (generator()() & 0xffffffffffff0fffU) | 0x4000U;
  const std::uint64_t low = (generator()() & 0x3fffffffffffffffU) | 0x8000000000000000U;
  return Value(fmt::format("{:08x}-{:04x}-{:04x}-{:04x}-{:012x}", high >> 32, high >> 16 & 0xffff, high & 0xffff,
                           low >> 48, low & 0xffffffffffffU));
}

}  // namespace

FunctionTable numeric_functions() {
  constexpr StaticType kNumber = StaticType::kNumber;
  constexpr double kPi = std::numbers::pi;
  FunctionTable table = {
      {.name = "abs",
       .arguments = {{"x", kNumber}},
       .num_required = 1,
       .result = kNumber,
       .help = "The absolute value.",
       .scalar = absolute},
      {.name = "sign",
       .arguments = {{"x", kNumber}},
       .num_required = 1,
       .result = StaticType::kInteger,
       .help = "-1, 0 or 1.",
       .scalar = sign},
      {.name = "round",
       .arguments = {{"x", kNumber}, {"precision", StaticType::kInteger}, {"mode", StaticType::kString}},
       .num_required = 1,
       .result = StaticType::kFloat,
       .help = "The nearest whole number, halves upwards; or rounded to decimal places, halves away from zero unless "
               "mode says "
               "otherwise.",
       .scalar = round},
      {.name = "atan2",
       .arguments = {{"y", kNumber}, {"x", kNumber}},
       .num_required = 2,
       .result = StaticType::kFloat,
       .help = "The angle of the point (x, y), in radians.",
       .scalar = atan2},
      {.name = "isNaN",
       .arguments = {{"x", kNumber}},
       .num_required = 1,
       .result = StaticType::kBoolean,
       .help = "Whether a FLOAT is not a number.",
       .scalar = is_nan},
      {.name = "pi",
       .result = StaticType::kFloat,
       .help = "The ratio of a circle's circumference to its diameter.",
       .scalar = [](Values, ExecContext&) -> Result<Value> { return Value(std::numbers::pi); }},
      {.name = "e",
       .result = StaticType::kFloat,
       .help = "The base of natural logarithms.",
       .scalar = [](Values, ExecContext&) -> Result<Value> { return Value(std::numbers::e); }},
      {.name = "rand",
       .result = StaticType::kFloat,
       .stable = false,
       .help = "A random number from 0 up to, not including, 1.",
       .scalar = random_number},
      {.name = "randomUUID",
       .result = StaticType::kString,
       .stable = false,
       .help = "A random UUID of version 4.",
       .scalar = random_uuid},
  };
  table.push_back(
      float_function<kCeil, [](double x) { return std::ceil(x); }>("The least whole number that is not smaller."));
  table.push_back(
      float_function<kFloor, [](double x) { return std::floor(x); }>("The greatest whole number that is not larger."));
  table.push_back(
      float_function<kSqrt, [](double x) { return std::sqrt(x); }>("The square root; NaN of a negative number."));
  table.push_back(float_function<kExp, [](double x) { return std::exp(x); }>("e to the power of x."));
  table.push_back(float_function<kLog, [](double x) { return std::log(x); }>("The natural logarithm."));
  table.push_back(float_function<kLog10, [](double x) { return std::log10(x); }>("The logarithm to base 10."));
  table.push_back(float_function<kSin, [](double x) { return std::sin(x); }>("The sine of an angle in radians."));
  table.push_back(float_function<kCos, [](double x) { return std::cos(x); }>("The cosine of an angle in radians."));
  table.push_back(float_function<kTan, [](double x) { return std::tan(x); }>("The tangent of an angle in radians."));
  table.push_back(
      float_function<kCot, [](double x) { return 1 / std::tan(x); }>("The cotangent of an angle in radians."));
  table.push_back(
      float_function<kAsin, [](double x) { return std::asin(x); }>("The angle whose sine is x, in radians."));
  table.push_back(
      float_function<kAcos, [](double x) { return std::acos(x); }>("The angle whose cosine is x, in radians."));
  table.push_back(
      float_function<kAtan, [](double x) { return std::atan(x); }>("The angle whose tangent is x, in radians."));
  table.push_back(float_function<kSinh, [](double x) { return std::sinh(x); }>("The hyperbolic sine."));
  table.push_back(float_function<kCosh, [](double x) { return std::cosh(x); }>("The hyperbolic cosine."));
  table.push_back(float_function<kTanh, [](double x) { return std::tanh(x); }>("The hyperbolic tangent."));
  table.push_back(float_function<kDegrees, [](double x) { return x * 180 / kPi; }>("Radians as degrees."));
  table.push_back(float_function<kRadians, [](double x) { return x / 180 * kPi; }>("Degrees as radians."));
  table.push_back(float_function<kHaversin, [](double x) { return (1 - std::cos(x)) / 2; }>(
      "Half the versine of an angle in radians."));
  return table;
}

}  // namespace kith::engine
