// cli/completion.cpp: see the header.
#include "cli/completion.hpp"

#include <cctype>

#include <kith/administration.hpp>

namespace kith::cli {
namespace {

/// The first column of a SHOW command.
void add_names(Connection& connection, std::string_view command, std::vector<std::string>& words) {
  const Result<QueryResult> rows = connection.try_query(command);
  if (!rows.ok()) return;
  for (std::size_t row = 0; row < rows->num_rows(); ++row) words.push_back(rows->at(row, 0).as_string());
}

std::vector<std::string> keywords() {
  return {"MATCH",
          "OPTIONAL MATCH",
          "WHERE",
          "RETURN",
          "WITH",
          "UNWIND",
          "LET",
          "FILTER",
          "FINISH",
          "LOAD CSV",
          "ORDER BY",
          "SKIP",
          "LIMIT",
          "DISTINCT",
          "AS",
          "CREATE",
          "MERGE",
          "SET",
          "REMOVE",
          "DELETE",
          "DETACH",
          "ON CREATE SET",
          "ON",
          "FOREACH",
          "CALL",
          "OPTIONAL CALL",
          "IN TRANSACTIONS",
          "YIELD",
          "UNION ALL",
          "UNION",
          "EXCEPT",
          "INTERSECT",
          "NEXT",
          "AND",
          "OR",
          "XOR",
          "NOT",
          "IN",
          "STARTS WITH",
          "ENDS WITH",
          "CONTAINS",
          "IS NULL",
          "IS NOT NULL",
          "CASE",
          "WHEN",
          "THEN",
          "ELSE",
          "END",
          "EXISTS",
          "COUNT",
          "COLLECT",
          "EXPLAIN",
          "PROFILE",
          "SHOW INDEXES",
          "SHOW CONSTRAINTS",
          "SHOW FUNCTIONS",
          "SHOW PROCEDURES",
          "INDEX",
          "CONSTRAINT",
          "DROP",
          "FOR",
          "REQUIRE",
          "IS UNIQUE",
          "true",
          "false",
          "null"};
}

}  // namespace

std::vector<std::string> shell_commands() {
  return {":help", ":schema", ":source", ":param",    ":params", ":format", ":width",
          ":rows", ":begin",  ":commit", ":rollback", ":clear",  ":quit",   ":exit"};
}

std::vector<std::string> completions(const Database& database, std::string_view line) {
  std::size_t begin = line.size();
  const auto is_word = [](unsigned char c) { return std::isalnum(c) != 0 || c == '_' || c >= 0x80; };
  while (begin > 0 && is_word(static_cast<unsigned char>(line[begin - 1]))) --begin;
  const char before = begin == 0 ? '\0' : line[begin - 1];
  std::vector<std::string> words;
  if (before == ':' && line.substr(0, begin - 1).find_first_not_of(" \t") == std::string_view::npos) {
    for (const std::string& command : shell_commands()) words.push_back(command.substr(1));
    return words;
  }
  if (before == ':' || before == '|' || before == '.') {
    const Result<DatabaseSummary> summary = summarize(database);
    if (!summary.ok()) return words;
    if (before == '.') return summary->property_keys;
    for (const auto* const names : {&summary->labels, &summary->relationship_types}) {
      for (const NamedCount& name : *names) words.push_back(name.name);
    }
    return words;
  }
  words = keywords();
  Connection connection = database.connect();
  add_names(connection, "SHOW FUNCTIONS", words);
  add_names(connection, "SHOW PROCEDURES", words);
  return words;
}

}  // namespace kith::cli
