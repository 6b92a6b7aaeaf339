// parser/grammar/expectation_error.cpp: what the user reads when the grammar stops.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>

#include "parser/grammar/parse_state.hpp"
#include "parser/spelling.hpp"

namespace kith::parser {
namespace {

constexpr std::array kNamedTexts = {
#define KITH_EXPECTATION(name, text) std::string_view(text),
    KITH_EXPECTATIONS(KITH_EXPECTATION)
#undef KITH_EXPECTATION
};

constexpr std::array kClauseKeywords = {
    Keyword::kCall,   Keyword::kCreate, Keyword::kDelete,   Keyword::kDetach,  Keyword::kDrop,   Keyword::kExplain,
    Keyword::kFilter, Keyword::kFinish, Keyword::kFor,      Keyword::kForeach, Keyword::kLet,    Keyword::kLoad,
    Keyword::kMatch,  Keyword::kMerge,  Keyword::kOptional, Keyword::kProfile, Keyword::kRemove, Keyword::kReturn,
    Keyword::kSet,    Keyword::kShow,   Keyword::kUnwind,   Keyword::kWith};
constexpr std::array kOperatorKeywords = {Keyword::kAnd, Keyword::kContains, Keyword::kEnds,   Keyword::kIn,
                                          Keyword::kIs,  Keyword::kOr,       Keyword::kStarts, Keyword::kXor};

bool is_clause_keyword(const Token& token) {
  return token.is(TokenKind::kWord) && std::find(kClauseKeywords.begin(), kClauseKeywords.end(),
                                                 static_cast<Keyword>(token.id)) != kClauseKeywords.end();
}

/// Whether the word begins a clause that cannot be empty.
bool takes_items(const Token& token) {
  return token.is(Keyword::kReturn) || token.is(Keyword::kWith) || token.is(Keyword::kUnwind) ||
         token.is(Keyword::kMatch) || token.is(Keyword::kSet) || token.is(Keyword::kRemove) ||
         token.is(Keyword::kDelete);
}

std::string upper(std::string_view word) {
  std::string out(word);
  for (char& c : out) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return out;
}

/// The expected keyword that `word` nearly spells, or kNone.
Keyword nearest_keyword(const ParseState& state, std::string_view word) {
  constexpr std::size_t kLongestWord = 20;
  if (word.size() < 3 || word.size() > kLongestWord) return Keyword::kNone;
  std::vector<Keyword> candidates;
  for (std::uint8_t id = 1; id < Expectation::kSymbols; ++id) {
    const auto keyword = static_cast<Keyword>(id);
    if (state.expects(keyword)) candidates.push_back(keyword);
  }
  if (state.expects(Named::kClause))
    candidates.insert(candidates.end(), kClauseKeywords.begin(), kClauseKeywords.end());
  if (state.expects(Named::kOperator)) {
    candidates.insert(candidates.end(), kOperatorKeywords.begin(), kOperatorKeywords.end());
  }
  const std::string written = upper(word);
  std::size_t best = written.size() <= 4 ? 2 : 3;  // one slip in a short word, two in a longer one
  Keyword nearest = Keyword::kNone;
  for (const Keyword keyword : candidates) {
    const std::size_t distance = edit_distance(written, to_string(keyword));
    if (distance < best) {
      best = distance;
      nearest = keyword;
    }
  }
  return nearest;
}

std::string_view foreign_word_hint(std::string_view word) {
  const std::string written = upper(word);
  if (written == "SELECT") return "Cypher reads with MATCH … RETURN: `MATCH (n:Label) RETURN n.key`";
  if (written == "INSERT") return "Cypher adds with CREATE or MERGE: `CREATE (:Label {key: 1})`";
  if (written == "UPDATE") return "Cypher changes with MATCH … SET: `MATCH (n:Label) SET n.key = 1`";
  if (written == "FROM" || written == "JOIN") return "Cypher finds data by patterns: `MATCH (a)-[:TYPE]->(b)`";
  if (written == "GROUP") return "Cypher groups by the items without an aggregate: `RETURN n.key, count(*)`";
  if (written == "HAVING") return "filter groups with `WITH n.key AS key, count(*) AS c WHERE c > 1`";
  if (written == "STARTS" || written == "ENDS") return "the operators are `STARTS WITH` and `ENDS WITH`";
  if (written == "IS") return "IS goes before NULL, LABELED, NORMALIZED, TYPED or `::`, each also with NOT";
  if (written == "TABLE")
    return "there are no tables: `CREATE (:Label {key: value})` makes a node, and its label with it";
  if (written == "BETWEEN") return "write `low <= x AND x <= high`, or `low <= x <= high`";
  if (written == "LIKE") return "compare strings with CONTAINS, STARTS WITH, ENDS WITH or `=~`";
  return {};
}

/// The keyword of the clause that the furthest token stands in, or kNone in front of the first.
Keyword clause_around(const ParseState& state) {
  for (const Token* token = state.furthest; token != state.tokens;) {
    --token;
    if (!token->is(TokenKind::kWord)) continue;
    if (token != state.tokens && (token[-1].is(Symbol::kDot) || token[-1].is(Symbol::kColon))) continue;
    switch (const auto keyword = static_cast<Keyword>(token->id)) {
      case Keyword::kMatch:
      case Keyword::kWhere:
      case Keyword::kReturn:
      case Keyword::kWith:
      case Keyword::kSkip:
      case Keyword::kOffset:
      case Keyword::kLimit:
      case Keyword::kUnwind:
      case Keyword::kCreate:
      case Keyword::kMerge:
      case Keyword::kSet:
      case Keyword::kRemove:
      case Keyword::kDelete:
      case Keyword::kCall:
        return keyword;
      default:
        break;
    }
  }
  return Keyword::kNone;
}

/// For parts of clauses that stand where they cannot: the order that would be legal.
std::string_view clause_order_hint(const ParseState& state) {
  const Token& at = *state.furthest;
  const Keyword around = clause_around(state);
  if (at.is(Keyword::kOrder) || at.is(Keyword::kSkip) || at.is(Keyword::kOffset) || at.is(Keyword::kLimit)) {
    switch (around) {
      case Keyword::kSkip:
      case Keyword::kOffset:
      case Keyword::kLimit:
        return "the order is ORDER BY, then SKIP, then LIMIT";
      case Keyword::kReturn:
      case Keyword::kWith:
        return {};
      default:
        return "ORDER BY, SKIP and LIMIT go behind the items of RETURN or WITH: `MATCH … RETURN … ORDER BY …`";
    }
  }
  if (at.is(Keyword::kWhere)) {
    switch (around) {
      case Keyword::kReturn:
      case Keyword::kSkip:
      case Keyword::kOffset:
      case Keyword::kLimit:
        return "WHERE goes before RETURN; to filter what is computed, write `WITH … WHERE … RETURN …`";
      case Keyword::kWhere:
        return "one WHERE holds all conditions, joined by AND";
      case Keyword::kMatch:
      case Keyword::kWith:
        return {};
      default:
        return "WHERE goes behind MATCH or WITH: `MATCH … WHERE … RETURN …`; elsewhere write `FILTER …`";
    }
  }
  return {};
}

bool is_literal(const Token& token) {
  return token.is(TokenKind::kString) || token.is_number() || token.is(TokenKind::kParameter);
}

/// For slips within a pattern: its parentheses, brackets and arrows.
std::string pattern_hint(const ParseState& state) {
  const Token& at = *state.furthest;
  const Token* const before = state.furthest == state.tokens ? nullptr : state.furthest - 1;
  if (state.expects(Named::kPattern)) {
    if (at.is(TokenKind::kQuotedWord) || (at.is(TokenKind::kWord) && at.id == 0)) {
      return fmt::format("a node stands in parentheses: `({})`", at.text_in(state.text));
    }
    if (at.is(Symbol::kLeftBracket)) return "a node stands in parentheses; brackets are for relationships";
  }
  if (before == nullptr) return {};
  if (state.expects(Symbol::kLeftBracket) && state.expects(Symbol::kMinus)) {
    return "a relationship is written `-->`, `<--`, `--` or `-[:TYPE]->`";
  }
  if (before->is(Symbol::kRightBracket) && state.expects(Symbol::kMinus)) {
    return "a relationship ends in `-` or `->`: `-[:TYPE]->`, `<-[:TYPE]-`";
  }
  if (before->is(Symbol::kMinus) && at.is(Symbol::kMinus)) return "an arrow ends in one `-`: `-[:TYPE]->`";
  if (before->is(Symbol::kMinus) && at.is_name() && state.expects(Symbol::kLeftParenthesis)) {
    return fmt::format("a node stands in parentheses: `({})`", at.text_in(state.text));
  }
  if (before->is(Symbol::kRightParenthesis) && at.is(Symbol::kLeftParenthesis) && state.expects(Named::kRelationship)) {
    return "between two nodes stands a relationship, `-->` or `--`, or a comma for two patterns";
  }
  if (state.expects(Named::kLabel) && (at.is(TokenKind::kString) || at.is_number())) {
    if (clause_around(state) == Keyword::kSet) return "a property is set by `=`: `SET n.key = value`";
    if (at.is(TokenKind::kString)) return "a label is a name, without quotes; an unusual one goes in back-ticks";
    return "an unusual label goes in back-ticks";
  }
  return {};
}

/// For slips within maps, lists and items: colons and commas.
std::string_view punctuation_hint(const ParseState& state) {
  const Token& at = *state.furthest;
  const Token* const before = state.furthest == state.tokens ? nullptr : state.furthest - 1;
  if (before == nullptr) return {};
  if (before->is_name() && state.expects(Symbol::kColon) && !state.expects(Symbol::kRightParenthesis)) {
    return "a map is written `{key: value}`";
  }
  if (state.expects(Named::kPropertyKey) && is_literal(at)) {
    return "a key is a name, without quotes: `{key: value}`; an unusual one goes in back-ticks";
  }
  if (before->is(Symbol::kComma) && at.is(TokenKind::kWord) && at.id != 0) return "there is a comma too many before it";
  if (before->is(TokenKind::kString) && at.range.begin == before->range.end) {
    return "a quote inside a string is written `\\'` or `\\\"`";
  }
  if (state.expects(Symbol::kComma) && (is_literal(at) || (at.is_name() && at.id == 0))) {
    if (state.expects(Keyword::kAs)) return "a comma or AS is missing before it";
    return "a comma is missing before it";
  }
  return {};
}

/// Whether the token is a closing bracket that nothing opened.
bool closes_nothing(const ParseState& state) {
  const auto is_closing = [](const Token& token) {
    return token.is(Symbol::kRightParenthesis) || token.is(Symbol::kRightBracket) || token.is(Symbol::kRightBrace);
  };
  if (!is_closing(*state.furthest)) return false;
  const auto index = static_cast<std::uint32_t>(state.furthest - state.tokens);
  return std::none_of(state.tokens, state.furthest, [index](const Token& token) { return token.match == index; });
}

std::string hint_for(const ParseState& state, const std::vector<std::uint32_t>& unclosed) {
  const Token& at = *state.furthest;
  if (at.is(Symbol::kEqualEqual)) return "did you mean `=` instead of `==`?";
  if (at.is(Symbol::kBangEqual)) return "did you mean `<>` instead of `!=`?";
  if (at.is(Keyword::kNot) && state.furthest[1].is(Keyword::kIn)) return "write `NOT x IN list`";
  if (at.is(TokenKind::kWord)) {
    const std::string_view word = at.text_in(state.text);
    if (const std::string_view hint = clause_order_hint(state); !hint.empty()) return std::string(hint);
    if (const std::string_view hint = foreign_word_hint(word); !hint.empty()) return std::string(hint);
    const Keyword nearest = nearest_keyword(state, word);
    if (nearest != Keyword::kNone && nearest != static_cast<Keyword>(at.id)) {
      return fmt::format("did you mean {}?", to_string(nearest));
    }
  }
  if (unclosed.empty() || at.is(TokenKind::kEnd)) {
    if (state.expects(Keyword::kEnd)) return "CASE is closed with END";
  }
  if (std::string hint = pattern_hint(state); !hint.empty()) return hint;
  if (const std::string_view hint = punctuation_hint(state); !hint.empty()) return std::string(hint);
  if (at.is(TokenKind::kWord)) {
    const std::string_view word = at.text_in(state.text);
    const Token* const before = state.furthest == state.tokens ? nullptr : state.furthest - 1;
    const bool follows_clause = before != nullptr && takes_items(*before) && is_clause_keyword(at);
    if (follows_clause) {
      return fmt::format("{} is empty; as a name {} stands in back-ticks: `` `{}` ``",
                         to_string(static_cast<Keyword>(before->id)), to_string(static_cast<Keyword>(at.id)), word);
    }
    if (at.id != 0 && (state.expects(Named::kVariable) || state.expects(Named::kExpression))) {
      return fmt::format("{} is a keyword here; as a name write it in back-ticks: `` `{}` ``",
                         to_string(static_cast<Keyword>(at.id)), word);
    }
  }
  if (at.is(Symbol::kAmpersand) && at.range.end < state.text.size() && state.text[at.range.end] == '&') {
    return "the operator is AND";
  }
  if (at.is(Symbol::kBang)) return "negation is written NOT";
  if (at.is(Symbol::kStar) && state.furthest - state.tokens >= 2 && state.furthest[-1].is(Symbol::kLeftParenthesis) &&
      state.furthest[-2].is_name()) {
    return "only count takes `*`: `count(*)`";
  }
  if (at.is(Symbol::kConcatenate)) return "the logical operator is OR";
  if (!unclosed.empty()) {
    // The innermost bracket that is open at the furthest token.
    const auto index = static_cast<std::uint32_t>(state.furthest - state.tokens);
    const auto after = std::lower_bound(unclosed.begin(), unclosed.end(), index);
    if (after != unclosed.begin()) {
      const Token& bracket = state.tokens[*(after - 1)];
      const auto line = 1 + std::count(state.text.begin(), state.text.begin() + bracket.range.begin, '\n');
      return fmt::format("the `{}` in line {} is never closed", bracket.text_in(state.text), line);
    }
  }
  if (closes_nothing(state)) return fmt::format("nothing opens this `{}`", at.text_in(state.text));
  return {};
}

std::string describe(const Token& token, std::string_view text) {
  constexpr std::size_t kLongestQuote = 40;
  switch (token.kind) {
    case TokenKind::kEnd:
      return "unexpected end of the query";
    case TokenKind::kString:
      return "unexpected string";
    default: {
      std::string_view written = token.text_in(text);
      if (written.size() <= kLongestQuote) return fmt::format("unexpected `{}`", written);
      std::size_t cut = kLongestQuote;
      while (cut > 0 && (static_cast<unsigned char>(written[cut]) & 0xC0) == 0x80) --cut;
      return fmt::format("unexpected `{}…`", written.substr(0, cut));
    }
  }
}

std::vector<std::string> expected_texts(const ParseState& state) {
  std::vector<std::string> texts;
  const auto end = Expectation(Named::kEnd).id;
  for (std::size_t i = 0; i < kNamedTexts.size(); ++i) {
    const auto named = static_cast<Named>(i);
    if (named != Named::kEnd && state.expects(named)) texts.emplace_back(kNamedTexts[i]);
  }
  for (std::uint8_t id = Expectation::kSymbols; id < Expectation::kNames; ++id) {
    const auto symbol = static_cast<Symbol>(id - Expectation::kSymbols);
    if (!state.expects(symbol) || (symbol == Symbol::kSemicolon && state.expects(Named::kEnd))) continue;
    texts.push_back(fmt::format("`{}`", to_string(symbol)));
  }
  for (std::uint8_t id = 1; id < Expectation::kSymbols; ++id) {
    const auto keyword = static_cast<Keyword>(id);
    if (!state.expects(keyword)) continue;
    texts.emplace_back(keyword == Keyword::kOrder ? "ORDER BY" : to_string(keyword));
  }
  if ((state.expected[end >> 6] >> (end & 63)) & 1) texts.emplace_back("the end of the query");
  return texts;
}

}  // namespace

Error expectation_error(const ParseState& state, const std::vector<std::uint32_t>& unclosed) {
  const Token& at = *state.furthest;
  std::string message = describe(at, state.text);
  const std::vector<std::string> texts = expected_texts(state);
  for (std::size_t i = 0; i < texts.size(); ++i) {
    message += i == 0 ? ": expected " : i + 1 == texts.size() ? " or " : ", ";
    message += texts[i];
  }
  return Error(ErrorKind::kSyntaxError, std::move(message))
      .with_detail("UnexpectedSyntax")
      .with_hint(hint_for(state, unclosed))
      .at(at.range)
      .at_compile_time();
}

}  // namespace kith::parser
