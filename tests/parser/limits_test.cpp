// tests/parser/limits_test.cpp: texts that nest, chain or repeat without end are refused or parsed, and work stays
// linear.
#include <catch2/catch.hpp>

#include "tree_printer.hpp"

using kith::parser::parse;
using kith::test::error_of;

namespace {

std::string repeat(std::string_view piece, std::size_t count) {
  std::string out;
  out.reserve(piece.size() * count);
  for (std::size_t i = 0; i < count; ++i) out += piece;
  return out;
}

std::string nested(std::string_view open, std::string_view middle, std::string_view close, std::size_t count) {
  return repeat(open, count) + std::string(middle) + repeat(close, count);
}

struct Form {
  const char* before;
  const char* open;
  const char* middle;
  const char* close;
  const char* after;
  std::string text(std::size_t count) const { return before + nested(open, middle, close, count) + after; }
};

const Form kForms[] = {
    {"RETURN ", "(", "1", ")", ""},
    {"RETURN ", "[", "1", "]", ""},
    {"RETURN ", "{a: ", "1", "}", ""},
    {"RETURN ", "NOT ", "true", "", ""},
    {"RETURN ", "- ", "a", "", ""},
    {"RETURN ", "CASE WHEN ", "1", " THEN 1 END", ""},
    {"RETURN ", "CASE x WHEN 1 THEN 2 ELSE ", "1", " END", ""},
    {"RETURN ", "f(", "1", ")", ""},
    {"RETURN ", "a[", "1", "]", ""},
    {"RETURN ", "[x IN ", "xs", " | 1]", ""},
    {"RETURN ", "[(a {k: ", "1", "})-->(b) | 1]", ""},
    {"RETURN ", "1 IN [x IN y WHERE ", "1", "]", ""},
    {"RETURN ", "all(x IN ", "xs", " WHERE true)", ""},
    {"RETURN ", "reduce(a = 0, x IN xs | ", "1", ")", ""},
    {"RETURN ", "n {k: ", "1", "}", ""},
    {"RETURN ", "EXISTS { MATCH (n) WHERE ", "true", " }", ""},
    {"RETURN ", "COUNT { (n) WHERE ", "true", " }", ""},
    {"MATCH ", "(", "(a)-->(b)", ")", " RETURN 1"},
    {"MATCH ", "({a: ", "1", "})", " RETURN 1"},
    {"RETURN ", "({a: ", "1", "})", ""},
    {"MATCH (n) WHERE ", "({a: ", "1", "})-->()", " RETURN 1"},
    {"MATCH (n) WHERE ", "({a: ", "1", "})--1", " RETURN 1"},
    {"MATCH (n:", "(", "A", ")", ") RETURN 1"},
    {"MATCH (n:", "!", "A", "", ") RETURN 1"},
    {"MATCH (n) WHERE n:", "(", "A", ")", " RETURN 1"},
    {"", "CALL { ", "RETURN 1 AS x", " RETURN 1 AS x }", " RETURN 1"},
    {"", "FOREACH (x IN [1] | ", "CREATE (n)", ")", ""},
    {"MATCH (a)-[", "{k: ", "1", "}", "]->() RETURN 1"},
};

}  // namespace

