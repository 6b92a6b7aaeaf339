// parser/parser.hpp: text to syntax tree. The grammar is Spirit X3 in parser/grammar/, over the tokens of parser/lexer/.
#pragma once

#include <string_view>

#include "parser/ast/statement.hpp"

namespace kith::parser {

/// Parses one statement; a single trailing `;` is allowed.
/// Errors: kSyntaxError at compile time with `where` set and what was expected there, detail as the TCK names it
/// (UnexpectedSyntax, InvalidNumberLiteral, IntegerOverflow, FloatingPointOverflow, InvalidUnicodeLiteral, ...); invalid
/// UTF-8; nesting beyond the stack budget. Cost: linear in the text. Threads: any number at once.
Result<ast::Statement> parse(std::string_view text);

/// Splits a script at top-level semicolons (strings, comments and back-ticks respected); empty statements are dropped.
/// Ranges are bytes of `script`. A statement still open at the end is returned as it stands.
std::vector<SourceRange> split_statements(std::string_view script);

/// True when `text` ends inside a string, comment, back-ticked name or bracket, or lacks its final `;`: the shell reads on.
bool is_incomplete(std::string_view text);

}  // namespace kith::parser
