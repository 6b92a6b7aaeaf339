// tests/cli/output_test.cpp: results as text, parameters from words.
#include <catch2/catch.hpp>

#include <string>

#include "cli/output/parameter.hpp"
#include "cli/output/result_format.hpp"

using kith::List;
using kith::QueryResult;
using kith::Value;
using namespace kith::cli;

namespace {

class StringSink final : public kith::loaders::TextSink {
 public:
  kith::Status write(std::string_view text) override {
    content += text;
    return {};
  }
  std::string content;
};

std::string written(const QueryResult& result, ResultFormat format) {
  StringSink sink;
  const kith::Status status = write_result(result, format, {}, sink);
  return status.ok() ? sink.content : status.error().message;
}

QueryResult people() {
  return QueryResult({"姓名", "born", "notes"},
                     {Value("沈括"), Value(1031), Value("say \"hi\", twice"), Value("Ada"), Value(), Value(""),
                      Value("x\ty\n"), Value(-5), List{Value(1), Value("a")}});
}

QueryResult two_nodes() {
  auto ada = std::make_shared<kith::NodeContent>();
  ada->labels = {"Person"};
  ada->properties = {{"name", Value("Ada \"A\"")}, {"born", Value(1815)}};
  auto knows = std::make_shared<kith::RelationshipContent>();
  *knows = {"KNOWS", kith::NodeId{1}, kith::NodeId{2}, {}};
  return QueryResult(
      {"a", "r"}, {Value(kith::Node{kith::NodeId{1}, ada}), Value(kith::Relationship{kith::RelationshipId{0}, knows})});
}

}  // namespace

TEST_CASE("table: Chinese and Latin text line up by display width") {
  CHECK(written(people(), ResultFormat::kTable) ==
        " 姓名   | born | notes\n"
        "--------+------+-----------------\n"
        " 沈括   | 1031 | say \"hi\", twice\n"
        " Ada    | null | \n"
        " x\\ty\\n |   -5 | [1, 'a']\n");
}

TEST_CASE("table: is cut to the terminal, widest column first") {
  const std::string table = text_table(people(), {.max_width = 27});
  CHECK(table ==
        " 姓名   | born | notes\n"
        "--------+------+-----------\n"
        " 沈括   | 1031 | say \"hi\"…\n"
        " Ada    | null | \n"
        " x\\ty\\n |   -5 | [1, 'a']\n");
  CHECK(cut_to_width("上海光源", 8) == "上海光源");
  CHECK(cut_to_width("上海光源", 7) == "上海光…");
  CHECK(cut_to_width("上海光源", 6) == "上海…");
  CHECK(cut_to_width("上海光源", 1) == "…");
}

TEST_CASE("csv and tsv: null is empty, an empty text is not") {
  CHECK(written(people(), ResultFormat::kCsv) ==
        "姓名,born,notes\n沈括,1031,\"say \"\"hi\"\", twice\"\nAda,,\"\"\n\"x\ty\n\",-5,\"[1,\"\"a\"\"]\"\n");
  CHECK(written(people(), ResultFormat::kTsv) ==
        "姓名\tborn\tnotes\n沈括\t1031\tsay \"hi\", twice\nAda\t\t\nx\\ty\\n\t-5\t[1,\"a\"]\n");
}

TEST_CASE("json and json lines") {
  const QueryResult one({"a", "光"}, {Value(1.0), Value()});
  CHECK(written(one, ResultFormat::kJsonl) == "{\"a\":1.0,\"光\":null}\n");
  CHECK(written(one, ResultFormat::kJson) == "[\n {\"a\":1.0,\"光\":null}\n]\n");
  CHECK(written(QueryResult({"a"}, {}), ResultFormat::kJson) == "[\n]\n");
  CHECK(written(two_nodes(), ResultFormat::kJsonl) ==
        R"({"a":{"type":"node","id":"1","labels":["Person"],"properties":{"born":1815,"name":"Ada \"A\""}},)"
        R"("r":{"type":"relationship","id":"0","label":"KNOWS","properties":{},"start":{"id":"1"},"end":{"id":"2"}}})"
        "\n");
}

TEST_CASE("dot and graphml: of results with nodes in them") {
  CHECK(written(two_nodes(), ResultFormat::kDot) ==
        "digraph kith {\n  node [shape=box, style=rounded];\n  n1 [label=\"Ada \\\"A\\\"\\n:Person\"];\n"
        "  n2 [label=\"#2\"];\n  n1 -> n2 [label=\"KNOWS\"];\n}\n");
  const std::string graphml = written(two_nodes(), ResultFormat::kGraphml);
  CHECK_THAT(graphml, Catch::Contains("<key id=\"n0\" for=\"node\" attr.name=\"born\" attr.type=\"long\"/>"));
  CHECK_THAT(graphml, Catch::Contains("<node id=\"n1\"><data key=\"labels\">:Person</data><data key=\"n0\">1815</data>"
                                      "<data key=\"n1\">Ada &quot;A&quot;</data></node>"));
  CHECK_THAT(graphml, Catch::Contains("<edge id=\"e0\" source=\"n1\" target=\"n2\">"));
  CHECK_THAT(written(people(), ResultFormat::kDot), Catch::Contains("neither nodes nor relationships"));
}

TEST_CASE("parameters: words are what they look like") {
  const auto parsed = [](std::string_view text) {
    const auto value = parse_parameter_value(text);
    return value.ok() ? kith::to_cypher_string(*value) : "error: " + value.error().message;
  };
  CHECK(parsed("42") == "42");
  CHECK(parsed("-1.5") == "-1.5");
  CHECK(parsed("0") == "0");
  CHECK(parsed("007") == "'007'");
  CHECK(parsed("+86 21") == "'+86 21'");
  CHECK(parsed("true") == "true");
  CHECK(parsed("null") == "null");
  CHECK(parsed("浦东新区") == "'浦东新区'");
  CHECK(parsed("'42'") == "'42'");
  CHECK(parsed("\"it's\"") == "'it\\'s'");
  CHECK(parsed("[1, \"a\"]") == "[1, 'a']");
  CHECK(parsed("{\"k\": 1}") == "{k: 1}");
  CHECK(parsed("[1") != "'[1'");
  CHECK(parsed("") == "''");
  const auto parameters = parse_parameters({"a=1", "b=x=y", "$c=2"});
  REQUIRE(parameters.ok());
  CHECK(parameters->at("b").as_string() == "x=y");
  CHECK(parameters->at("c").as_integer() == 2);
  CHECK(!parse_parameters({"=1"}).ok());
  CHECK(!parse_parameters({"a"}).ok());
}
