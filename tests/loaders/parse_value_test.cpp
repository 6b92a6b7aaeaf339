// tests/loaders/parse_value_test.cpp: values from text and the name of their type.
#include <catch2/catch.hpp>

#include <string>

#include <kith/parse.hpp>

#include "loaders/json/decode.hpp"
#include "loaders/json/encode.hpp"
#include "loaders/text/scalar_text.hpp"

using kith::parse_value;
using kith::Value;

namespace {

std::string parsed(std::string_view text, std::string_view type) {
  const auto value = parse_value(text, type);
  return value.ok() ? kith::to_cypher_string(*value) : value.error().message;
}

}  // namespace

TEST_CASE("parse_value: numbers") {
  CHECK(parsed("42", "int") == "42");
  CHECK(parsed("+42", "LONG") == "42");
  CHECK(parsed("-128", "byte") == "-128");
  CHECK(parsed("128", "byte") == "'128' is not an INTEGER of 8 bits");
  CHECK(parsed("3000000000", "int") == "'3000000000' is not an INTEGER of 32 bits; the type `long` has 64");
  CHECK(parsed("-9223372036854775808", "long") == "-9223372036854775808");
  CHECK(parsed("9223372036854775808", "long") == "'9223372036854775808' is not an INTEGER of 64 bits");
  CHECK(parsed("19x4", "int") == "'19x4' is not an INTEGER");
  CHECK(parsed("", "int") == "'' is not an INTEGER");
  CHECK(parsed("+-1", "int") == "'+-1' is not an INTEGER");
  CHECK(parsed("1.5", "float") == "1.5");
  CHECK(parsed("2", "double") == "2.0");
  CHECK(parsed("-Infinity", "double") == "-Infinity");
  CHECK(parsed("NaN", "double") == "NaN");
  CHECK(parsed("inf", "double") == "'inf' is not a FLOAT");
  CHECK(parsed("1e999", "double") == "'1e999' is not a FLOAT of 64 bits");
}

TEST_CASE("parse_value: the rest") {
  CHECK(parsed("TRUE", "boolean") == "true");
  CHECK(parsed("yes", "boolean") == "'yes' is not a BOOLEAN");
  CHECK(parsed("光", "char") == "'光'");
  CHECK(parsed("光源", "char") == "'光源' is not one character");
  CHECK(parsed("2021-06-30", "date") == "'2021-06-30'");
  CHECK(parsed("2021-02-30", "date") == "'2021-02-30' is not a DATE");
  CHECK(parsed("12:00Z", "time") == "'12:00Z'");
  CHECK(parsed("P1Y2M", "duration") == "'P1Y2M'");
  CHECK(parsed("x", "year") == "`year` is not the name of a type");
}

TEST_CASE("parse_value: long texts are cut in messages, between characters") {
  std::string text;
  for (int i = 0; i < 40; ++i) text += "光";
  CHECK(parsed(text, "int") == "'" + text.substr(0, 60) + "...' is not an INTEGER");
  CHECK(parsed("x" + text, "int") == "'x" + text.substr(0, 57) + "...' is not an INTEGER");
}

TEST_CASE("scalar_text: reads back by parse_value under type_name") {
  const Value values[] = {Value(true),
                          Value(-5),
                          Value(0.1),
                          Value(1e300),
                          Value(-0.0),
                          Value("a'b\n光"),
                          Value(""),
                          *parse_value("2021-06-30", "date"),
                          *parse_value("21:40:32.142", "localtime"),
                          *parse_value("21:40+01:00", "time"),
                          *parse_value("2021-06-30T21:40", "localdatetime"),
                          *parse_value("2021-06-30T21:40+08:00[Asia/Shanghai]", "datetime"),
                          *parse_value("P1Y2M-3DT4.5S", "duration"),
                          *parse_value("NaN", "double")};
  for (const Value& value : values) {
    const auto again = parse_value(kith::loaders::scalar_text(value), kith::loaders::type_name(value));
    REQUIRE(again.ok());
    CHECK(kith::to_cypher_string(*again) == kith::to_cypher_string(value));
    CHECK(again->kind() == value.kind());
  }
}

TEST_CASE("json: an exported node says what JSON cannot") {
  auto content = std::make_shared<kith::NodeContent>();
  content->labels = {"Facility"};
  content->properties = {{"born", *parse_value("2021-06-30", "date")},
                         {"nan", *parse_value("NaN", "double")},
                         {"days", kith::List{*parse_value("2021-06-30", "date"), *parse_value("2021-07-01", "date")}},
                         {"mixed", kith::List{Value(1), *parse_value("2021-07-01", "date")}},
                         {"n", Value(1)},
                         {"x", Value(1.0)},
                         {"名", Value("上海\"光源\"")}};
  std::string line;
  const kith::loaders::ExportedAssertion assertion{kith::NodeId{9}, "", 0.5, "planned", "r1"};
  kith::loaders::append_node_line(line, kith::Node{kith::NodeId{7}, content}, {&assertion, 1});
  CHECK(line ==
        R"({"type":"node","id":"7","labels":["Facility"],"properties":{"born":"2021-06-30",)"
        R"("days":["2021-06-30","2021-07-01"],"mixed":[1,"2021-07-01"],"n":1,"nan":"NaN","x":1.0,"名":"上海\"光源\""},)"
        R"("types":{"born":"date","days":"date[]","mixed":[null,"date"],"nan":"double"},)"
        R"("assertions":[{"passage":"9","key":null,"confidence":0.5,"modality":"planned","rule":"r1"}]})"
        "\n");
}

TEST_CASE("json: values from text") {
  const auto value = kith::loaders::parse_json(R"([1, 2.0, null, {"a": "光", "b": [true]}])");
  REQUIRE(value.ok());
  CHECK(kith::to_cypher_string(*value) == "[1, 2.0, null, {a: '光', b: [true]}]");
  CHECK(!kith::loaders::parse_json("[1").ok());
  CHECK(!kith::loaders::parse_json("18446744073709551615").ok());
  CHECK(!kith::loaders::parse_json(std::string(100'000, '[')).ok());
}
