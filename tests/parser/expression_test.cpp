// tests/parser/expression_test.cpp: every form of expression, and how operators bind.
#include <catch2/catch.hpp>

#include "tree_printer.hpp"

using kith::test::error_of;
using kith::test::expression_tree;
using kith::test::tree;

TEST_CASE("numbers") {
  CHECK(expression_tree("0") == "0");
  CHECK(expression_tree("9223372036854775807") == "9223372036854775807");
  CHECK(expression_tree("-9223372036854775808") == "-9223372036854775808");
  CHECK(expression_tree("- 5") == "-5");
  CHECK(expression_tree("1_000_000") == "1000000");
  CHECK(expression_tree("0x1F") == "31");
  CHECK(expression_tree("-0x8000000000000000") == "-9223372036854775808");
  CHECK(expression_tree("0o17") == "15");
  CHECK(expression_tree(".5") == "0.5f");
  CHECK(expression_tree("-.5e-1") == "-0.05f");
  CHECK(expression_tree("2E-01") == "0.2f");
  CHECK(expression_tree("1e9") == "1000000000f");
  CHECK(expression_tree("1e-400") == "0f");
  CHECK(expression_tree("1 - -1") == "(- 1 -1)");
  CHECK(expression_tree("1-1") == "(- 1 1)");
  CHECK(expression_tree("--1") == "(minus -1)");
  for (const char* text : {"9223372036854775808", "-9223372036854775809", "0x8000000000000000", "-0x8000000000000001",
                           "1-9223372036854775808", "0o1000000000000000000000"}) {
    CHECK(error_of("RETURN " + std::string(text)).detail == "IntegerOverflow");
  }
  for (const char* text : {"12ab", "0x", "0xZ", "0o8", "017", "1_", "1.5x", "9223372h54775808", "-0x1A2j"}) {
    CHECK(error_of("RETURN " + std::string(text)).detail == "InvalidNumberLiteral");
  }
  CHECK(error_of("RETURN 1.34E999").detail == "FloatingPointOverflow");
  CHECK(error_of("RETURN {1B2c3e67: 1}").detail == "UnexpectedSyntax");
  CHECK(error_of("RETURN 9223372#54775808").detail == "UnexpectedSyntax");
}

