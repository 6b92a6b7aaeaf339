// The values of result tables: read, written in canonical form, compared.
#include <catch2/catch.hpp>

#include "tests/harness/comparable.hpp"

using kith::harness::canonical;
using kith::harness::ListOrder;
using kith::harness::parse_comparable;

namespace {

std::string normal(std::string_view text, ListOrder order = ListOrder::kSignificant) {
  const auto value = parse_comparable(text);
  return value.ok() ? canonical(*value, order) : "error: " + value.error().message;
}

}  // namespace

TEST_CASE("values of a result table are read and written") {
  CHECK(normal("1") == "1");
  CHECK(normal("-9223372036854775808") == "-9223372036854775808");
  CHECK(normal("1.0") == "1.0");
  CHECK(normal("1e2") == "100.0");
  CHECK(normal(".5") == "0.5");
  CHECK(normal("-0.0") == "0.0");
  CHECK(normal("NaN") == "NaN");
  CHECK(normal("-Infinity") == "-Infinity");
  CHECK(normal("null") == "null");
  CHECK(normal("'it\\'s \\\\ here'") == "'it\\'s \\\\ here'");
  CHECK(normal("[1, 'a', [null]]") == "[1, 'a', [null]]");
  CHECK(normal("{b: 1, a: {c: true}}") == "{a: {c: true}, b: 1}");
  CHECK(normal("()") == "()");
  CHECK(normal("(:B:A {n: 1})") == "(:A:B {n: 1})");
  CHECK(normal("({n: 1})") == "({n: 1})");
  CHECK(normal("[:T {n: 1.5}]") == "[:T {n: 1.5}]");
  CHECK(normal("<(:A)-[:T]->()<-[:U {k: 'v'}]-(:B)>") == "<(:A)-[:T]->()<-[:U {k: 'v'}]-(:B)>");
  CHECK(normal("(:设施 {名称: '上海光源'})") == "(:设施 {名称: '上海光源'})");
}

TEST_CASE("1 differs from 1.0, and a string from what it looks like") {
  CHECK(normal("1") != normal("1.0"));
  CHECK(normal("'1'") != normal("1"));
  CHECK(normal("'null'") != normal("null"));
}

TEST_CASE("the order of lists can be ignored at every depth") {
  CHECK(normal("[3, [2, 1]]", ListOrder::kIgnored) == normal("[[1, 2], 3]", ListOrder::kIgnored));
  CHECK(normal("[1, 2]") != normal("[2, 1]"));
}

TEST_CASE("what is not a value is refused with its place") {
  for (const char* text :
       {"", "'open", "[1,", "{a 1}", "(:A", "<(:A)-[:T]-(:B)>", "1 2", "abc", "99999999999999999999"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_comparable(text).ok());
  }
  CHECK_FALSE(parse_comparable(std::string(100'000, '[')).ok());
}

TEST_CASE("engine values take the same form") {
  using kith::List;
  using kith::Map;
  using kith::Value;
  const auto node = std::make_shared<kith::NodeContent>(kith::NodeContent{{"A"}, Map{{"k", Value(1)}}});
  const auto other = std::make_shared<kith::NodeContent>();
  const auto relationship =
      std::make_shared<kith::RelationshipContent>(kith::RelationshipContent{"T", kith::NodeId{2}, kith::NodeId{1}, {}});
  const kith::Node a{kith::NodeId{1}, node};
  const kith::Node b{kith::NodeId{2}, other};
  const kith::Relationship r{kith::RelationshipId{1}, relationship};
  const auto path = std::make_shared<kith::PathContent>(kith::PathContent{{a, b}, {r}});
  CHECK(canonical(kith::harness::to_comparable(Value(a))) == "(:A {k: 1})");
  CHECK(canonical(kith::harness::to_comparable(Value(kith::Path{path}))) == "<(:A {k: 1})<-[:T]-()>");
  CHECK(canonical(kith::harness::to_comparable(Value(List{Value(1), Value(), Value(2.5)}))) == "[1, null, 2.5]");
  CHECK(canonical(kith::harness::to_comparable(Value(1e300))) == normal("1e300"));
}
