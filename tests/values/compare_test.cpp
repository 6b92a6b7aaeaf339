// tests/values/compare_test.cpp: the one table of comparison, by example and by law.
#include "values/compare.hpp"

#include <catch2/catch.hpp>
#include <limits>
#include <vector>

#include "random_values.hpp"

using namespace kith;

namespace {

const double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr std::optional<bool> kUnknown;

Value node(std::uint64_t id) { return Node{NodeId{id}, nullptr}; }
Value relationship(std::uint64_t id) { return Relationship{RelationshipId{id}, nullptr}; }
Value path(std::vector<std::uint64_t> ids) {
  PathContent content;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    if (i % 2 == 0) content.nodes.push_back(Node{NodeId{ids[i]}, nullptr});
    if (i % 2 == 1) content.relationships.push_back(Relationship{RelationshipId{ids[i]}, nullptr});
  }
  return Path{std::make_shared<const PathContent>(std::move(content))};
}

std::optional<bool> less(const Value& left, const Value& right) {
  const auto ordering = compare(left, right);
  if (!ordering) return std::nullopt;
  return *ordering < 0;
}

}  // namespace

TEST_CASE("numbers compare by value, exactly") {
  CHECK(equals(1, 1.0) == true);
  CHECK(equals(0.0, -0.0) == true);
  CHECK(equals((1LL << 53) + 1, 0x1p53) == false);
  CHECK(less(0x1p53, (1LL << 53) + 1) == true);
  CHECK(equals(std::numeric_limits<std::int64_t>::max(), 0x1p63) == false);
  CHECK(less(std::numeric_limits<std::int64_t>::max(), 0x1p63) == true);
  CHECK(equals(std::numeric_limits<std::int64_t>::min(), -0x1p63) == true);
  CHECK(less(2, 2.5) == true);
  CHECK(less(-2, -2.5) == false);
  CHECK(less(-3, -2.5) == true);
}

TEST_CASE("NaN equals nothing, and is below and above nothing") {
  CHECK(equals(kNan, kNan) == false);
  CHECK(equals(1, kNan) == false);
  CHECK((*compare(kNan, 1) == std::partial_ordering::unordered));
  CHECK((*compare(1, kNan) == std::partial_ordering::unordered));
  CHECK_FALSE(compare(kNan, "a").has_value());
  CHECK(equivalent(kNan, kNan));
  CHECK((order(kNan, std::numeric_limits<double>::infinity()) > 0));
  CHECK((order(kNan, Value()) < 0));
}

TEST_CASE("null makes comparisons null, also inside lists and maps unless something else decides") {
  CHECK(equals(Value(), Value()) == kUnknown);
  CHECK(equals(List{1, Value()}, List{1, 2}) == kUnknown);
  CHECK(equals(List{Value(), 1}, List{Value(), 2}) == false);
  CHECK(equals(List{Value()}, List{}) == false);
  CHECK(equals(Map{{"a", Value()}}, Map{{"a", 1}}) == kUnknown);
  CHECK(equals(Map{{"a", Value()}}, Map{{"b", Value()}}) == false);
  CHECK(equals(Map{{"a", Value()}, {"b", 1}}, Map{{"a", 1}, {"b", 2}}) == false);
  CHECK(equivalent(List{Value()}, List{Value()}));
}

TEST_CASE("values of different kinds are unequal and have no order") {
  CHECK(equals("1", 1) == false);
  CHECK(equals(true, 1) == false);
  CHECK(equals(node(1), relationship(1)) == false);
  CHECK(less("a", 1) == kUnknown);
  CHECK(less(Date{1}, LocalDateTime{1, 0}) == kUnknown);
  CHECK(less(node(1), node(2)) == kUnknown);
  CHECK(less(Map{}, Map{}) == kUnknown);
  CHECK(less(Duration{0, 1, 0, 0}, Duration{0, 2, 0, 0}) == kUnknown);
}

TEST_CASE("lists compare by their first difference") {
  CHECK(less(List{1, 2}, List{1, 3}) == true);
  CHECK(less(List{1}, List{1, Value()}) == true);
  CHECK(less(List{1, Value()}, List{2}) == true);
  CHECK(less(List{1, Value()}, List{1, 2}) == kUnknown);
  CHECK(less(List{1, "a"}, List{1, 2}) == kUnknown);
  CHECK(less(List{Map{}, 1}, List{Map{}, 2}) == true);
}