TEST_CASE("strings") {
  CHECK(expression_tree(R"('it\'s')") == "'it's'");
  CHECK(expression_tree(R"("a'b")") == "'a'b'");
  CHECK(expression_tree(R"('a\\b\n\t\b\f\r\"')") == "'a\\b\n\t\b\f\r\"'");
  CHECK(expression_tree(R"('\u4e0a\u6d77')") == "'上海'");
  CHECK(expression_tree(R"('\uD83D\uDE00\U0001F600')") == "'😀😀'");
  CHECK(expression_tree("'/* no comment */ // none'") == "'/* no comment */ // none'");
  for (const char* text : {R"('\uH')", R"('\u12')", R"('\uD83D')", R"('\uDE00x')", R"('\U00110000')"}) {
    CHECK(error_of("RETURN " + std::string(text)).detail == "InvalidUnicodeLiteral");
  }
  CHECK(error_of(R"(RETURN '\d')").hint == "for a backslash itself write `\\\\`");
}

TEST_CASE("precedence is openCypher's") {
  CHECK(expression_tree("a OR b XOR c AND NOT d") == "(or a (xor b (and c (not d))))");
  CHECK(expression_tree("NOT a >= b") == "(not (compare a >= b))");
  CHECK(expression_tree("a = b IS NULL") == "(compare a = (is-null b))");
  CHECK(expression_tree("[1] + [2] IN [3] + [4]") == "(in (+ (list 1) (list 2)) (+ (list 3) (list 4)))");
  CHECK(expression_tree("a = b IN c") == "(compare a = (in b c))");
  CHECK(expression_tree("4 * 2 + 3 % 2 - 1") == "(- (+ (* 4 2) (% 3 2)) 1)");
  CHECK(expression_tree("-3 ^ 2") == "(^ -3 2)");
  CHECK(expression_tree("-a ^ 2") == "(^ (minus a) 2)");
  CHECK(expression_tree("4 ^ 3 ^ 2") == "(^ (^ 4 3) 2)");
  CHECK(expression_tree("-a.b[0]") == "(minus (at (. a b) 0))");
  CHECK(expression_tree("a STARTS WITH 'x' AND a ENDS WITH b + c OR a CONTAINS 'y'") ==
        "(or (and (starts a 'x') (ends a (+ b c))) (contains a 'y'))");
  CHECK(expression_tree("a =~ 'x' || 'y'") == "(=~ a (|| 'x' 'y'))");
  CHECK(expression_tree("a IS NOT NULL IS NULL") == "(is-null (is-not-null a))");
}

TEST_CASE("chains are flat where they may be") {
  CHECK(expression_tree("a AND b AND c OR d OR e") == "(or (and a b c) d e)");
  CHECK(expression_tree("a < b <= c <> d") == "(compare a < b <= c <> d)");
  CHECK(expression_tree("(a < b) < c") == "(compare (compare a < b) < c)");
  CHECK(expression_tree("a = (b = c)") == "(compare a = (compare b = c))");
}

TEST_CASE("access") {
  CHECK(expression_tree("a.b.c") == "(. (. a b) c)");
  CHECK(expression_tree("a[1..2]") == "(slice a 1 2)");
  CHECK(expression_tree("a[..2]") == "(slice a - 2)");
  CHECK(expression_tree("a[1..]") == "(slice a 1 -)");
  CHECK(expression_tree("a['k'].`x``y`") == "(. (at a 'k') x`y)");
  CHECK(expression_tree("$p.x + $1 + $`a b`") == "(+ (+ (. $p x) $1) $a b)");
  CHECK(expression_tree("n:A:B") == "(is n (A&B))");
  CHECK(expression_tree("n:A|!B&%") == "(is n (A|(!B&%)))");
  CHECK(expression_tree("n.x:A") == "(is (. n x) A)");
}

TEST_CASE("lists, maps and comprehensions") {
  CHECK(expression_tree("[]") == "(list)");
  CHECK(expression_tree("[1, 'a', [null, true]]") == "(list 1 'a' (list null true))");
  CHECK(expression_tree("{}") == "{}");
  CHECK(expression_tree("{a: 1, match: {`b c`: FALSE}}") == "{a: 1, match: {b c: false}}");
  CHECK(expression_tree("[x IN xs WHERE x > 1 | x + 1]") == "(for x xs where (compare x > 1) | (+ x 1))");
  CHECK(expression_tree("[x IN xs | x]") == "(for x xs | x)");
  CHECK(expression_tree("[x IN xs]") == "(for x xs)");
  CHECK(expression_tree("[x IN xs, y]") == "(list (in x xs) y)");
  CHECK(expression_tree("[(x IN xs)]") == "(list (in x xs))");
  CHECK(expression_tree("[(x) IN xs]") == "(list (in x xs))");
  CHECK(expression_tree("[1 IN xs]") == "(list (in 1 xs))");
  CHECK(expression_tree("[x IN xs WHERE x:A | x.k]") == "(for x xs where (is x A) | (. x k))");
  CHECK(expression_tree("[x IN xs WHERE (x:A|B) | x.k]") == "(for x xs where (is x (A|B)) | (. x k))");
  CHECK(expression_tree("[(a)-->(b:X|Y) WHERE b:X | b.k]") == "(paths (a)-[]->(b:(X|Y)) where (is b X) | (. b k))");
  CHECK(expression_tree("[p = (a)-[:T]->() | p]") == "(paths p=(a)-[:T]->() | p)");
  CHECK(expression_tree("[(a)--(b) AND c | 1]").rfind("error", 0) == 0);
  CHECK(expression_tree("[(a)--(b) AND c]") == "(list (and (pattern (a)-[]-(b)) c))");
  CHECK(expression_tree("reduce(s = 0, x IN xs | s + x)") == "(reduce s 0 x xs (+ s x))");
  CHECK(expression_tree("all(x IN xs WHERE x) OR NONE(y IN ys WHERE y) OR any(z IN zs WHERE z)") ==
        "(or (all x xs x) (none y ys y) (any z zs z))");
  CHECK(expression_tree("n {.*, .a, b: 1 + 2, c}") == "n{.*, .a, b: (+ 1 2), c}");
}

TEST_CASE("calls") {
  CHECK(expression_tree("count(*)") == "(count *)");
  CHECK(expression_tree("count(DISTINCT a)") == "(count distinct a)");
  CHECK(expression_tree("date.truncate('day', d)") == "(date.truncate 'day' d)");
  CHECK(expression_tree("f()") == "(f)");
  CHECK(expression_tree("limit(1)") == "(limit 1)");
  CHECK(expression_tree("a.b.c(1)") == "(a.b.c 1)");
  CHECK(expression_tree("exists((a)-->())") == "(exists (pattern (a)-[]->()))");
  CHECK(error_of("RETURN f(*)").detail == "UnexpectedSyntax");
}

TEST_CASE("tests of labels, types and normal forms") {
  CHECK(expression_tree("n IS LABELED A|B") == "(is n (A|B))");
  CHECK(expression_tree("n IS NOT LABELED A = true") == "(compare (not (is n A)) = true)");
  CHECK(expression_tree("a IS NFD NORMALIZED") == "(isNormalized a 'NFD')");
  CHECK(expression_tree("a IS NOT NORMALIZED") == "(not (isNormalized a 'NFC'))");
  CHECK(expression_tree("1 + a IS :: INTEGER NOT NULL AND b") == "(and (typed (+ 1 a) 4) b)");
  CHECK(expression_tree("a IS NOT TYPED LIST<INTEGER | STRING>") == "(not-typed a 17)");
  CHECK(expression_tree("trim(LEADING 'x' FROM a)") == "(ltrim a 'x')");
  CHECK(expression_tree("trim('x' FROM a)") == "(trim a 'x')");
  CHECK(expression_tree("normalize(a, nfkc)") == "(normalize a 'NFKC')");
}

TEST_CASE("CASE") {
  CHECK(expression_tree("CASE WHEN a THEN 1 WHEN b THEN 2 ELSE 3 END") == "(case [a 1] [b 2] else 3)");
  CHECK(expression_tree("CASE x WHEN 1 THEN 'a' END") == "(case of x [1 'a'])");
  CHECK(expression_tree("CASE WHEN a THEN end ELSE end END") == "(case [a end] else end)");
}

TEST_CASE("subqueries") {
  CHECK(expression_tree("EXISTS { (a)-->(b) WHERE b.x }") == "(exists (a)-[]->(b) where (. b x))");
  CHECK(expression_tree("COUNT { MATCH (a) RETURN a }") == "(count (match (a)) (return a))");
  CHECK(expression_tree("COLLECT { MATCH (a) RETURN a.x UNION ALL RETURN 1 }") ==
        "(collect (match (a)) (return (. a x)) union-all (return 1))");
  CHECK(expression_tree("EXISTS { MATCH (a)-->() }") == "(exists (match (a)-[]->()))");
  CHECK(expression_tree("EXISTS { p = (a)-->(), (c) }") == "(exists p=(a)-[]->() (c))");
}

TEST_CASE("a parenthesis is a pattern only when a relationship follows") {
  CHECK(tree("MATCH (n) WHERE (n)-->() AND NOT (n)<-[:T]-(m) RETURN n") ==
        "(match (n) where (and (pattern (n)-[]->()) (not (pattern (n)<-[:T]-(m))))) (return n)");
  CHECK(expression_tree("(a)-(b)") == "(- a b)");
  CHECK(expression_tree("(a) - [1, 2][0]") == "(- a (at (list 1 2) 0))");
  CHECK(expression_tree("(1)--(2)") == "(- 1 (minus 2))");
  CHECK(expression_tree("(a) < -1") == "(compare a < -1)");
  CHECK(expression_tree("(a.x)--(b)") == "(- (. a x) (minus b))");
  CHECK(expression_tree("((n {a: 1})-->({b: (m)-->()}) AND true)").rfind("error", 0) == 0);
  CHECK(expression_tree("({a: 1}).a") == "(. {a: 1} a)");
}

TEST_CASE("a pattern is no value") {
  for (const char* text :
       {"MATCH (n) RETURN (n)-[]->()", "MATCH (n) WITH (n)-->() AS x RETURN x",
        "MATCH (n) SET n.prop = head(nodes(head((n)-[:REL]->()))).foo", "MATCH (a), (b) RETURN size((a)-->(b))"}) {
    CHECK(error_of(text).detail == "UnexpectedSyntax");
  }
  CHECK(tree("MATCH (n) RETURN CASE WHEN (n)-->() THEN 1 END") ==
        "(match (n)) (return (case [(pattern (n)-[]->()) 1]))");
}

TEST_CASE("words are names wherever nothing else can be meant") {
  CHECK(tree("MATCH (order:Match)-[limit:SET]->(end) WHERE order.return = limit.where RETURN end, order AS with") ==
        "(match (order:Match)-[limit:SET]->(end) where (compare (. order return) = (. limit where))) "
        "(return end order as with)");
  CHECK(tree("MATCH (n) RETURN n ORDER BY n.order SKIP skip LIMIT limit") ==
        "(match (n)) (return n asc (. n order) skip skip limit limit)");
  CHECK(tree("MATCH (上海:机构 {名称: '光源'}) RETURN 上海.名称 AS 名") ==
        "(match (上海:机构 {名称: '光源'})) (return (. 上海 名称) as 名)");
  CHECK(tree("MATCH\u3000(`a b`) // comment\nRETURN /* inside */ `a b`") == "(match (a b)) (return a b)");
}

TEST_CASE("ranges and column texts are the user's bytes") {
  const std::string text = "RETURN  (a +  b ) * 2 AS x, n . key";
  auto parsed = kith::parser::parse(text);
  REQUIRE(parsed.ok());
  const auto& items =
      std::get<kith::ast::Return>(std::get<kith::ast::RegularQuery*>(parsed->node)->parts[0].clauses[0]->node)
          .projection.items;
  CHECK(items[0].text == "(a +  b ) * 2");
  CHECK(items[1].text == "n . key");
  CHECK(items[0].expression->range == kith::SourceRange{8, 21});
  const auto& product = std::get<kith::ast::BinaryOperator>(items[0].expression->node);
  CHECK(product.left->range == kith::SourceRange{8, 17});
  CHECK(product.operator_range == kith::SourceRange{18, 19});
  CHECK(items[0].alias->range == kith::SourceRange{25, 26});
}
