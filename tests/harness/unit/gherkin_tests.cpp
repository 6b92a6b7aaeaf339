// Feature files.
#include <catch2/catch.hpp>

#include "tests/tck/gherkin.hpp"
#include "tests/tck/procedure_table.hpp"

using kith::tck::parse_feature;

namespace {

constexpr const char* kFeature = R"(# a comment
Feature: F - things

  Background:
    Given an empty graph

  @tag @other
  Scenario: [1] plain
    When executing query:
      """
      MATCH (n)
        RETURN n  // <x> stays
      """
    # a comment between steps
    Then the result should be, in any order:
      | n | a\|b \\ |
      | 1 |         |

  Scenario Outline: [2] with <x>
    When executing query:
      """
      RETURN <x> + <(:A)>
      """
    Then the result should be, in any order:
      | <x> |
      | <y> |

    Examples:
      | x  | y |
      | 10 | 1 |
      | 20 | 2 |

    Examples:
      | x  | y |
      | 30 | 3 |
)";

}  // namespace

TEST_CASE("a feature file becomes scenarios with their background and examples written out") {
  const auto scenarios = parse_feature(kFeature, "f.feature");
  REQUIRE(scenarios.ok());
  REQUIRE(scenarios->size() == 4);
  const auto& plain = (*scenarios)[0];
  CHECK(plain.feature == "F - things");
  CHECK(plain.name == "[1] plain");
  REQUIRE(plain.steps.size() == 3);
  CHECK(plain.steps[0].text == "an empty graph");
  CHECK(plain.steps[1].doc_string == "MATCH (n)\n  RETURN n  // <x> stays");
  CHECK(plain.steps[2].table == std::vector<kith::harness::TableRow>{{"n", "a|b \\"}, {"1", ""}});
  const auto& third = (*scenarios)[3];
  CHECK(third.name == "[2] with 30 #3");
  CHECK(third.steps[1].doc_string == "RETURN 30 + <(:A)>");
  CHECK(third.steps[2].table == std::vector<kith::harness::TableRow>{{"30"}, {"3"}});
}

TEST_CASE("a feature file that breaks off is refused with its line") {
  const auto scenarios = parse_feature(
      "Feature: F\n  Scenario: S\n    When executing query:\n      \"\"\"\n      RETURN 1\n", "f.feature");
  REQUIRE_FALSE(scenarios.ok());
  CHECK(scenarios.error().message.find("f.feature:6") != std::string::npos);
}

TEST_CASE("a procedure's table answers its calls") {
  const std::vector<kith::harness::TableRow> table = {{"in", "out"}, {"1", "'one'"}, {"2", "'two'"}, {"1", "'uno'"}};
  const auto procedure = kith::tck::parse_procedure("test.my.proc(in :: NUMBER?) :: (out :: STRING?) :", table);
  REQUIRE(procedure.ok());
  CHECK(procedure->name == "test.my.proc");
  CHECK(procedure->outputs.front().type == "STRING?");
  const std::vector<kith::Value> arguments = {kith::Value(1.0)};
  const auto rows = procedure->callback(arguments);
  REQUIRE(rows.ok());
  REQUIRE(rows->size() == 2);
  CHECK((*rows)[1][0].get<std::string>() == "uno");
}

TEST_CASE("a procedure without arguments and results") {
  const std::vector<kith::harness::TableRow> table = {{}};
  const auto procedure = kith::tck::parse_procedure("test.doNothing() :: ():", table);
  REQUIRE(procedure.ok());
  CHECK(procedure->inputs.empty());
  CHECK(procedure->outputs.empty());
  CHECK(procedure->callback({})->empty());
}
