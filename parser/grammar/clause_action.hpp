// parser/grammar/clause_action.hpp: how the value of a clause's rule becomes a Clause of the tree.
#pragma once

#include "parser/grammar/rules.hpp"

namespace kith::parser {

/// The range is set by spanned[] around.
inline constexpr auto as_clause = [](auto& ctx) {
  x3::_val(ctx) = &state_of(ctx).arena->clauses.emplace_back(ast::Clause{{}, std::move(x3::_attr(ctx))});
};

}  // namespace kith::parser
