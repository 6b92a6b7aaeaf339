// tests/reports/report_test.cpp: reports over a source of canned answers.
#include <catch2/catch.hpp>

#include <map>
#include <string>

#include "reports/html.hpp"
#include "reports/markdown.hpp"
#include "reports/render.hpp"

using kith::Parameters;
using kith::QueryResult;
using kith::Value;
using namespace kith::reports;

namespace {

class CannedAnswers final : public QuerySource {
 public:
  kith::Result<QueryResult> run(std::string_view query, const Parameters& parameters) override {
    seen = parameters;
    if (query.find("FAIL") != std::string_view::npos) {
      kith::Error error{kith::ErrorKind::kSyntaxError, "`FAIL` is not a clause"};
      error.where = kith::SourceRange{0, 4};
      kith::locate(error, query);
      return error;
    }
    if (query.find("NONE") != std::string_view::npos) return QueryResult({"a"}, {});
    return QueryResult({"name", "hours"}, {Value("上海|光源"), Value(4800), Value("SSRF"), Value()});
  }
  Parameters seen;
};

RenderedReport render(std::string_view text, const Parameters& given = {},
                      ReportFormat format = ReportFormat::kMarkdown) {
  const auto source = parse_report(text, "r.md");
  if (!source.ok()) return {source.error().message, {"unreadable"}};
  CannedAnswers answers;
  auto report = render_report(*source, given, format, answers, {});
  if (!report.ok()) return {report.error().message, {"not rendered"}};
  return *std::move(report);
}

}  // namespace

TEST_CASE("report: a block becomes its table, prose stays as it is") {
  const RenderedReport report = render("# Title\n\nBefore.\n\n```cypher\nMATCH (n) RETURN n\n```\n\nAfter.\n");
  CHECK(report.text ==
        "# Title\n\nBefore.\n\n"
        "| name       | hours |\n"
        "| ---------- | ----: |\n"
        "| 上海\\|光源 |  4800 |\n"
        "| SSRF       |       |\n"
        "\nAfter.\n");
  CHECK(report.problems.empty());
}

TEST_CASE("report: front matter gives the title and parameters with defaults") {
  const std::string text =
      "---\ntitle: Dossier of {{district}}\nparams:\n  district: 浦东新区\n  year: 2021\n---\n{{ district }} in "
      "{{year}}.\n";
  CHECK(render(text).text == "# Dossier of 浦东新区\n\n浦东新区 in 2021.\n");
  CHECK(render(text, {{"district", Value("a*b")}}).text == "# Dossier of a\\*b\n\na\\*b in 2021.\n");
  CHECK(render("---\nparams:\n  district:\n---\nx\n").text == "r.md: the parameter `district` has no default");
  CHECK(render("---\ntitel: x\n---\n").text == "r.md:2: unknown key `titel` in the front matter");
  CHECK(render("---\ntitle: [\n---\n").text.starts_with("r.md:"));
  CHECK(render("---\ntitle: x\n").text == "r.md:1: front matter that is never closed");
}

TEST_CASE("report: options of a block") {
  CHECK(render("```cypher caption=\"Hours of \\\"x\\\"\" show-query\nMATCH\n```\n")
            .text.starts_with("```cypher\nMATCH\n```\n\n**Hours of \"x\"**\n\n| name"));
  CHECK(render("```cypher no-run\nMATCH\n```\n").text == "```cypher\nMATCH\n```\n");
  CHECK(render("```cypher\nNONE\n```\n").text == "*No rows.*\n");
  CHECK(render("```cypher empty=\"Nothing yet.\"\nNONE\n```\n").text == "Nothing yet.\n");
  const RenderedReport required = render("```Cypher require-rows\nNONE\n```\n");
  CHECK(required.text == "*No rows.*\n");
  CHECK(required.problems.size() == 1);
  CHECK(render("```cypher\n \n```\n").problems ==
        std::vector<std::string>{"r.md:1: the block is empty: there is no query in it"});
  CHECK(render("- a\n\n  ```cypher\n  NONE\n  ```\n").text == "- a\n\n  *No rows.*\n");
  CHECK(render("```cypher captoin=x\nMATCH\n```\n").problems.size() == 1);
}

TEST_CASE("report: code of other languages is left alone") {
  const std::string text = "~~~~ python\nx = {{a}}\n```cypher\n~~~~\n\n    ```cypher\n    MATCH\n    ```\n";
  CHECK(render(text).text == text);
  CHECK(render("text\n```cypher\nMATCH").text == "r.md:2: a fence that is never closed");
}

TEST_CASE("report: a failing block is shown in its place and the others still run") {
  const RenderedReport report = render("one\n\n```cypher\nFAIL\n```\n\n```cypher\nNONE\n```\n{{what}}\n");
  CHECK(report.text ==
        "one\n\n"
        "> **This query failed** (line 4)\n>\n> ```text\n"
        "> 42001 SyntaxError: `FAIL` is not a clause\n>   4 | FAIL\n>     | ^\n> ```\n"
        "\n*No rows.*\n**there is no parameter what**\n");
  REQUIRE(report.problems.size() == 2);
  CHECK(report.problems[0].starts_with("r.md:4: 42001 SyntaxError"));
  CHECK(report.problems[1] == "r.md: there is no parameter `what`");
}

TEST_CASE("report: a parameter in a code span is not escaped, and cannot leave it") {
  const kith::Parameters given{{"x", Value("a_`b`")}};
  const std::string head = "---\nparams: {x: 1}\n---\n";
  CHECK(render(head + "`{{x}}` {{x}}\n", given).text == "`a_ b ` a\\_\\`b\\`\n");
  CHECK(render(head + "``{{x}} ` ``\n", given).text == "``a_ b  ` ``\n");
  for (const char* outside : {"` {{x}}\n", "\\`{{x}}`\n", "`\n{{x}}`\n", "`` {{x}} `\n", "`a` {{x}} b\n"}) {
    CHECK_THAT(render(head + outside, given).text, Catch::Contains("a\\_\\`b\\`"));
  }
}

TEST_CASE("report: HTML is a page of its own, and data cannot break out of it") {
  const RenderedReport report =
      render("---\ntitle: A & B {{x}}\nlang: zh\nparams: {x: '<script>'}\n---\n```cypher\nMATCH\n```\n{{x}}\n", {},
             ReportFormat::kHtml);
  CHECK_THAT(report.text, Catch::StartsWith("<!DOCTYPE html>\n<html lang=\"zh\">"));
  CHECK_THAT(report.text, Catch::Contains("<title>A &amp; B &lt;script&gt;</title>"));
  CHECK_THAT(report.text, Catch::Contains("<td>上海|光源</td>"));
  CHECK_THAT(report.text, Catch::Contains("<td align=\"right\">4800</td>"));
  CHECK_THAT(report.text, !Catch::Contains("<script>"));
}

TEST_CASE("markdown: cells") {
  CHECK(markdown_cell(Value("a_b<c>\nd")) == "a\\_b\\<c\\> d");
  CHECK(markdown_cell(Value("https://example.org/a_b")) == "<https://example.org/a_b>");
  CHECK(markdown_cell(kith::List{Value("x"), Value(2), Value()}) == "x, 2, null");
  CHECK(markdown_cell(kith::Map{{"k", Value("v")}}) == "\\{k: 'v'\\}");
  CHECK(markdown_cell(Value(1.5)) == "1.5");
}
