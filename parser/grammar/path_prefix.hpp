// parser/grammar/path_prefix.hpp: the words before a pattern: match modes, path selectors and path modes. No Boost
// include.
#pragma once

#include "parser/grammar/parse_state.hpp"

namespace kith::parser {

/// `SHORTEST 2 TRAIL PATHS GROUPS`, `ANY`, `ALL SHORTEST`, `ACYCLIC` ... before a path.
bool starts_path_prefix(const Token* token);
/// Takes it. Refuses: a k that is no positive whole number.
ast::PathPrefix take_path_prefix(const Token*& token, ParseState& state);

/// `DIFFERENT RELATIONSHIPS` or `REPEATABLE ELEMENTS` before the patterns of a MATCH: how many tokens it takes, 0 when
/// there is none.
int match_mode_at(const Token* token, ast::MatchMode& mode);

}  // namespace kith::parser
