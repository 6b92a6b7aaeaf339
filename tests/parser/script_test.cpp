// tests/parser/script_test.cpp: where statements end in a script, and when a shell reads on.
#include <catch2/catch.hpp>

#include "parser/parser.hpp"

using kith::parser::is_incomplete;
using kith::parser::split_statements;

namespace {

std::vector<std::string> split(std::string_view script) {
  std::vector<std::string> out;
  for (const auto range : split_statements(script))
    out.emplace_back(script.substr(range.begin, range.end - range.begin));
  return out;
}

}  // namespace

TEST_CASE("a script is split at its semicolons") {
  using Texts = std::vector<std::string>;
  CHECK(split("RETURN 1; RETURN 2") == Texts{"RETURN 1", "RETURN 2"});
  CHECK(split(" ;; \n; RETURN 1 ;") == Texts{"RETURN 1"});
  CHECK(split("RETURN ';'; RETURN \"a;\\\";\";") == Texts{"RETURN ';'", "RETURN \"a;\\\";\""});
  CHECK(split("MATCH (`a;``b`) RETURN 1; // c;\n/* ; */ RETURN 2 /* x */;") ==
        Texts{"MATCH (`a;``b`) RETURN 1", "RETURN 2"});
  CHECK(split("RETURN 'open; RETURN 2") == Texts{"RETURN 'open; RETURN 2"});
  CHECK(split("").empty());
  CHECK(split("// only a comment").empty());
}

TEST_CASE("the shell reads on until a statement ends") {
  for (const char* text : {"", "RETURN 1", "RETURN 'a;", "RETURN `a;", "RETURN 1; /* x", "RETURN (1;",
                           "RETURN 1; RETURN", "RETURN 1 // ;"}) {
    INFO(text);
    CHECK(is_incomplete(text));
  }
  for (const char* text : {"RETURN 1;", "RETURN 1; // done", "RETURN ')';  ", "RETURN 1) ;", ";"}) {
    INFO(text);
    CHECK_FALSE(is_incomplete(text));
  }
}
