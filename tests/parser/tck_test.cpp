// tests/parser/tck_test.cpp: every query of the openCypher TCK parses, unless its scenario asks for a SyntaxError. The
// features are not part of this repository: KITH_TCK_DIR names them.
#include <catch2/catch.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <set>

#include "parser/parser.hpp"

namespace {

struct Query {
  std::string text;
  std::string scenario;
  std::string expected_detail;  ///< Of a SyntaxError; empty when the scenario expects none.
};

using Row = std::vector<std::string>;

std::string trimmed(const std::string& line) {
  const auto begin = line.find_first_not_of(" \t\r");
  return begin == std::string::npos ? "" : line.substr(begin, line.find_last_not_of(" \t\r") - begin + 1);
}

Row cells_of(const std::string& line) {
  Row cells;
  std::string cell;
  for (std::size_t i = 1; i < line.size(); ++i) {
    if (line[i] == '\\' && i + 1 < line.size() && (line[i + 1] == '|' || line[i + 1] == '\\')) {
      cell += line[++i];
    } else if (line[i] == '|') {
      cells.push_back(trimmed(cell));
      cell.clear();
    } else {
      cell += line[i];
    }
  }
  return cells;
}

std::string filled_in(std::string text, const Row& names, const Row& values) {
  for (std::size_t i = 0; i < names.size() && i < values.size(); ++i) {
    const std::string mark = "<" + names[i] + ">";
    for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark, at + values[i].size())) {
      text.replace(at, mark.size(), values[i]);
    }
  }
  return text;
}

/// The queries of one feature file, outlines filled in with each of their examples.
std::vector<Query> queries_of(const std::filesystem::path& path) {
  std::ifstream in(path);
  std::vector<Query> out;
  std::vector<Query> scenario;
  std::string title;
  std::string detail;
  std::string line;
  std::string step;
  std::vector<Row> examples;
  bool in_examples = false;
  const auto finish = [&] {
    if (!scenario.empty()) scenario.back().expected_detail = detail;
    for (const Query& query : scenario) {
      if (examples.empty()) out.push_back(query);
      for (std::size_t i = 1; i < examples.size(); ++i) {
        out.push_back({filled_in(query.text, examples[0], examples[i]), query.scenario,
                       filled_in(query.expected_detail, examples[0], examples[i])});
      }
    }
    scenario.clear();
    examples.clear();
    detail.clear();
    in_examples = false;
  };
  while (std::getline(in, line)) {
    const std::string text = trimmed(line);
    if (text.rfind("Scenario", 0) == 0 || text.rfind("Background", 0) == 0) {
      finish();
      title = path.filename().string() + ": " + text;
    } else if (text == "\"\"\"") {
      std::string body;
      while (std::getline(in, line) && trimmed(line) != "\"\"\"") body += line + "\n";
      if (step.find("execut") != std::string::npos) scenario.push_back({body, title, ""});
    } else if (text.rfind("Examples", 0) == 0) {
      in_examples = true;
    } else if (in_examples && text.rfind("|", 0) == 0) {
      examples.push_back(cells_of(text));
    } else if (text.find("SyntaxError should be raised at compile time: ") != std::string::npos) {
      detail = text.substr(text.rfind(' ') + 1);
    }
    if (!text.empty() && text[0] != '#') step = text;
  }
  finish();
  return out;
}

}  // namespace

TEST_CASE("the queries of the TCK parse") {
  const char* const directory = std::getenv("KITH_TCK_DIR");
  if (directory == nullptr || !std::filesystem::is_directory(directory)) {
    std::cout << "skipped: KITH_TCK_DIR does not name the TCK's features\n";
    return;
  }
  // Errors that the parser itself must notice; of the others it may leave all to the binder.
  const std::set<std::string> own = {
      "UnexpectedSyntax",           "InvalidNumberLiteral",  "IntegerOverflow",
      "FloatingPointOverflow",      "InvalidUnicodeLiteral", "InvalidUnicodeCharacter",
      "InvalidRelationshipPattern", "InvalidParameterUse",   "InvalidArgumentPassingMode"};
  std::size_t num_queries = 0;
  std::size_t num_errors = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(directory)) {
    if (entry.path().extension() != ".feature") continue;
    for (const Query& query : queries_of(entry.path())) {
      ++num_queries;
      auto parsed = kith::parser::parse(query.text);
      INFO(query.scenario << "\n" << query.text);
      if (!parsed.ok()) {
        INFO(parsed.error().message);
        ++num_errors;
        CHECK(parsed.error().kind == kith::ErrorKind::kSyntaxError);
        CHECK(parsed.error().detail == query.expected_detail);
      } else {
        CHECK(own.count(query.expected_detail) == 0);
      }
    }
  }
  std::cout << num_queries << " queries of the TCK, " << num_errors << " refused by the parser as expected\n";
  CHECK(num_queries > 0);
}
