// tests/parser/tree_printer.hpp: a syntax tree as an s-expression, so that a test shows the shape it means.
#pragma once

#include <string>

#include "parser/parser.hpp"

namespace kith::test {

std::string print(const ast::Expression* expression);
std::string print(const ast::LabelExpression* labels);
std::string print(const ast::PatternPart& part);
std::string print(const ast::RegularQuery& query);
std::string print(const ast::Statement& statement);

/// The tree of `text`, or "error: message".
std::string tree(std::string_view text);

/// The tree of the first item of RETURN `text`.
std::string expression_tree(std::string_view text);

/// The error of `text`: kind and message are checked to be there. A text that parses fails the test.
Error error_of(std::string_view text);

}  // namespace kith::test
