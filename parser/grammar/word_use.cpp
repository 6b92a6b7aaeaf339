// parser/grammar/word_use.cpp: where a word is a name and where a keyword, and the values of tokens.
#include "parser/grammar/word_use.hpp"

#include <fmt/format.h>

#include "parser/lexer/literal.hpp"

namespace kith::parser {
namespace {

/// Words that begin a clause or join expressions: as variables they would make the next clause unreadable.
bool is_reserved(Keyword keyword) {
  switch (keyword) {
    case Keyword::kAnd:
    case Keyword::kAs:
    case Keyword::kCase:
    case Keyword::kCreate:
    case Keyword::kDelete:
    case Keyword::kDetach:
    case Keyword::kDistinct:
    case Keyword::kElse:
    case Keyword::kFalse:
    case Keyword::kIn:
    case Keyword::kIs:
    case Keyword::kMatch:
    case Keyword::kMerge:
    case Keyword::kNot:
    case Keyword::kNull:
    case Keyword::kOr:
    case Keyword::kRemove:
    case Keyword::kReturn:
    case Keyword::kThen:
    case Keyword::kTrue:
    case Keyword::kUnion:
    case Keyword::kUnwind:
    case Keyword::kWhen:
    case Keyword::kWhere:
    case Keyword::kWith:
    case Keyword::kXor:
      return true;
    default:
      return false;
  }
}

/// Words that are keywords when an operand follows.
bool takes_operand(Keyword keyword) {
  switch (keyword) {
    case Keyword::kCall:
    case Keyword::kDrop:
    case Keyword::kForeach:
    case Keyword::kLimit:
    case Keyword::kOptional:
    case Keyword::kOrder:
    case Keyword::kSet:
    case Keyword::kShow:
    case Keyword::kSkip:
    case Keyword::kYield:
      return true;
    default:
      return false;
  }
}

bool joins_expressions(Keyword keyword) {
  switch (keyword) {
    case Keyword::kAnd:
    case Keyword::kAs:
    case Keyword::kContains:
    case Keyword::kEnds:
    case Keyword::kIn:
    case Keyword::kIs:
    case Keyword::kOr:
    case Keyword::kStarts:
    case Keyword::kXor:
      return true;
    default:
      return false;
  }
}

Keyword keyword_of(const Token& token) {
  return token.is(TokenKind::kWord) ? static_cast<Keyword>(token.id) : Keyword::kNone;
}

Error moved_to(Error error, SourceRange range) { return std::move(error).at(range); }

[[noreturn]] void refuse_number(const Token& token, std::string_view text) {
  const std::string_view written = token.text_in(text);
  const bool leading_zero = written.size() > 1 && written.find_first_not_of("0123456789") == std::string_view::npos;
  refuse(token.range, "InvalidNumberLiteral", fmt::format("`{}` is not a number", written),
         leading_zero ? "octal numbers start with `0o`" : "");
}

ast::Expression* make_integer(const Token& token, bool negative, SourceRange range, ParseState& state) {
  auto value = integer_value(token.text_in(state.text), negative);
  if (!value.ok()) throw Refusal{moved_to(std::move(value).error(), range)};
  return state.make(ast::IntegerLiteral{*value}, range);
}

ast::Expression* make_float(const Token& token, bool negative, SourceRange range, ParseState& state) {
  auto value = float_value(token.text_in(state.text));
  if (!value.ok()) throw Refusal{moved_to(std::move(value).error(), range)};
  return state.make(ast::FloatLiteral{negative ? -*value : *value}, range);
}

}  // namespace

void refuse(SourceRange where, std::string detail, std::string message, std::string hint) {
  throw Refusal{Error(ErrorKind::kSyntaxError, std::move(message))
                    .with_detail(std::move(detail))
                    .with_hint(std::move(hint))
                    .at(where)
                    .at_compile_time()};
}

bool may_start_operand(const Token& token) {
  switch (token.kind) {
    case TokenKind::kWord: {
      const auto keyword = static_cast<Keyword>(token.id);
      return !joins_expressions(keyword) && !takes_operand(keyword) &&
             (!is_reserved(keyword) || keyword == Keyword::kNot || keyword == Keyword::kCase ||
              keyword == Keyword::kMatch);
    }
    case TokenKind::kQuotedWord:
    case TokenKind::kString:
    case TokenKind::kInteger:
    case TokenKind::kFloat:
    case TokenKind::kMalformedNumber:
    case TokenKind::kParameter:
      return true;
    default:
      return token.is(Symbol::kLeftParenthesis) || token.is(Symbol::kLeftBrace);
  }
}

bool is_any_word(const Token* token) { return token->is_name(); }

bool is_new_variable(const Token* token) { return token->is_name() && !is_reserved(keyword_of(*token)); }

bool is_used_variable(const Token* token) {
  if (!is_new_variable(token)) return false;
  return !takes_operand(keyword_of(*token)) || !may_start_operand(token[1]);
}

bool is_schema_name(const Token* token) {
  if (!token->is_name()) return false;
  const Keyword keyword = keyword_of(*token);
  if (keyword == Keyword::kIf) return !token[1].is(Keyword::kNot) && !token[1].is(Keyword::kExists);
  return keyword != Keyword::kFor && keyword != Keyword::kOn;
}

const Token* end_of_dotted_name(const Token* token) {
  if (!token->is_name()) return token;
  ++token;
  while (token->is(Symbol::kDot) && token[1].is_name()) token += 2;
  return token;
}

const Token* end_of_function_name(const Token* token) {
  if (!token->is_name() || is_reserved(keyword_of(*token))) return token;
  const Token* end = end_of_dotted_name(token);
  return end->is(Symbol::kLeftParenthesis) ? end : token;
}

bool starts_relationship_pattern(const Token* token, const ParseState& state) {
  if (!token->is(Symbol::kLeftParenthesis) || token->match == 0) return false;
  const auto may_follow_variable = [](const Token& next) {
    return next.is(Symbol::kRightParenthesis) || next.is(Symbol::kColon) || next.is(Symbol::kLeftBrace) ||
           next.is(TokenKind::kParameter) || next.is(Keyword::kWhere) || next.is(Keyword::kIs);
  };
  if (!may_follow_variable(token[1]) && !(token[1].is_name() && may_follow_variable(token[2]))) return false;
  const Token* after = state.tokens + token->match + 1;
  if (after->is(Symbol::kLess)) ++after;
  return after->is(Symbol::kMinus) && (after[1].is(Symbol::kMinus) || after[1].is(Symbol::kLeftBracket));
}

bool starts_named_path(const Token* token) { return token->is_name() && token[1].is(Symbol::kEqual); }

bool starts_shortest_path(const Token* token) {
  return (token->is(Keyword::kShortestPath) || token->is(Keyword::kAllShortestPaths)) &&
         token[1].is(Symbol::kLeftParenthesis);
}

ast::Name name_of(const Token& token, std::string_view text) {
  const std::string_view written = token.text_in(text);
  return {token.is(TokenKind::kQuotedWord) ? quoted_word_value(written) : std::string(written), token.range};
}

ast::Name dotted_name(const Token* first, const Token* end, std::string_view text) {
  ast::Name name = name_of(*first, text);
  for (const Token* part = first + 2; part < end; part += 2) {
    name.text += '.';
    name.text += name_of(*part, text).text;
  }
  name.range.end = end[-1].range.end;
  return name;
}

ast::Expression* take_literal(const Token*& token, ParseState& state) {
  const Token& here = *token;
  ast::Expression* node = nullptr;
  switch (here.kind) {
    case TokenKind::kInteger:
      node = make_integer(here, false, here.range, state);
      break;
    case TokenKind::kFloat:
      node = make_float(here, false, here.range, state);
      break;
    case TokenKind::kMalformedNumber:
      refuse_number(here, state.text);
    case TokenKind::kString: {
      ast::StringLiteral string;
      if (Status status = append_string_value(here.text_in(state.text), string.value); !status.ok()) {
        throw Refusal{moved_to(std::move(status).error(), here.range)};
      }
      node = state.make(std::move(string), here.range);
      break;
    }
    case TokenKind::kParameter: {
      const std::string_view name = here.text_in(state.text).substr(1);
      node = state.make(ast::Parameter{name.front() == '`' ? quoted_word_value(name) : std::string(name)}, here.range);
      break;
    }
    case TokenKind::kWord:
      // A key such as `true` in `{true: 1}` never comes here; `true.x` and `null()` make no sense either way.
      if (here.is(Keyword::kTrue)) node = state.make(ast::BooleanLiteral{true}, here.range);
      if (here.is(Keyword::kFalse)) node = state.make(ast::BooleanLiteral{false}, here.range);
      if (here.is(Keyword::kNull)) node = state.make(ast::NullLiteral{}, here.range);
      break;
    default:
      break;
  }
  if (node != nullptr) ++token;
  return node;
}

ast::Expression* take_negative_number(const Token*& token, ParseState& state) {
  if (!token->is(Symbol::kMinus) || !token[1].is_number()) return nullptr;
  const Token& number = token[1];
  if (number.is(TokenKind::kMalformedNumber)) refuse_number(number, state.text);
  const SourceRange range{token->range.begin, number.range.end};
  ast::Expression* const node = number.is(TokenKind::kInteger) ? make_integer(number, true, range, state)
                                                               : make_float(number, true, range, state);
  token += 2;
  return node;
}

ast::Expression* take_lone_operand(const Token*& token, ParseState& state) {
  const auto ends_operand = [](const Token& next) {
    return next.is(Symbol::kComma) || next.is(Symbol::kRightParenthesis) || next.is(Symbol::kRightBracket) ||
           next.is(Symbol::kRightBrace);
  };
  if (token->is(Symbol::kMinus)) {
    return token[1].is_number() && ends_operand(token[2]) ? take_negative_number(token, state) : nullptr;
  }
  if (token->is(TokenKind::kSymbol) || token->is(TokenKind::kEnd) || token->is(TokenKind::kError) ||
      !ends_operand(token[1])) {
    return nullptr;
  }
  if (ast::Expression* const node = take_literal(token, state)) return node;
  if (!is_used_variable(token)) return nullptr;
  ast::Name name = name_of(*token, state.text);
  ++token;
  return state.make(ast::Variable{std::move(name.text)}, name.range);
}

std::int64_t whole_number(const Token& token, std::string_view text) {
  if (token.is(TokenKind::kMalformedNumber)) refuse_number(token, text);
  auto value = integer_value(token.text_in(text), false);
  if (!value.ok()) throw Refusal{moved_to(std::move(value).error(), token.range)};
  return *value;
}

}  // namespace kith::parser
