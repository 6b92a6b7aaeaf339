// tests/reference/printer.hpp: a syntax tree as text again.
#pragma once

#include <string>

#include "parser/ast/statement.hpp"

namespace kith::reference {

/// A text that parses to the same tree, with more parentheses than needed. Errors: kUnsupported, for forms that
/// generated queries do not have.
Result<std::string> print(const ast::Statement& statement);

/// Parts of it, for those who build new queries from old ones. Throw Error (kUnsupported).
std::string print(const ast::Expression& expression);
std::string print(const ast::PatternPart& part);
std::string print(const ast::Clause& clause);
std::string print(const ast::RegularQuery& query);

}  // namespace kith::reference
