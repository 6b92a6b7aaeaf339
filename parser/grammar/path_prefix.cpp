// parser/grammar/path_prefix.cpp: match modes, path selectors and path modes, token by token.
#include "parser/grammar/path_prefix.hpp"

#include "parser/grammar/word_use.hpp"

namespace kith::parser {
namespace {

ast::PathMode path_mode(const Token& token) {
  if (token.is(Keyword::kWalk)) return ast::PathMode::kWalk;
  if (token.is(Keyword::kTrail)) return ast::PathMode::kTrail;
  if (token.is(Keyword::kAcyclic)) return ast::PathMode::kAcyclic;
  if (token.is(Keyword::kSimple)) return ast::PathMode::kSimple;
  return ast::PathMode::kUnspecified;
}

bool take(const Token*& token, Keyword keyword) {
  if (!token->is(keyword)) return false;
  ++token;
  return true;
}

/// The k of SHORTEST k, or null when none is written.
ast::Expression* take_count(const Token*& token, ParseState& state) {
  if (!token->is(TokenKind::kInteger) && !token->is(TokenKind::kParameter) && !token->is(TokenKind::kMalformedNumber)) {
    return nullptr;
  }
  ast::Expression* const count = take_literal(token, state);
  if (const auto* number = std::get_if<ast::IntegerLiteral>(&count->node); number != nullptr && number->value < 1) {
    refuse(count->range, "UnexpectedSyntax", "the number of paths to find is at least 1");
  }
  return count;
}

}  // namespace

bool starts_path_prefix(const Token* token) {
  const bool begins = token->is(Keyword::kAll) || token->is(Keyword::kAny) || token->is(Keyword::kShortest) ||
                      path_mode(*token) != ast::PathMode::kUnspecified;
  return begins && !token[1].is(Symbol::kEqual);
}

ast::PathPrefix take_path_prefix(const Token*& token, ParseState& state) {
  const Token* const begin = token;
  ast::PathPrefix prefix;
  if (take(token, Keyword::kAll)) {
    if (take(token, Keyword::kShortest)) prefix.selector = ast::PathSelector::kAllShortest;
  } else if (take(token, Keyword::kAny)) {
    prefix.selector = ast::PathSelector::kShortest;
    if (!take(token, Keyword::kShortest)) prefix.count = take_count(token, state);
  } else if (take(token, Keyword::kShortest)) {
    prefix.selector = ast::PathSelector::kShortest;
    prefix.count = take_count(token, state);
  }
  prefix.mode = path_mode(*token);
  if (prefix.mode != ast::PathMode::kUnspecified) ++token;
  if (token->is(Keyword::kPath) || token->is(Keyword::kPaths)) ++token;
  if (begin->is(Keyword::kShortest) && (token->is(Keyword::kGroup) || token->is(Keyword::kGroups))) {
    prefix.selector = ast::PathSelector::kShortestGroups;
    ++token;
  }
  prefix.range = {begin->range.begin, token[-1].range.end};
  return prefix;
}

int match_mode_at(const Token* token, ast::MatchMode& mode) {
  if (token->is(Keyword::kDifferent) && (token[1].is(Keyword::kRelationship) || token[1].is(Keyword::kRelationships))) {
    mode = ast::MatchMode::kDifferentRelationships;
    return 2;
  }
  if (token->is(Keyword::kRepeatable) && (token[1].is(Keyword::kElement) || token[1].is(Keyword::kElements))) {
    mode = ast::MatchMode::kRepeatableElements;
    return 2;
  }
  return 0;
}

}  // namespace kith::parser