TEST_CASE("100,000 levels of anything are an error") {
  for (const Form& form : kForms) {
    INFO(form.before << form.open << "...");
    CHECK(error_of(form.text(100'000)).message == "the query is nested too deeply here");
    CHECK_FALSE(parse(form.before + repeat(form.open, 100'000)).ok());
  }
}

TEST_CASE("reasonable nesting parses") {
  for (const Form& form : kForms) {
    INFO(form.text(2));
    auto parsed = parse(form.text(50));
    if (!parsed.ok()) {
      // Patterns where no truth value is asked for, and `--1` after one, are errors at any depth; but not of nesting.
      CHECK(parsed.error().message != "the query is nested too deeply here");
    }
  }
  CHECK(parse("RETURN " + nested("(", "1", ")", 100)).ok());
  CHECK(parse("RETURN " + nested("[", "1", "]", 100)).ok());
  CHECK(parse("RETURN " + nested("{a: ", "1", "}", 100)).ok());
}

TEST_CASE("chains that make high trees have a limit, flat ones have none") {
  for (const char* piece : {"1 + ", "1 * ", "1 - ", "2 ^ ", "a || ", "1 + 2 * ", "1 IN "}) {
    INFO(piece);
    CHECK(parse("RETURN " + repeat(piece, 1'900) + "1").ok());
    CHECK(error_of("RETURN " + repeat(piece, 100'000) + "1").message.find("chains more than") != std::string::npos);
  }
  CHECK_FALSE(parse("RETURN a" + repeat(".b", 100'000)).ok());
  CHECK_FALSE(parse("RETURN a" + repeat("[0]", 100'000)).ok());
  CHECK_FALSE(parse("RETURN a" + repeat(" IS NULL", 100'000)).ok());
  CHECK_FALSE(parse("RETURN a" + repeat(":B[0]", 100'000)).ok());
  // Chains inside the left end of chains count together: 100 * 100.
  std::string left = "1";
  for (int i = 0; i < 100; ++i) left = "(" + left + ")" + repeat(" + 1", 100);
  CHECK_FALSE(parse("RETURN " + left).ok());
  for (const char* piece : {"true AND ", "a OR ", "a XOR ", "1 < ", "a.x = 1 AND NOT ", "1, ", "(1 + 1) = a AND "}) {
    INFO(piece);
    CHECK(parse("RETURN " + repeat(piece, 100'000) + "1").ok());
  }
  CHECK(parse("MATCH (a)" + repeat("-->(a)", 100'000) + " RETURN 1").ok());
  CHECK(parse("MATCH (a:A" + repeat("|B", 100'000) + ") RETURN 1").ok());
  CHECK(parse("RETURN 1" + repeat(" UNION RETURN 1", 100'000)).ok());
  CHECK(parse("CREATE (n)" + repeat(" CREATE (n)", 100'000)).ok());
  CHECK(parse("MATCH (n) WHERE (n)-->()" + repeat(" AND (n)-->()", 20'000) + " RETURN n").ok());
}

TEST_CASE("queries chained by NEXT are counted") {
  CHECK(parse(repeat("RETURN 1 AS x NEXT ", kith::parser::kMaxChainedQueries - 1) + "RETURN x").ok());
  CHECK(error_of(repeat("RETURN 1 AS x NEXT ", 100'000) + "RETURN x").message ==
        "at most 500 queries follow each other by NEXT");
}

TEST_CASE("work is linear: nodes made grow with the text, whatever had to be tried twice") {
  // What the parser makes is the count of its work: each rule that succeeds and is thrown away leaves its nodes behind.
  const auto num_nodes = [](const std::string& text) {
    auto parsed = parse(text);
    INFO(text.substr(0, 100));
    REQUIRE(parsed.ok());
    return parsed->arena->expressions.size() + parsed->arena->pattern_parts.size();
  };
  for (const char* piece : {"(1 + 2)", "[1, 2]", "(a)--(1)", "{a: (b)-[1]}", "[x IN y WHERE x | x]", "(a {k: 1}.k)"}) {
    if (!parse("RETURN " + std::string(piece)).ok()) continue;
    INFO(piece);
    const std::string one = std::string(piece) + ", ";
    const auto small = num_nodes("RETURN " + repeat(one, 100) + "1");
    const auto large = num_nodes("RETURN " + repeat(one, 1'000) + "1");
    CHECK(large <= 10 * small);
  }
  // Patterns in maps in what only looks like a pattern, ({a: ({a: 1})-[1]})-[1]: without memory this doubles per level.
  for (const std::size_t levels : {5U, 10U, 20U, 40U}) {
    CHECK(num_nodes("RETURN " + nested("({a: ", "1", "})-[1]", levels)) <= 20 * levels * levels);
  }
}

TEST_CASE("long texts") {
  CHECK(parse("RETURN '" + std::string(50'000'000, 'x') + "'").ok());
  CHECK(parse("RETURN [" + repeat("1,", 200'000) + "1]").ok());
  CHECK(parse("RETURN 1" + std::string(50'000'000, ' ')).ok());
  CHECK_FALSE(parse(std::string(5'000'000, '(')).ok());
  CHECK_FALSE(parse(std::string(1'000'000, '\'')).ok());
  CHECK(error_of("RETURN 1 " + std::string(1'000'000, 'x')).message.size() < 300);
}

TEST_CASE("a statement of more than so many tokens is refused before they take memory") {
  const auto refused = error_of("RETURN [" + repeat("1,", 25'000'000) + "1]");
  CHECK(refused.message == "a statement has at most 4000000 words and symbols");
  CHECK(refused.where->begin == 8 + kith::parser::kMaxTokens - 2);
  CHECK(error_of("RETURN 1" + repeat("+1", 25'000'000)).message.find("chains more than") != std::string::npos);
  CHECK(error_of(repeat("CREATE () ", 5'000'000)).message == refused.message);
}

TEST_CASE("a text over 4 GiB is refused unread") {
  const char text[] = "RETURN 1";
  auto parsed = parse(std::string_view(text, std::size_t{5} << 30));
  REQUIRE_FALSE(parsed.ok());
  CHECK(parsed.error().message == "a query is at most 4 GiB long");
}
