// tests/values/value_test.cpp: accessors, and values as text.
#include <catch2/catch.hpp>
#include <cmath>
#include <cstdlib>
#include <limits>

#include <kith/value.hpp>

#include "random_values.hpp"

using namespace kith;

TEST_CASE("accessors check the kind") {
  CHECK(Value(7).as_integer() == 7);
  CHECK(Value(7).as_float() == 7.0);
  CHECK(Value(List{1}).as_list().size() == 1);
  CHECK_THROWS_AS(Value("7").as_integer(), Error);
  CHECK_THROWS_WITH(Value(7).as_string(), "22G03 TypeError: expected STRING, found INTEGER");
  CHECK_THROWS_WITH(Value().as_map(), "22G03 TypeError: expected MAP, found NULL");
}

TEST_CASE("floats have the shortest digits that read back, and a mark of being floats") {
  CHECK(to_cypher_string(1.0) == "1.0");
  CHECK(to_cypher_string(-0.0) == "-0.0");
  CHECK(to_cypher_string(0.1) == "0.1");
  CHECK(to_cypher_string(1e9) == "1000000000.0");
  CHECK(to_cypher_string(1e-6) == "0.000001");
  CHECK(to_cypher_string(1e-7) == "1e-7");
  CHECK(to_cypher_string(-1.25e300) == "-1.25e300");
  CHECK(to_cypher_string(1e16) == "1e16");
  CHECK(to_cypher_string(5e-324) == "5e-324");
  CHECK(to_cypher_string(std::numeric_limits<double>::quiet_NaN()) == "NaN");
  CHECK(to_cypher_string(-std::numeric_limits<double>::infinity()) == "-Infinity");
}

TEST_CASE("floats read back from their text") {
  const std::uint64_t seed = test::random_seed();
  CAPTURE(seed);
  test::RandomValues random(seed);
  for (int i = 0; i < 2'000; ++i) {
    const double number = std::ldexp(static_cast<double>(random.integer(-(1LL << 53), 1LL << 53)),
                                     static_cast<int>(random.integer(-1'100, 960)));
    const std::string text = to_cypher_string(number);
    CAPTURE(text);
    REQUIRE(std::strtod(text.c_str(), nullptr) == number);
    REQUIRE(text.find_first_of(".e") != std::string::npos);
  }
}

TEST_CASE("strings are escaped") {
  CHECK(to_cypher_string("it's \\ \n\t\x01") == "'it\\'s \\\\ \\n\\t\\u0001'");
  CHECK(to_cypher_string("\xE6\xB0\xB4\"") == "'\xE6\xB0\xB4\"'");
}

TEST_CASE("collections and elements of the graph") {
  CHECK(to_cypher_string(List{1, Value(), List{}, true}) == "[1, null, [], true]");
  CHECK(to_cypher_string(Map{{"b", 1}, {"a", Map{}}, {"two words", 2}}) == "{a: {}, b: 1, `two words`: 2}");

  const Node a{NodeId{1}, std::make_shared<const NodeContent>(NodeContent{{"A", "B"}, {{"k", 1}}})};
  const Node b{NodeId{2}, std::make_shared<const NodeContent>()};
  const Node c{NodeId{3}, std::make_shared<const NodeContent>(NodeContent{{}, {{"k", "v"}}})};
  const Relationship t{RelationshipId{1}, std::make_shared<const RelationshipContent>(
                                              RelationshipContent{"T", NodeId{1}, NodeId{2}, {{"k", 1.5}}})};
  const Relationship u{RelationshipId{2},
                       std::make_shared<const RelationshipContent>(RelationshipContent{"U", NodeId{3}, NodeId{2}, {}})};
  CHECK(to_cypher_string(a) == "(:A:B {k: 1})");
  CHECK(to_cypher_string(b) == "()");
  CHECK(to_cypher_string(c) == "({k: 'v'})");
  CHECK(to_cypher_string(t) == "[:T {k: 1.5}]");
  const Path path{std::make_shared<const PathContent>(PathContent{{a, b, c}, {t, u}})};
  CHECK(to_cypher_string(path) == "<(:A:B {k: 1})-[:T {k: 1.5}]->()<-[:U]-({k: 'v'})>");
}

TEST_CASE("what users read has no quotes at the top") {
  CHECK(to_display_string(Value("it's")) == "it's");
  CHECK(to_display_string(Value(Date{0})) == "1970-01-01");
  CHECK(to_cypher_string(Value(Date{0})) == "'1970-01-01'");
  CHECK(to_display_string(Value(List{"a"})) == "['a']");
}

TEST_CASE("value: u8 text is text, unsigned numbers are integers, a pointer is nothing") {
  CHECK(kith::Value(u8"上海").as_string() == "上海");
  CHECK(kith::Value(std::size_t{7}).as_integer() == 7);
  CHECK(kith::Value(std::uint32_t{4'000'000'000}).as_integer() == 4'000'000'000);
  CHECK_THROWS_AS(kith::Value(UINT64_MAX), kith::Error);
  CHECK(kith::Value(true).is(kith::ValueKind::kBoolean));
  CHECK(!std::is_constructible_v<kith::Value, void*>);
  CHECK(!std::is_constructible_v<kith::Value, const char16_t*>);
}

TEST_CASE("error: what() of a thrown one has the line and the hint") {
  kith::Error error = kith::Error(kith::ErrorKind::kSyntaxError, "no").with_hint("yes").at({2, 3});
  kith::locate(error, "ab\ncd");
  CHECK(std::string(kith::described(error).what()) == kith::to_display_string(error));
}
