// tests/parser/error_test.cpp: what the user reads, and where the caret stands.
#include <catch2/catch.hpp>

#include "tree_printer.hpp"

using kith::SourceRange;
using kith::test::error_of;

namespace {

struct Position {
  int line;
  int column;
  bool operator==(const Position&) const = default;
};
std::ostream& operator<<(std::ostream& out, const Position& p) { return out << p.line << ":" << p.column; }

/// Line and column in code points, both from 1.
Position position_of(std::string_view text) {
  const auto where = *error_of(text).where;
  Position position{1, 1};
  for (std::size_t at = 0; at < where.begin; ++at) {
    if (text[at] == '\n') {
      position = {position.line + 1, 1};
    } else if ((static_cast<unsigned char>(text[at]) & 0xC0) != 0x80) {
      ++position.column;
    }
  }
  return position;
}

}  // namespace

TEST_CASE("the message names what was found and what was expected") {
  CHECK(error_of("MATCH (a RETURN a").message == "unexpected `RETURN`: expected `)`, `{`, `:` or WHERE");
  CHECK(error_of("RETURN").message == "unexpected end of the query: expected an expression or DISTINCT");
  CHECK(error_of("RETURN 1 +").message == "unexpected end of the query: expected an expression");
  CHECK(error_of("RETURN CASE x WHEN 1 THEN 2").message ==
        "unexpected end of the query: expected an operator, ELSE, END or WHEN");
  CHECK(error_of("MATCH (a)-[:]->(b) RETURN a").message == "unexpected `]`: expected a relationship type");
  CHECK(error_of("MATCH (a)-(b) RETURN a").message == "unexpected `(`: expected `[` or `-`");
  CHECK(error_of("").message == "unexpected end of the query: expected a clause");
  CHECK(error_of("RETURN {a 1}").message == "unexpected `1`: expected `:`");
  CHECK(error_of("RETURN f(1,)").message == "unexpected `)`: expected an expression");
  CHECK(error_of("MATCH (n) SET 1").message.find("a property") == std::string::npos);
}

TEST_CASE("the place is the furthest token") {
  CHECK(position_of("MATCH (n)\nWHERE n.x = \nRETURN n") == Position{3, 1});
  CHECK(position_of("MATCH (n:上海光源)\nRETURN n.名称 名称") == Position{2, 13});
  CHECK(position_of("RETURN (1 + 2") == Position{1, 14});
  CHECK(position_of("MATCH (n) RETRUN n") == Position{1, 11});
}

TEST_CASE("what is not closed is told at its start") {
  CHECK(*error_of("RETURN 'abc").where == SourceRange{7, 8});
  CHECK(error_of("RETURN 'abc").message == "this string has no end");
  CHECK(*error_of("MATCH (`n) RETURN 1").where == SourceRange{7, 8});
  CHECK(*error_of("RETURN 1 /* abc").where == SourceRange{9, 11});
  CHECK(error_of("RETURN [1, (2, 3]").hint == "the `(` in line 1 is never closed");
  CHECK(error_of("MATCH (n)\nRETURN f(n AS x").hint == "the `(` in line 2 is never closed");
}

TEST_CASE("frequent mistakes get a hint") {
  CHECK(error_of("MATCH (n) WHERE n.x == 1 RETURN n").hint == "did you mean `=` instead of `==`?");
  CHECK(error_of("MATCH (n) WHERE n.x != 1 RETURN n").hint == "did you mean `<>` instead of `!=`?");
  CHECK(error_of("RETRUN 1").hint == "did you mean RETURN?");
  CHECK(error_of("MACTH (n) RETURN n").hint == "did you mean MATCH?");
  CHECK(error_of("MATCH (n) RETRUN n").hint == "did you mean RETURN?");
  CHECK(error_of("MATCH (n) WHER n.x RETURN n").hint == "did you mean WHERE?");
  CHECK(error_of("MATCH (n) RETURN n LIMT 3").hint == "did you mean LIMIT?");
  CHECK(error_of("MATCH (n) RETURN n ODER BY n.x").hint == "did you mean ORDER?");
  CHECK(error_of("SELECT * FROM people").hint.rfind("Cypher reads with MATCH", 0) == 0);
  CHECK(error_of("MATCH （n) RETURN n").hint == "full-width `（`; did you mean `(`?");
  CHECK(error_of("MATCH (n) RETURN n.a，n.b").hint == "full-width `，`; did you mean `,`?");
  CHECK(error_of("MATCH (n：上海) RETURN n").hint == "full-width `：`; did you mean `:`?");
  CHECK(error_of("MATCH (match) RETURN 1").hint ==
        "MATCH is a keyword here; as a name write it in back-ticks: `` `match` ``");
  CHECK(error_of("MATCH (n) WHERE n.x = 1 && n.y RETURN n").hint == "the operator is AND");
}

TEST_CASE("characters that cannot be") {
  CHECK(error_of("RETURN 42 — 41").detail == "InvalidUnicodeCharacter");
  CHECK(error_of("RETURN {k1#k: 1}").detail == "UnexpectedSyntax");
  CHECK(error_of("RETURN '\xff'").detail == "InvalidUnicodeCharacter");
  CHECK(error_of("RETURN '\xed\xa0\x80'").detail == "InvalidUnicodeCharacter");
  CHECK(error_of("RETURN 1 // \xc0\xaf").detail == "InvalidUnicodeCharacter");
  CHECK(error_of(std::string("RETURN \0 1", 10)).detail == "UnexpectedSyntax");
  CHECK(error_of("RETURN $").hint == "write `$name` or `$1`");
}
