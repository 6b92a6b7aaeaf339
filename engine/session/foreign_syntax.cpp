// engine/session/foreign_syntax.cpp: a table of beginnings.
#include "engine/session/foreign_syntax.hpp"

#include <array>
#include <cctype>

namespace kith::engine {
namespace {

/// The text in upper case, blanks as one space each, as far as a form needs it.
std::string normalized(std::string_view text) {
  constexpr std::size_t kLongestForm = 32;
  std::string out;
  for (const char c : text) {
    if (out.size() == kLongestForm) break;
    if (std::isspace(static_cast<unsigned char>(c)) == 0) {
      out += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    } else if (!out.empty() && out.back() != ' ') {
      out += ' ';
    }
  }
  return out;
}

struct Form {
  std::string_view beginning, hint;
};

/// Of the text from where the error is.
constexpr std::array<Form, 12> kForms{{
    {"USING PERIODIC", "write LOAD CSV ... CALL (row) { ... } IN TRANSACTIONS OF 1000 ROWS"},
    {"USING ", "there are no planner hints; an index is used where it helps, and EXPLAIN shows it"},
    {"FULLTEXT ", "there are no full-text indexes; CONTAINS and =~ search without one"},
    {"TEXT INDEX", "CREATE INDEX without TEXT serves STARTS WITH, too"},
    {"RANGE INDEX", "leave out RANGE: every index is one"},
    {"VECTOR ", "there are no vector indexes"},
    {"POINT INDEX", "there are no points, and no indexes of them"},
    {"NODE KEY", "make two constraints: IS UNIQUE and IS NOT NULL"},
    {"RELATIONSHIP KEY", "make two constraints: IS UNIQUE and IS NOT NULL"},
    {"BEGIN", ":begin opens a transaction in the shell, Connection::begin() in a program"},
    {"COMMIT", ":commit ends a transaction in the shell, Transaction::commit() in a program"},
    {"ROLLBACK", ":rollback ends a transaction in the shell, Transaction::rollback() in a program"},
}};

}  // namespace

std::string hint_for_foreign_syntax(std::string_view text, const Error& error) {
  if (error.kind != ErrorKind::kSyntaxError || !error.where || error.where->begin > text.size()) return {};
  const std::string statement = normalized(text);
  if (statement.starts_with("CREATE INDEX ON ") || statement.starts_with("CREATE INDEX ON:")) {
    return "write CREATE INDEX FOR (n:Label) ON (n.key)";
  }
  if (statement.starts_with("DROP INDEX ON")) return "an index is dropped by its name, which SHOW INDEXES tells";
  const std::string here = normalized(text.substr(error.where->begin));
  for (const Form& form : kForms) {
    if (here.starts_with(form.beginning)) return std::string(form.hint);
  }
  return {};
}

}  // namespace kith::engine
