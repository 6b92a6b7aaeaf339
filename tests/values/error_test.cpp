// tests/values/error_test.cpp: where an error is, and how it reads.
#include <catch2/catch.hpp>
#include <string>

#include <kith/display_width.hpp>
#include <kith/error.hpp>
#include <kith/gqlstatus.hpp>

using namespace kith;

namespace {

Error error_at(std::string_view text, std::uint32_t begin, std::uint32_t end) {
  Error error = Error(ErrorKind::kSyntaxError, "`x` is not defined").with_detail("UndefinedVariable").at({begin, end});
  locate(error, text);
  return error;
}

/// The column, counted from 0 in columns of a terminal, at which the caret stands.
std::size_t caret_column(const std::string& shown) { return shown.substr(shown.rfind('\n') + 1).find('^'); }

}  // namespace

TEST_CASE("an error names its line and column in code points") {
  const std::string text = "MATCH (n)\r\nRETURN '\xE6\xB0\xB4' + x\nLIMIT 1";
  const auto offset = static_cast<std::uint32_t>(text.find('x'));
  const Error error = error_at(text, offset, offset + 1);
  CHECK(error.line == 2);
  CHECK(error.column == 14);
  CHECK(error.source_line == "RETURN '\xE6\xB0\xB4' + x");
}

TEST_CASE("an error at the end of the text stands behind its last character") {
  const Error error = error_at("RETURN", 6, 6);
  CHECK(error.line == 1);
  CHECK(error.column == 7);
  CHECK(to_display_string(error) ==
        "42N62 SyntaxError (UndefinedVariable): `x` is not defined\n  1 | RETURN\n    |       ^");
}

TEST_CASE("an error shows kind, detail, message, line, caret and hint") {
  Error error = error_at("MATCH (y) RETURN x.n", 17, 18);
  error.hint = "in scope: y";
  CHECK(to_display_string(error) ==
        "42N62 SyntaxError (UndefinedVariable): `x` is not defined\n"
        "  1 | MATCH (y) RETURN x.n\n"
        "    |                  ^\n"
        "  in scope: y");
}

TEST_CASE("the caret counts wide characters as two columns and combining marks as none") {
  CHECK(caret_column(to_display_string(error_at("'\xE6\xB0\xB4' x", 6, 7))) == 6 + 5);
  CHECK(caret_column(to_display_string(error_at("'e\xCC\x81' x", 6, 7))) == 6 + 4);
  CHECK(caret_column(to_display_string(error_at("\tx", 1, 2))) == 6 + 1);
}

TEST_CASE("the column counts characters as the user sees them") {
  const auto column = [](std::string text) {
    const auto offset = static_cast<std::uint32_t>(text.find('x'));
    const Error error = error_at(text, offset, offset + 1);
    CHECK(error.source_line.substr(character_offset(error.source_line, error.column - 1), 1) == "x");
    return error.column;
  };
  CHECK(column("\xE4\xB8\x8A\xE6\xB5\xB7 x") == 4);
  CHECK(column("e\xCC\x81 x") == 3);                                     // a letter and its accent
  CHECK(column("\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x91\xA7 x") == 3);  // two people joined into a family
  CHECK(column("\xF0\x9F\x87\xA8\xF0\x9F\x87\xB3 x") == 3);              // the two letters of a flag
  CHECK(column("\xEA\xB0\x81 x") == 3);
  CHECK(count_characters("") == 0);
  CHECK(character_offset("ab", 7) == 2);
  CHECK(character_offset("\xE4\xB8\x8A", 7) == 3);
}

TEST_CASE("every kind and detail has a GQLSTATUS code of five characters") {
  for (const GqlStatusRow& row : gqlstatus_table()) {
    INFO(to_string(row.kind) << " " << row.detail);
    CHECK(row.status.code.size() == 5);
    CHECK(row.status.code.find_first_not_of("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ") == std::string_view::npos);
    CHECK_FALSE(row.status.condition.empty());
    Error error(row.kind, "");
    error.detail = row.detail;
    CHECK(gqlstatus(error).code == row.status.code);
    error.detail = "NoSuchDetail";
    CHECK_FALSE(gqlstatus(error).code.empty());
  }
  CHECK(gqlstatus(Error(ErrorKind::kSyntaxError, "").with_detail("UndefinedVariable")).code == "42N62");
  CHECK(gqlstatus(Error(ErrorKind::kArithmeticError, "").with_detail("DivisionByZero")).code == "22012");
  CHECK(gqlstatus(Error(ErrorKind::kInternal, "")).code == "50N00");
}

TEST_CASE("a long line is cut around the error") {
  const std::string text = std::string(500, 'a') + " x " + std::string(500, 'b');
  const std::string shown = to_display_string(error_at(text, 501, 502));
  const std::size_t line_begin = shown.find('\n') + 1;
  const std::string line = shown.substr(line_begin, shown.find('\n', line_begin) - line_begin);
  CHECK(display_width(line) <= 106);
  CHECK(line[caret_column(shown)] == 'x');
  CHECK(line.substr(0, 9) == "  1 | ...");
  CHECK(line.substr(line.size() - 3) == "...");
}

TEST_CASE("a long line of wide characters is cut between characters") {
  std::string text;
  for (int i = 0; i < 200; ++i) text += "\xE6\xB0\xB4";
  text += "x";
  const std::string shown = to_display_string(error_at(text, 600, 601));
  const std::size_t line_begin = shown.find('\n') + 1;
  const std::string line = shown.substr(line_begin, shown.find('\n', line_begin) - line_begin);
  CHECK(line.back() == 'x');
  CHECK(caret_column(shown) + 1 == display_width(line));
}

TEST_CASE("errors of files read as sentences") {
  CHECK(to_display_string(Error(ErrorKind::kIo, "cannot open '/data/kg': no such directory")) ==
        "cannot open '/data/kg': no such directory");
}

TEST_CASE("display width") {
  CHECK(display_width("abc") == 3);
  CHECK(display_width("\xE6\xB0\xB4\xE7\x81\xAB") == 4);
  CHECK(display_width("\xF0\x9F\x90\x9F") == 2);
  CHECK(display_width("e\xCC\x81") == 1);
  CHECK(display_width("\xFF\xFE") == 2);
  CHECK(display_width("") == 0);
  CHECK(count_code_points("a\xE6\xB0\xB4\xF0\x9F\x90\x9F") == 3);
}
