// engine/functions/conversion.cpp: numbers, booleans and text from each other.
#include <algorithm>
#include <charconv>
#include <cmath>

#include <fmt/format.h>

#include "engine/functions/families.hpp"
#include "values/temporal/functions.hpp"

namespace kith::engine {
namespace {

using Values = std::span<const Value>;
using Conversion = Result<Value> (*)(const Value&);

std::string_view without_spaces(std::string_view text) {
  const auto is_space = [](char c) { return c == ' ' || (c >= '\t' && c <= '\r'); };
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

template <class T>
std::optional<T> parse(std::string_view text) {
  text = without_spaces(text);
  if (text.starts_with('+') && !text.starts_with("+-")) text.remove_prefix(1);
  T number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || text.empty()) return std::nullopt;
  return number;
}

Result<Value> truncated(double number) {
  if (std::isnan(number)) return Value();
  const double whole = std::trunc(number);
  if (whole < -9223372036854775808.0 || whole >= 9223372036854775808.0) {
    return Error(ErrorKind::kArithmeticError, fmt::format("{} does not fit in 64 bits", number))
        .with_detail("IntegerOverflow");
  }
  return Value(static_cast<std::int64_t>(whole));
}

Result<Value> to_integer(const Value& value) {
  switch (value.kind()) {
    case ValueKind::kInteger:
      return value;
    case ValueKind::kFloat:
      return truncated(value.get<double>());
    case ValueKind::kString: {
      if (const auto number = parse<std::int64_t>(value.get<std::string>())) return Value(*number);
      if (const auto number = parse<double>(value.get<std::string>())) return truncated(*number);
      return Value();
    }
    default:
      return invalid_argument("toInteger", "a NUMBER or STRING", value);
  }
}

Result<Value> to_float(const Value& value) {
  switch (value.kind()) {
    case ValueKind::kInteger:
    case ValueKind::kFloat:
      return Value(to_double(value));
    case ValueKind::kString: {
      if (const auto number = parse<double>(value.get<std::string>())) return Value(*number);
      return Value();
    }
    default:
      return invalid_argument("toFloat", "a NUMBER or STRING", value);
  }
}

Result<Value> to_boolean(const Value& value) {
  if (value.is(ValueKind::kBoolean)) return value;
  if (!value.is(ValueKind::kString)) return invalid_argument("toBoolean", "a BOOLEAN or STRING", value);
  const std::string_view text = without_spaces(value.get<std::string>());
  const auto is_word = [text](std::string_view word) {
    return text.size() == word.size() &&
           std::equal(text.begin(), text.end(), word.begin(), [](char a, char b) { return (a | 0x20) == b; });
  };
  if (is_word("true")) return Value(true);
  if (is_word("false")) return Value(false);
  return Value();
}

Result<Value> to_text(const Value& value) {
  switch (value.kind()) {
    case ValueKind::kString:
      return value;
    case ValueKind::kBoolean:
    case ValueKind::kInteger:
    case ValueKind::kFloat:
      return Value(to_display_string(value));
    default:
      break;
  }
  if (temporal::is_temporal(value)) return Value(temporal::to_string(value));
  return invalid_argument("toString", "a NUMBER, BOOLEAN, STRING or temporal value", value);
}

template <Conversion kConversion>
Result<Value> convert(Values values, ExecContext&) {
  return kConversion(values[0]);
}

/// What cannot be converted becomes null.
template <Conversion kConversion>
Result<Value> convert_or_null(Values values, ExecContext&) {
  Result<Value> converted = kConversion(values[0]);
  return converted.ok() ? std::move(converted) : Result<Value>(Value());
}

template <Conversion kConversion>
Result<Value> convert_list(Values values, ExecContext&) {
  if (!values[0].is(ValueKind::kList)) return invalid_argument("a conversion of lists", "a LIST", values[0]);
  List list;
  list.reserve(values[0].list().size());
  for (const Value& element : values[0].list()) {
    Result<Value> converted = element.is_null() ? Result<Value>(Value()) : kConversion(element);
    list.push_back(converted.ok() ? *std::move(converted) : Value());
  }
  return Value(std::move(list));
}

template <Conversion kConversion>
void add(FunctionTable& table, const std::string& name, StaticType result, const std::string& what) {
  // Any type is taken: the TCK wants the error at runtime.
  table.push_back({.name = name,
                   .arguments = {{"value"}},
                   .num_required = 1,
                   .result = result,
                   .help = "The value as " + what + "; null when text does not say one.",
                   .scalar = convert<kConversion>});
  table.push_back({.name = name + "OrNull",
                   .arguments = {{"value"}},
                   .num_required = 1,
                   .result = result,
                   .help = "The value as " + what + ", or null when it cannot be converted.",
                   .scalar = convert_or_null<kConversion>});
  table.push_back({.name = name + "List",
                   .arguments = {{"list", StaticType::kList}},
                   .num_required = 1,
                   .result = StaticType::kList,
                   .help = "Each element as " + what + ", or null where it cannot be converted.",
                   .scalar = convert_list<kConversion>});
}

}  // namespace

FunctionTable conversion_functions() {
  FunctionTable table;
  add<to_integer>(table, "toInteger", StaticType::kInteger, "an INTEGER, fractions cut off");
  add<to_float>(table, "toFloat", StaticType::kFloat, "a FLOAT");
  add<to_boolean>(table, "toBoolean", StaticType::kBoolean, "a BOOLEAN");
  add<to_text>(table, "toString", StaticType::kString, "a STRING");
  return table;
}

}  // namespace kith::engine
