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
  if (written == "LIKE") return "compare strings with CONTAINS, STARTS WITH, ENDS WITH or `=~`";
  return {};
}

std::string hint_for(const ParseState& state, const std::vector<std::uint32_t>& unclosed) {
  const Token& at = *state.furthest;
  if (at.is(Symbol::kEqualEqual)) return "equality is written `=`";
  if (at.is(Symbol::kBangEqual)) return "inequality is written `<>`";
  if (at.is(TokenKind::kWord)) {
    const std::string_view word = at.text_in(state.text);
    if (const std::string_view hint = foreign_word_hint(word); !hint.empty()) return std::string(hint);
    const Keyword nearest = nearest_keyword(state, word);
    if (nearest != Keyword::kNone && nearest != static_cast<Keyword>(at.id)) {
      return fmt::format("did you mean {}?", to_string(nearest));
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
