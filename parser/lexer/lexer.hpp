// parser/lexer/lexer.hpp: text to tokens. UTF-8 is checked here, once.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "parser/lexer/token.hpp"

namespace kith::parser {

struct LexedText {
  std::vector<Token> tokens;            ///< Ends with kEnd, or with kError where lexing stopped.
  std::optional<Error> error;           ///< Set when the last token is kError.
  std::vector<std::uint32_t> unclosed;  ///< Indices of opening brackets without a partner, in order.
};

/// Requires text.size() <= 2^32 - 1. Whitespace is openCypher's, so the ideographic space separates tokens. Identifiers
/// are Unicode's (XID_Start, XID_Continue), so Chinese names need no back-ticks and full-width punctuation is no part
/// of them. Cost: linear.
LexedText lex(std::string_view text);

}  // namespace kith::parser
