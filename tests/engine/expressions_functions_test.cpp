// tests/engine/expressions_functions_test.cpp: what functions and aggregates give, as tables.
#include <catch2/catch.hpp>

#include <algorithm>

#include "tests/engine/expressions_support.hpp"
#include "values/compare.hpp"

namespace kith::engine {
namespace {

using namespace testing;

/// The result as a literal, or the error's kind and detail; the same on one row, on constants and on a mixed column.
std::string result_of(const char* name, std::vector<Value> values) {
  INFO(name);
  REQUIRE(find_function(name) != nullptr);
  ExecContext context;
  context.num_slots = 8;
  const auto text = [&](const Result<Vector>& result, std::uint32_t row) {
    if (!result.ok()) return std::string(to_string(result.error().kind)) + ": " + result.error().detail;
    return to_cypher_string(result->value(row));
  };
  std::vector<ExpressionPtr> constants, slots;
  std::vector<Vector> columns;
  for (std::uint32_t i = 0; i < values.size(); ++i) {
    constants.push_back(constant(values[i]));
    slots.push_back(slot(i));
    columns.push_back(Vector::from_values({values[i], values[i], values[i]}));
  }
  Chunk three = chunk_of(columns);
  three.size = 3;
  const std::string from_constants = text(evaluate(*call(name, constants), three, context), 2);
  CHECK(text(evaluate(*call(name, slots), three, context), 1) == from_constants);
  return from_constants;
}

TEST_CASE("functions", "[expressions]") {
  const Value null;
  struct Row {
    const char* name;
    std::vector<Value> arguments;
    const char* expected;
  };
  const double nan = std::nan("");
  const std::vector<Row> rows = {
      {"abs", {-1}, "1"},
      {"abs", {-1.5}, "1.5"},
      {"ABS", {null}, "null"},
      {"abs", {"x"}, "TypeError: InvalidArgumentValue"},
      {"ceil", {0.1}, "1.0"},
      {"floor", {-0.5}, "-1.0"},
      {"round", {-1.5}, "-1.0"},
      {"round", {2.5}, "3.0"},
      {"round", {0.49999999999999994}, "0.0"},
      {"round", {3.145, 2}, "3.15"},
      {"round", {-3.145, 2}, "-3.15"},
      {"round", {1.249, 1, "UP"}, "1.3"},
      {"round", {1.25, 1, "HALF_EVEN"}, "1.2"},
      {"round", {1.5, 1, "SIDEWAYS"}, "ArgumentError: InvalidArgumentValue"},
      {"sign", {-0.1}, "-1"},
      {"sqrt", {12.96}, "3.6"},
      {"sqrt", {4}, "2.0"},
      {"log10", {100}, "2.0"},
      {"isNaN", {nan}, "true"},
      {"haversin", {0}, "0.0"},
      {"degrees", {3.141592653589793}, "180.0"},
      {"toUpper", {"stra\u00dfe"}, "'STRASSE'"},
      {"toLower", {"ABC"}, "'abc'"},
      {"trim", {"  a b \t"}, "'a b'"},
      {"ltrim", {"xxaxx", "x"}, "'axx'"},
      {"rtrim", {"xxaxx", "x"}, "'xxa'"},
      {"btrim", {"\u4e0a\u6d77\u4e0a", "\u4e0a"}, "'\u6d77'"},
      {"replace", {"hello", "l", "w"}, "'hewwo'"},
      {"substring", {"0123456789", 1}, "'123456789'"},
      {"substring", {"\u4e0a\u6d77\u5149\u6e90", 2, 1}, "'\u5149'"},
      {"substring", {"abc", -1}, "ArgumentError: NumberOutOfRange"},
      {"substring", {"abc", 5}, "''"},
      {"left", {"\u4e0a\u6d77", 1}, "'\u4e0a'"},
      {"right", {"\u4e0a\u6d77", 1}, "'\u6d77'"},
      {"split", {"one,two,,", ","}, "['one', 'two', '', '']"},
      {"split", {"ab", ""}, "['a', 'b']"},
      {"split", {"a-b;c", List{"-", ";"}}, "['a', 'b', 'c']"},
      {"split", {"", ","}, "['']"},
      {"reverse", {"\u4e0a\u6d77a"}, "'a\u6d77\u4e0a'"},
      {"reverse", {List{1, 2}}, "[2, 1]"},
      {"size", {"\u4e0a\u6d77"}, "2"},
      {"size", {List{1, null}}, "2"},
      {"size", {1}, "TypeError: InvalidArgumentValue"},
      {"char_length", {"abc"}, "3"},
      {"head", {List{}}, "null"},
      {"last", {List{1, 2}}, "2"},
      {"tail", {List{1, 2}}, "[2]"},
      {"tail", {List{}}, "[]"},
      {"range", {0, 3}, "[0, 1, 2, 3]"},
      {"range", {3, 0, -2}, "[3, 1]"},
      {"range", {2, 1}, "[]"},
      {"range", {2, 8, 0}, "ArgumentError: NumberOutOfRange"},
      {"range", {true, 1, 1}, "ArgumentError: InvalidArgumentType"},
      {"range", {0.0, 1, 1}, "ArgumentError: InvalidArgumentType"},
      {"isEmpty", {""}, "true"},
      {"coalesce", {null, 1, 2}, "1"},
      {"coalesce", {null, null}, "null"},
      {"nullIf", {1, 1.0}, "null"},
      {"exists", {null}, "false"},
      {"keys", {Map{{"a", 1}, {"b", null}}}, "['a', 'b']"},
      {"properties", {Map{{"a", 1}}}, "{a: 1}"},
      {"labels", {1}, "TypeError: InvalidArgumentValue"},
      {"toInteger", {"1.7"}, "1"},
      {"toInteger", {"-9223372036854775808"}, "-9223372036854775808"},
      {"toInteger", {82.9}, "82"},
      {"toInteger", {"foo"}, "null"},
      {"toInteger", {List{}}, "TypeError: InvalidArgumentValue"},
      {"toIntegerOrNull", {List{}}, "null"},
      {"toIntegerList", {List{"1", 2.5, null, List{}}}, "[1, 2, null, null]"},
      {"toFloat", {"2"}, "2.0"},
      {"toFloat", {3}, "3.0"},
      {"toFloat", {""}, "null"},
      {"toBoolean", {" TRUE "}, "true"},
      {"toBoolean", {" tru "}, "null"},
      {"toBoolean", {1.0}, "TypeError: InvalidArgumentValue"},
      {"toString", {2.3}, "'2.3'"},
      {"toString", {true}, "'true'"},
      {"toString", {List{}}, "TypeError: InvalidArgumentValue"},
      {"date", {"2015-07-21"}, "'2015-07-21'"},
      {"date", {null}, "null"},
      {"date.truncate", {"month", Date{10}}, "'1970-01-01'"},
      {"duration", {"P1D"}, "'P1D'"},
      {"duration.inDays", {Date{0}, Date{5}}, "'P5D'"},
      {"datetime.fromepoch", {0, 0}, "'1970-01-01T00:00Z'"},
  };
  for (const Row& row : rows) {
    INFO(row.name << ' ' << to_cypher_string(Value(List(row.arguments))));
    CHECK(result_of(row.name, row.arguments) == row.expected);
  }
}

TEST_CASE("functions are found by name without regard to case, and near names suggested", "[expressions]") {
  CHECK(find_function("TOUPPER") == find_function("toupper"));
  CHECK(find_function("nothing") == nullptr);
  CHECK(find_aggregate("StDevP") != nullptr);
  CHECK(nearest_function("toUper") == "toUpper");
  CHECK(nearest_function("colect") == "collect");
  CHECK(nearest_function("qqqqqqqqq").empty());
  for (const FunctionDefinition& function : all_functions()) {
    INFO(function.name);
    CHECK((function.scalar != nullptr || function.vectorised != nullptr));
    CHECK(function.num_required <= function.arguments.size());
    CHECK_FALSE(function.help.empty());
  }
}

TEST_CASE("arguments say what they take before a query runs", "[expressions]") {
  const auto takes = [](const char* name, StaticType type) { return accepts(find_function(name)->arguments[0], type); };
  CHECK_FALSE(takes("type", StaticType::kNode));
  CHECK_FALSE(takes("labels", StaticType::kPath));
  CHECK_FALSE(takes("length", StaticType::kNode));
  CHECK_FALSE(takes("properties", StaticType::kInteger));
  CHECK_FALSE(takes("size", StaticType::kPath));
  CHECK(takes("properties", StaticType::kMap));
  CHECK(takes("size", StaticType::kString));
  CHECK(takes("range", StaticType::kBoolean));
  CHECK(takes("sqrt", StaticType::kInteger));
  CHECK(takes("type", StaticType::kAny));
  CHECK(takes("type", StaticType::kNull));
}

/// One group over all rows, in chunks of `chunk_size`.
std::string aggregate(const char* name, const std::vector<Value>& values, std::uint32_t chunk_size,
                      std::vector<std::uint64_t> times = {}, std::optional<Value> second = std::nullopt) {
  ExecContext context;
  const auto state = find_aggregate(name)->make();
  state->resize(1);
  for (std::size_t begin = 0; begin < values.size(); begin += chunk_size) {
    const std::size_t end = std::min(values.size(), begin + chunk_size);
    std::vector<Vector> arguments = {
        Vector::from_values(std::vector<Value>(values.begin() + begin, values.begin() + end))};
    if (second.has_value()) arguments.push_back(Vector::constant(*second, static_cast<std::uint32_t>(end - begin)));
    const std::vector<std::uint32_t> groups(end - begin, 0);
    const Status status = state->update(arguments, groups, times.empty() ? nullptr : times.data() + begin, context);
    if (!status.ok()) return std::string(to_string(status.error().kind)) + ": " + status.error().detail;
  }
  const Result<Value> result = state->finish(0, context);
  if (!result.ok()) return std::string(to_string(result.error().kind)) + ": " + result.error().detail;
  return to_cypher_string(*result);
}

TEST_CASE("aggregates", "[expressions]") {
  const Value null;
  const std::int64_t greatest = std::numeric_limits<std::int64_t>::max();
  const Duration day{0, 1, 0, 0};
  for (const std::uint32_t size : {1U, 2U, 100U}) {
    INFO("chunks of " << size);
    CHECK(aggregate("count", {1, null, "a"}, size) == "2");
    CHECK(aggregate("count", {1, null, "a"}, size, {2, 3, 4}) == "6");
    CHECK(aggregate("sum", {}, size) == "0");
    CHECK(aggregate("sum", {33, null, 42}, size) == "75");
    CHECK(aggregate("sum", {1, 0.5}, size) == "1.5");
    CHECK(aggregate("sum", {greatest, 1, -1}, size) == "9223372036854775807");
    CHECK(aggregate("sum", {greatest, 1}, size) == "ArithmeticError: IntegerOverflow");
    CHECK(aggregate("sum", {5, 7}, size, {2, 3}) == "31");
    CHECK(aggregate("sum", {day, day}, size) == "'P2D'");
    CHECK(aggregate("sum", {day, 1}, size) == "TypeError: InvalidArgumentValue");
    CHECK(aggregate("sum", {"a"}, size) == "TypeError: InvalidArgumentValue");
    CHECK(aggregate("sum", {1e100, 1.0, -1e100}, size) == "1.0");
    CHECK(aggregate("avg", {null}, size) == "null");
    CHECK(aggregate("avg", {1, 2}, size) == "1.5");
    CHECK(aggregate("avg", {day, day}, size) == "'P1D'");
    CHECK(aggregate("min", {1, 2, 0, null, -1}, size) == "-1");
    CHECK(aggregate("max", {1.0, 2.0, 0.5, null}, size) == "2.0");
    CHECK(aggregate("min", {1, 2.0, 5, null, 3.2, 0.1}, size) == "0.1");
    CHECK(aggregate("max", {"a", "b", "B", null, "abc", "abc1"}, size) == "'b'");
    CHECK(aggregate("max", {List{1}, List{2}, List{2, 1}}, size) == "[2, 1]");
    CHECK(aggregate("max", {1, "a", null, List{1, 2}, 0.2, "b"}, size) == "1");
    CHECK(aggregate("min", {1, "a", null, List{1, 2}, 0.2, "b"}, size) == "[1, 2]");
    CHECK(aggregate("max", {Date{3}, Date{5}}, size) == "'1970-01-06'");
    CHECK(aggregate("collect", {1, null, "a"}, size) == "[1, 'a']");
    CHECK(aggregate("collect", {}, size) == "[]");
    CHECK(aggregate("stDev", {1, 2, 3, 4}, size).substr(0, 6) == "1.2909");
    CHECK(aggregate("stDevP", {2, 4, 4, 4, 5, 5, 7, 9}, size) == "2.0");
    CHECK(aggregate("stDev", {7}, size) == "0.0");
    CHECK(aggregate("percentileDisc", {10.0, 20.0, 30.0}, size, {}, 0.5) == "20.0");
    CHECK(aggregate("percentileDisc", {30, 10, 20}, size, {}, 1.0) == "30");
    CHECK(aggregate("percentileDisc", {30, 10, 20}, size, {}, 0.0) == "10");
    CHECK(aggregate("percentileCont", {10.0, 20.0, 40.0}, size, {}, 0.75) == "30.0");
    CHECK(aggregate("percentileCont", {1}, size, {}, 1000) == "ArgumentError: NumberOutOfRange");
    CHECK(aggregate("percentileDisc", {1}, size, {}, -1) == "ArgumentError: NumberOutOfRange");
  }
}

TEST_CASE("aggregates keep groups apart, for any form of vector", "[expressions]") {
  RandomVectors random(test_seed() + 10);
  for (int round = 0; round < 200; ++round) {
    ExecContext context;
    const std::uint32_t num_groups = static_cast<std::uint32_t>(random.below(5) + 1);
    std::vector<std::vector<Value>> by_group(num_groups);
    const char* const names[] = {"count", "min", "max", "collect"};
    std::vector<std::unique_ptr<AggregateState>> states;
    for (const char* name : names) {
      states.push_back(find_aggregate(name)->make());
      states.back()->resize(num_groups);
    }
    for (int chunk = 0; chunk < 3; ++chunk) {
      const auto size = static_cast<std::uint32_t>(random.below(40));
      const Vector column = random.vector(static_cast<VectorKind>(random.below(9)), size);
      std::vector<std::uint32_t> groups(size);
      for (std::uint32_t row = 0; row < size; ++row) {
        groups[row] = static_cast<std::uint32_t>(random.below(num_groups));
        if (!column.is_null(row)) by_group[groups[row]].push_back(column.value(row));
      }
      for (const auto& state : states) REQUIRE(state->update({&column, 1}, groups, nullptr, context).ok());
    }
    for (std::uint32_t group = 0; group < num_groups; ++group) {
      const std::vector<Value>& values = by_group[group];
      CHECK(states[0]->finish(group, context)->as_integer() == static_cast<std::int64_t>(values.size()));
      const auto before = [](const Value& a, const Value& b) { return order(a, b) < 0; };
      const Value least = values.empty() ? Value() : *std::min_element(values.begin(), values.end(), before);
      const Value greatest = values.empty() ? Value() : *std::max_element(values.begin(), values.end(), before);
      CHECK(equivalent(*states[1]->finish(group, context), least));
      CHECK(equivalent(*states[2]->finish(group, context), greatest));
      CHECK(equivalent(*states[3]->finish(group, context), Value(List(values))));
    }
  }
}

}  // namespace
}  // namespace kith::engine
