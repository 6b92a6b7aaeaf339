// parser/lexer/token.cpp: the spelling of keywords and symbols.
#include "parser/lexer/token.hpp"

#include <algorithm>
#include <array>

namespace kith::parser {
namespace {

constexpr std::array kKeywordTexts = {std::string_view(),
#define KITH_KEYWORD(name, text) std::string_view(text),
                                      KITH_KEYWORDS(KITH_KEYWORD)
#undef KITH_KEYWORD
};
static_assert(kKeywordTexts.size() <= 160, "Expectation has room for 160 keywords");
static_assert(std::is_sorted(kKeywordTexts.begin(), kKeywordTexts.end()), "find_keyword searches by halves");

constexpr std::array kSymbolTexts = {
#define KITH_SYMBOL(name, text) std::string_view(text),
    KITH_SYMBOLS(KITH_SYMBOL)
#undef KITH_SYMBOL
};

constexpr std::size_t kLongestKeyword = 16;
constexpr std::size_t kShortestKeyword = 2;

}  // namespace

std::string_view to_string(Keyword keyword) { return kKeywordTexts[static_cast<std::size_t>(keyword)]; }
std::string_view to_string(Symbol symbol) { return kSymbolTexts[static_cast<std::size_t>(symbol)]; }

Keyword find_keyword(std::string_view word) {
  if (word.size() < kShortestKeyword || word.size() > kLongestKeyword) return Keyword::kNone;
  std::array<char, kLongestKeyword> upper;
  for (std::size_t i = 0; i < word.size(); ++i) {
    const char c = word[i];
    upper[i] = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  const std::string_view key(upper.data(), word.size());
  const auto found = std::lower_bound(kKeywordTexts.begin() + 1, kKeywordTexts.end(), key);
  if (found == kKeywordTexts.end() || *found != key) return Keyword::kNone;
  return static_cast<Keyword>(found - kKeywordTexts.begin());
}

}  // namespace kith::parser
