// parser/grammar/parse_tokens.hpp: the grammar's one entry. No Boost include.
#pragma once

#include "parser/grammar/parse_state.hpp"

namespace kith::parser {

/// Parses state.tokens, which end before `end`, into `out`. False: state.furthest says where and what was expected.
/// Throws Refusal.
bool parse_tokens(ParseState& state, const Token* end, ast::Statement& out);

}  // namespace kith::parser
