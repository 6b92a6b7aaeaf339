// parser/parser.hpp: text to syntax tree. The grammar is Spirit X3 in parser/grammar/, over the tokens of
// parser/lexer/.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "parser/ast/statement.hpp"

namespace kith::parser {

/// Brackets, subqueries, NOT and signs nest at most this deep, and less where the recursion has used kStackBudget bytes
/// of stack: optimised builds come to 600 levels or more, sanitized ones to about 100. The budget leaves room on 8 MiB.
inline constexpr std::uint32_t kMaxNesting = 1000;
inline constexpr std::size_t kStackBudget = std::size_t{3} << 20;

/// Chains are left-deep in BinaryOperator, PropertyAccess and the like. The tree of one expression, chains and nesting
/// together, is at most about this high; AND, OR, XOR, comparisons and lists are flat and have no limit.
inline constexpr std::uint32_t kMaxExpressionHeight = 4000;

/// Queries that one statement or subquery may chain with NEXT: each is a subquery of the next.
inline constexpr std::uint32_t kMaxChainedQueries = 500;

/// Words, literals and symbols of one statement. Each takes about 260 bytes until the statement is planned.
inline constexpr std::size_t kMaxTokens = 4'000'000;

/// Parses one statement; a single trailing `;` is allowed.
/// Errors: kSyntaxError at compile time with `where` set and what was expected there, detail as the TCK names it
/// (UnexpectedSyntax, InvalidNumberLiteral, IntegerOverflow, FloatingPointOverflow, InvalidUnicodeLiteral, ...);
/// invalid UTF-8; nesting beyond the stack budget. Cost: linear in the text. Threads: any number at once.
Result<ast::Statement> parse(std::string_view text);

/// Splits a script at semicolons outside strings, comments and back-ticks; empty statements are dropped.
/// Ranges are bytes of `script`. A statement still open at the end is returned as it stands.
std::vector<SourceRange> split_statements(std::string_view script);

/// True when `text` ends inside a string, comment, back-ticked name or bracket, or lacks its final `;`: the shell reads
/// on.
bool is_incomplete(std::string_view text);

}  // namespace kith::parser