TEST_CASE("strings order by code point") {
  CHECK(less("a", "b") == true);
  CHECK(less("Z", "a") == true);
  CHECK(less("\xEF\xBF\xBD", "\xF0\x9F\x90\x9F") == true);  // U+FFFD before U+1F41F, unlike UTF-16
}

TEST_CASE("nodes, relationships and paths are what their ids are") {
  CHECK(equals(node(7), node(7)) == true);
  CHECK(equals(relationship(7), relationship(8)) == false);
  CHECK(equals(path({1, 5, 1}), path({1, 5, 1})) == true);
  CHECK(equals(path({1, 5, 2}), path({1, 6, 2})) == false);
  CHECK((order(path({1}), path({1, 5, 1})) < 0));
}

TEST_CASE("times with offsets compare by instant first") {
  const Time ten{10 * 3'600'000'000'000, 3'600};
  const Time nine{9 * 3'600'000'000'000, 0};
  CHECK(less(Time{9 * 3'600'000'000'000 + 1, 3'600}, nine) == true);
  CHECK(equals(ten, nine) == false);  // the same instant, told differently
  CHECK((order(nine, ten) < 0));
  CHECK(less(DateTime{10, 0, 7'200, nullptr}, DateTime{11, 0, 0, nullptr}) == true);
  CHECK(equals(DateTime{10, 0, 0, std::make_shared<const std::string>("UTC")},
               DateTime{10, 0, 0, std::make_shared<const std::string>("UTC")}) == true);
}

TEST_CASE("ORDER BY sorts durations by average length") {
  CHECK((order(Duration{1, 0, 0, 0}, Duration{0, 30, 0, 0}) > 0));
  CHECK((order(Duration{1, 0, 0, 0}, Duration{0, 31, 0, 0}) < 0));
  CHECK((order(Duration{0, 1, 0, 0}, Duration{0, 0, 86'400, 0}) > 0));
}

TEST_CASE("ORDER BY has a place for every kind") {
  const std::vector<Value> ascending = {
      Map{{"a", "map"}},
      node(1),
      relationship(1),
      List{"list"},
      path({1, 2, 3}),
      DateTime{},
      LocalDateTime{},
      Date{},
      Time{},
      LocalTime{},
      Duration{},
      "text",
      false,
      true,
      1.5,
      kNan,
      Value(),
  };
  for (std::size_t i = 0; i < ascending.size(); ++i) {
    for (std::size_t j = 0; j < ascending.size(); ++j) {
      CAPTURE(i, j);
      CHECK((order(ascending[i], ascending[j]) <=> 0) == (i <=> j));
    }
  }
}

TEST_CASE("ORDER BY sorts lists by elements, null last") {
  const std::vector<Value> ascending = {List{},       List{"a"},        List{"a", 1},     List{1},
                                        List{1, "a"}, List{1, Value()}, List{Value(), 1}, List{Value(), 2}};
  for (std::size_t i = 1; i < ascending.size(); ++i) CHECK((order(ascending[i - 1], ascending[i]) < 0));
}

TEST_CASE("order is total, and equality, comparison and hashing agree with it") {
  const std::uint64_t seed = test::random_seed();
  CAPTURE(seed);
  test::RandomValues random(seed);
  std::vector<Value> values;
  for (int i = 0; i < 250; ++i) values.push_back(random.value());
  std::size_t num_broken = 0;  // counted, because a CHECK for each of the triples would take seconds
  const auto require = [&](bool holds) { num_broken += holds ? 0 : 1; };
  for (const Value& a : values) {
    require(equivalent(a, a));
    for (const Value& b : values) {
      const std::weak_ordering ab = order(a, b);
      require(ab == (0 <=> order(b, a)));
      if (ab == 0) require(hash(a) == hash(b));
      const std::optional<bool> equal = equals(a, b);
      require(equal == equals(b, a));
      if (equal == true) require(ab == 0);
      if (const auto ordering = compare(a, b); ordering && *ordering != std::partial_ordering::unordered) {
        if (*ordering < 0) require(ab < 0);
        if (*ordering > 0) require(ab > 0);
        if (*ordering == 0) require(ab == 0);
      }
      for (const Value& c : values) {
        if (ab <= 0 && order(b, c) <= 0) require(order(a, c) <= 0);
      }
    }
  }
  CHECK(num_broken == 0);
}
