// parser/grammar/value_type.hpp: the types of `x IS :: INTEGER NOT NULL`. No Boost include.
#pragma once

#include "parser/grammar/parse_state.hpp"

namespace kith::parser {

/// The type at `token`, which moves past it. Unions by `|` are not taken when `|` ends an expression here.
/// Refuses: what is no type, and types nested deeper than queries may.
ast::ValueType take_value_type(const Token*& token, const ParseState& state);

}  // namespace kith::parser
