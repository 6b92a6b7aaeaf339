// tests/reference/aggregate.cpp: aggregates over the rows of one group.
#include <algorithm>
#include <cmath>

#include "tests/reference/evaluator.hpp"
#include "values/compare.hpp"

namespace kith::reference {
namespace {

double number_of(const Value& value) {
  if (!value.is_number()) type_error("a number is needed");
  return value.as_float();
}

Value sum_of(const List& values) {
  std::int64_t integers = 0;
  double floats = 0;
  bool has_float = false;
  for (const Value& value : values) {
    has_float = has_float || value.is(ValueKind::kFloat);
    if (value.is(ValueKind::kInteger)) {
      integers += value.as_integer();
    } else {
      floats += number_of(value);
    }
  }
  return has_float ? Value(floats + static_cast<double>(integers)) : Value(integers);
}

double mean_of(const List& values) {
  double sum = 0;
  for (const Value& value : values) sum += number_of(value);
  return sum / static_cast<double>(values.size());
}

double deviation_of(const List& values, bool of_sample) {
  if (values.empty() || (of_sample && values.size() < 2)) return 0;
  const double mean = mean_of(values);
  double squares = 0;
  for (const Value& value : values) squares += (number_of(value) - mean) * (number_of(value) - mean);
  return std::sqrt(squares / (static_cast<double>(values.size()) - (of_sample ? 1 : 0)));
}

Value percentile_of(List values, double percentile, bool interpolated) {
  if (percentile < 0 || percentile > 1) throw Error(ErrorKind::kArgumentError, "a percentile lies between 0 and 1");
  if (values.empty()) return {};
  std::sort(values.begin(), values.end(), [](const Value& a, const Value& b) { return number_of(a) < number_of(b); });
  const auto last = static_cast<double>(values.size() - 1);
  if (!interpolated) {
    const double rank = std::ceil(percentile * static_cast<double>(values.size()));
    return values[static_cast<std::size_t>(std::max(rank, 1.0)) - 1];
  }
  const double rank = percentile * last;
  const auto below = static_cast<std::size_t>(std::floor(rank)), above = static_cast<std::size_t>(std::ceil(rank));
  const double share = rank - std::floor(rank);
  return number_of(values[below]) * (1 - share) + number_of(values[above]) * share;
}

bool holds_element(const Value& value) {
  if (value.is(ValueKind::kList)) return std::any_of(value.list().begin(), value.list().end(), holds_element);
  return value.is(ValueKind::kNode) || value.is(ValueKind::kRelationship) || value.is(ValueKind::kPath);
}

}  // namespace

std::weak_ordering order_without_ids(const Value& left, const Value& right) {
  const auto result = order(left, right);
  if (result != 0 && left.kind() == right.kind() && (holds_element(left) || holds_element(right))) {
    throw Skipped{"order dependent: an order of elements"};
  }
  return result;
}

Value Evaluator::aggregate(const ast::FunctionCall& call, const std::string& name, const Rows& group) {
  if (call.star) return static_cast<std::int64_t>(group.size());
  List values;
  for (const Row& row : group) {
    Value value = evaluate(*call.arguments.front(), {row});
    if (value.is_null()) continue;
    const auto same = [&](const Value& other) { return equivalent(value, other); };
    if (call.distinct && std::any_of(values.begin(), values.end(), same)) continue;
    values.push_back(std::move(value));
  }
  if (name == "count") return static_cast<std::int64_t>(values.size());
  if (name == "collect") return values;
  if (name == "sum") return sum_of(values);
  if (name == "avg") return values.empty() ? Value() : Value(mean_of(values));
  if (name == "stdev" || name == "stdevp") return deviation_of(values, name == "stdev");
  if (name == "min" || name == "max") {
    if (values.empty()) return {};
    const auto before = [](const Value& a, const Value& b) { return order_without_ids(a, b) < 0; };
    return name == "min" ? *std::min_element(values.begin(), values.end(), before)
                         : *std::max_element(values.begin(), values.end(), before);
  }
  if (group.empty()) return {};
  const double percentile = number_of(evaluate(*call.arguments[1], {group.front()}));
  return percentile_of(values, percentile, name == "percentilecont");
}

}  // namespace kith::reference
