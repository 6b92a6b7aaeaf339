// engine/session/script.cpp: the public face of the parser's knowledge of statement ends.
#include <kith/script.hpp>

#include "parser/parser.hpp"

namespace kith {

std::vector<std::string_view> split_statements(std::string_view script) {
  std::vector<std::string_view> statements;
  for (const SourceRange range : parser::split_statements(script)) {
    statements.push_back(script.substr(range.begin, range.end - range.begin));
  }
  return statements;
}

bool is_complete(std::string_view text) { return !parser::is_incomplete(text); }

}  // namespace kith
