// Test files, tables, statements and side effects.
#include <catch2/catch.hpp>

#include "tests/harness/graph_state.hpp"
#include "tests/harness/result_table.hpp"
#include "tests/harness/statements.hpp"
#include "tests/harness/test_file.hpp"

using namespace kith::harness;

TEST_CASE("a test file is read as blocks") {
  const auto blocks = parse_test_blocks(
      "# comment\ngraph\n  CREATE (:A)\n\nquery unordered\n  MATCH (n)\n\n  RETURN n\n----\n| n |\n\nerror X\n  R\n");
  REQUIRE(blocks.ok());
  REQUIRE(blocks->size() == 3);
  CHECK((*blocks)[1].words == std::vector<std::string>{"query", "unordered"});
  CHECK((*blocks)[1].body == "MATCH (n)\n\nRETURN n");
  CHECK((*blocks)[1].expected == std::vector<std::string>{"| n |"});
  CHECK((*blocks)[1].line == 5);
  CHECK((*blocks)[1].body_end == 8);
  CHECK((*blocks)[1].end == 10);
  CHECK_FALSE((*blocks)[2].has_expected);
  CHECK_FALSE(parse_test_blocks("  indented\n").ok());
}

TEST_CASE("the cypher fences of Markdown are blocks") {
  const auto blocks = parse_markdown_blocks(
      "# A\n```cypher graph\nCREATE (:A)\n```\ntext\n```text\nno\n```\n```cypher\nMATCH (n)\n\nRETURN n\n```\n\n"
      "| n |\n|---|\n| 1 |\n\n| a | b |\n```cypher error X\nR\n```\n```cypher\nCREATE ()\n```\nend\n");
  REQUIRE(blocks.ok());
  REQUIRE(blocks->size() == 4);
  CHECK((*blocks)[0].words == std::vector<std::string>{"graph"});
  CHECK((*blocks)[0].body == "CREATE (:A)");
  CHECK((*blocks)[1].words == std::vector<std::string>{"query"});
  CHECK((*blocks)[1].body == "MATCH (n)\n\nRETURN n");
  CHECK((*blocks)[1].line == 9);
  CHECK((*blocks)[1].expected == std::vector<std::string>{"| n |", "| 1 |"});
  CHECK((*blocks)[2].words == std::vector<std::string>{"error", "X"});
  CHECK((*blocks)[3].words == std::vector<std::string>{"statement"});
  CHECK_FALSE((*blocks)[3].has_expected);
  CHECK_FALSE(parse_markdown_blocks("```cypher\nRETURN 1\n").ok());
}

TEST_CASE("statements end at semicolons outside text") {
  CHECK(split_statements("CREATE ({a: ';\\';'}); // no ; here\nMATCH (`;`) /* ; */ RETURN \";\";\n ;") ==
        std::vector<std::string>{"CREATE ({a: ';\\';'})", " // no ; here\nMATCH (`;`) /* ; */ RETURN \";\""});
}

TEST_CASE("results compare as bags or in order") {
  const kith::QueryResult result({"a"}, {kith::Value(2), kith::Value(1), kith::Value(1)});
  const std::vector<TableRow> same = {{"a"}, {"1"}, {"2"}, {"1"}};
  const std::vector<TableRow> other = {{"a"}, {"1"}, {"2"}, {"2"}};
  const std::vector<TableRow> named = {{"b"}, {"1"}, {"2"}, {"1"}};
  CHECK_FALSE(difference(result, same, RowOrder::kAny, ListOrder::kSignificant)->has_value());
  CHECK(difference(result, same, RowOrder::kSignificant, ListOrder::kSignificant)->has_value());
  CHECK(difference(result, other, RowOrder::kAny, ListOrder::kSignificant)->has_value());
  CHECK(difference(result, named, RowOrder::kAny, ListOrder::kSignificant)->has_value());
}

TEST_CASE("side effects are differences of sets") {
  using kith::Map;
  using kith::Value;
  const auto node = [](std::vector<std::string> labels, Map properties) {
    return std::make_shared<const kith::NodeContent>(kith::NodeContent{std::move(labels), std::move(properties)});
  };
  GraphState before, after;
  before.nodes = {{kith::NodeId{1}, node({"A"}, {{"k", Value(1)}})},
                  {kith::NodeId{2}, node({"A", "B"}, {{"k", Value(1)}})}};
  after.nodes = {{kith::NodeId{1}, node({"A"}, {{"k", Value(1.0)}})}, {kith::NodeId{3}, node({"A", "C"}, {})}};
  SideEffects expected;
  for (const char* name : {"+nodes", "-nodes", "+labels", "-labels", "+properties"})
    REQUIRE(expected.set(name, 1).ok());
  REQUIRE(expected.set("-properties", 2).ok());
  CHECK(side_effects(before, after).to_text() == expected.to_text());
  CHECK(side_effects(before, before) == SideEffects());
}
