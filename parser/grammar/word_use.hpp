// parser/grammar/word_use.hpp: where a word is a name and where a keyword, and the values of tokens. No Boost include.
#pragma once

#include "parser/grammar/parse_state.hpp"

namespace kith::parser {

/// Labels, types, keys and what follows AS: any word at all.
bool is_any_word(const Token* token);

/// A variable that a pattern or a clause introduces: any word but those that begin clauses or join expressions.
bool is_new_variable(const Token* token);

/// A variable in an expression: as above, and words such as LIMIT or ORDER only when what follows cannot be their
/// operand, so that `order.total` is a property while `ORDER BY` is not.
bool is_used_variable(const Token* token);

/// Whether an expression may start here, as far as the token alone tells; `[` and signs are left out, since they may
/// follow a variable.
bool may_start_operand(const Token& token);

/// The name of an index or constraint: any word but the next words of the command.
bool is_schema_name(const Token* token);

/// One past `a.b.c`, or `token` when no name starts there.
const Token* end_of_dotted_name(const Token* token);

/// One past `a.b.c` when `(` follows and the first word may name a function; else `token`.
const Token* end_of_function_name(const Token* token);

/// True at a `(` that may start a node pattern with a relationship after it. Cost: constant, by the matched brackets.
bool starts_relationship_pattern(const Token* token, const ParseState& state);

/// `name =`
bool starts_named_path(const Token* token);
/// `shortestPath(` or `allShortestPaths(`
bool starts_shortest_path(const Token* token);

ast::Name name_of(const Token& token, std::string_view text);
ast::Name dotted_name(const Token* first, const Token* end, std::string_view text);

/// The literal at `token`, which moves past it, or null. Refuses: IntegerOverflow, FloatingPointOverflow,
/// InvalidNumberLiteral.
ast::Expression* take_literal(const Token*& token, ParseState& state);
ast::Expression* take_negative_number(const Token*& token, ParseState& state);
/// A literal or a variable that is an expression of its own because `,`, `)`, `]` or `}` follows; else null. Most of
/// what long inputs consist of need not climb down the ladder of operators.
ast::Expression* take_lone_operand(const Token*& token, ParseState& state);
std::int64_t whole_number(const Token& token, std::string_view text);

}  // namespace kith::parser
