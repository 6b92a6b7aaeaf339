// parser/parse.cpp: text -> tokens -> tree, and the one place where what the grammar throws becomes an Error.
#include <limits>
#include <new>

#include "parser/grammar/parse_tokens.hpp"
#include "parser/lexer/lexer.hpp"
#include "parser/parser.hpp"

namespace kith::parser {
namespace {

Error syntax_error(std::string message) {
  return Error(ErrorKind::kSyntaxError, std::move(message)).with_detail("UnexpectedSyntax").at_compile_time();
}

Result<ast::Statement> parse_unguarded(std::string_view text) {
  const LexedText lexed = lex(text);
  ast::Statement statement;
  statement.arena = std::make_unique<ast::Arena>();
  ParseState state{text, lexed.tokens.data(), statement.arena.get(), lexed.tokens.data()};
  state.stack_base = static_cast<const char*>(__builtin_frame_address(0));
  try {
    if (!parse_tokens(state, lexed.tokens.data() + lexed.tokens.size(), statement)) {
      if (state.furthest->is(TokenKind::kError)) return *lexed.error;
      return expectation_error(state, lexed.unclosed);
    }
    if (!state.stray_patterns.empty()) {
      refuse(state.stray_patterns.front()->range, "UnexpectedSyntax", "a pattern is not a value here",
             "ask for its existence with `EXISTS { … }`, or for its matches with a comprehension: `[(a)-->(b) | b]`");
    }
    check_composition(statement);
  } catch (Refusal& refusal) {
    return std::move(refusal.error);
  }
  return statement;
}

}  // namespace

Result<ast::Statement> parse(std::string_view text) {
  if (text.size() > std::numeric_limits<std::uint32_t>::max()) {
    return syntax_error("a query is at most 4 GiB long").at({0, 0});
  }
  try {
    return parse_unguarded(text);
  } catch (const std::bad_alloc&) {
    return Error(ErrorKind::kMemoryLimit, "there is not enough memory to parse the query").at_compile_time();
  }
}

}  // namespace kith::parser
