// parser/lexer/token.hpp: what the grammar sees: words, literals and symbols with their bytes in the user's text.
#pragma once

#include <cstdint>
#include <string_view>

#include <kith/error.hpp>

namespace kith::parser {

enum class TokenKind : std::uint8_t {
  kEnd,         ///< After the last token; always there, unless kError is.
  kError,       ///< Where lexing stopped; LexedText::error says why. The last token.
  kWord,        ///< An identifier; `id` is its Keyword, or Keyword::kNone.
  kQuotedWord,  ///< `name` in back-ticks
  kString,      ///< Its escapes are known to be sound.
  kInteger,     ///< Decimal, 0x or 0o; the range is checked when its sign is known.
  kFloat,
  kMalformedNumber,  ///< 12ab, 0x, 1_: an error only where a number may stand, else an unexpected token.
  kParameter,        ///< `$name`, `$1`
  kSymbol,           ///< `id` is its Symbol.
};

// Every word that the grammar gives a meaning, in alphabetical order. None is reserved as such:
// parser/grammar/terminals.hpp decides where a word may also be a name.
// One pass of the formatter over a list macro is not its last.
// clang-format off
#define KITH_KEYWORDS(X)                                                                                               \
  X(kAcyclic, "ACYCLIC") X(kAll, "ALL") X(kAllShortestPaths, "ALLSHORTESTPATHS") X(kAnd, "AND") X(kAny, "ANY")         \
  X(kAs, "AS") X(kAsc, "ASC") X(kAscending, "ASCENDING") X(kBoth, "BOTH") X(kBreak, "BREAK") X(kBy, "BY")              \
  X(kCall, "CALL") X(kCase, "CASE") X(kCollect, "COLLECT") X(kConcurrent, "CONCURRENT")                                \
  X(kConstraint, "CONSTRAINT") X(kConstraints, "CONSTRAINTS") X(kContains, "CONTAINS") X(kContinue, "CONTINUE")        \
  X(kCount, "COUNT") X(kCreate, "CREATE") X(kCsv, "CSV") X(kDelete, "DELETE") X(kDesc, "DESC")                         \
  X(kDescending, "DESCENDING") X(kDetach, "DETACH") X(kDifferent, "DIFFERENT") X(kDistinct, "DISTINCT")                \
  X(kDrop, "DROP") X(kElement, "ELEMENT") X(kElements, "ELEMENTS") X(kElse, "ELSE") X(kEnd, "END") X(kEnds, "ENDS")    \
  X(kError, "ERROR") X(kExcept, "EXCEPT") X(kExists, "EXISTS") X(kExplain, "EXPLAIN") X(kFail, "FAIL")                 \
  X(kFalse, "FALSE") X(kFieldTerminator, "FIELDTERMINATOR") X(kFilter, "FILTER") X(kFinish, "FINISH")                  \
  X(kFor, "FOR") X(kForeach, "FOREACH") X(kFrom, "FROM") X(kFunction, "FUNCTION") X(kFunctions, "FUNCTIONS")           \
  X(kGroup, "GROUP") X(kGroups, "GROUPS") X(kHeaders, "HEADERS") X(kIf, "IF") X(kIn, "IN") X(kIndex, "INDEX")          \
  X(kIndexes, "INDEXES") X(kIntersect, "INTERSECT") X(kIs, "IS") X(kLabeled, "LABELED") X(kLeading, "LEADING")         \
  X(kLet, "LET") X(kLimit, "LIMIT") X(kLoad, "LOAD") X(kMatch, "MATCH") X(kMerge, "MERGE") X(kNext, "NEXT")            \
  X(kNfc, "NFC") X(kNfd, "NFD") X(kNfkc, "NFKC") X(kNfkd, "NFKD") X(kNodetach, "NODETACH") X(kNone_, "NONE")           \
  X(kNormalized, "NORMALIZED") X(kNot, "NOT") X(kNull, "NULL") X(kOf, "OF") X(kOffset, "OFFSET") X(kOn, "ON")          \
  X(kOptional, "OPTIONAL") X(kOr, "OR") X(kOrder, "ORDER") X(kOrdinality, "ORDINALITY") X(kPath, "PATH")               \
  X(kPaths, "PATHS") X(kProcedure, "PROCEDURE") X(kProcedures, "PROCEDURES") X(kProfile, "PROFILE")                    \
  X(kRange, "RANGE") X(kReduce, "REDUCE") X(kRelationship, "RELATIONSHIP") X(kRelationships, "RELATIONSHIPS")          \
  X(kRemove, "REMOVE") X(kRepeatable, "REPEATABLE") X(kReport, "REPORT") X(kRequire, "REQUIRE")                        \
  X(kReturn, "RETURN") X(kRow, "ROW") X(kRows, "ROWS") X(kSet, "SET") X(kShortest, "SHORTEST")                         \
  X(kShortestPath, "SHORTESTPATH") X(kShow, "SHOW") X(kSimple, "SIMPLE") X(kSingle, "SINGLE") X(kSkip, "SKIP")         \
  X(kStarts, "STARTS") X(kStatus, "STATUS") X(kThen, "THEN") X(kTrail, "TRAIL") X(kTrailing, "TRAILING")               \
  X(kTransaction, "TRANSACTION") X(kTransactions, "TRANSACTIONS") X(kTrue, "TRUE") X(kTyped, "TYPED")                  \
  X(kUnion, "UNION") X(kUnique, "UNIQUE") X(kUnwind, "UNWIND") X(kUse, "USE") X(kWalk, "WALK") X(kWhen, "WHEN")        \
  X(kWhere, "WHERE") X(kWith, "WITH") X(kXor, "XOR") X(kYield, "YIELD")
// clang-format on

enum class Keyword : std::uint8_t {
  kNone = 0,
#define KITH_KEYWORD(name, text) name,
  KITH_KEYWORDS(KITH_KEYWORD)
#undef KITH_KEYWORD
};

// `<-`, `->` and `--` are not symbols: in `a<-1` the minus belongs to the number. `==` and `!=` are, for the hint.
// One pass of the formatter over a list macro is not its last.
// clang-format off
#define KITH_SYMBOLS(X)                                                                                                \
  X(kLeftParenthesis, "(") X(kRightParenthesis, ")") X(kLeftBracket, "[") X(kRightBracket, "]") X(kLeftBrace, "{")     \
  X(kRightBrace, "}") X(kComma, ",") X(kDot, ".") X(kDotDot, "..") X(kColon, ":") X(kDoubleColon, "::")                \
  X(kDollar, "$") X(kSemicolon, ";") X(kBar, "|") X(kConcatenate, "||") X(kAmpersand, "&") X(kBang, "!")               \
  X(kPlus, "+") X(kPlusEqual, "+=") X(kMinus, "-") X(kStar, "*") X(kSlash, "/") X(kPercent, "%") X(kCaret, "^")        \
  X(kEqual, "=") X(kMatches, "=~") X(kNotEqual, "<>") X(kLess, "<") X(kLessOrEqual, "<=") X(kGreater, ">")             \
  X(kGreaterOrEqual, ">=") X(kEqualEqual, "==") X(kBangEqual, "!=")
// clang-format on

enum class Symbol : std::uint8_t {
#define KITH_SYMBOL(name, text) name,
  KITH_SYMBOLS(KITH_SYMBOL)
#undef KITH_SYMBOL
};

std::string_view to_string(Keyword keyword);  ///< "MATCH"; "" for kNone.
std::string_view to_string(Symbol symbol);    ///< "<="

/// The keyword that `word` spells in any case, or kNone.
Keyword find_keyword(std::string_view word);

struct Token {
  SourceRange range;
  std::uint32_t match = 0;  ///< Of an opening bracket: the index of the token that closes it, or 0.
  TokenKind kind = TokenKind::kEnd;
  std::uint8_t id = 0;

  bool is(TokenKind other) const noexcept { return kind == other; }
  bool is(Symbol symbol) const noexcept {
    return kind == TokenKind::kSymbol && id == static_cast<std::uint8_t>(symbol);
  }
  bool is(Keyword keyword) const noexcept {
    return kind == TokenKind::kWord && id == static_cast<std::uint8_t>(keyword);
  }
  bool is_name() const noexcept { return kind == TokenKind::kWord || kind == TokenKind::kQuotedWord; }
  bool is_number() const noexcept {
    return kind == TokenKind::kInteger || kind == TokenKind::kFloat || kind == TokenKind::kMalformedNumber;
  }
  std::string_view text_in(std::string_view text) const noexcept {
    return text.substr(range.begin, range.end - range.begin);
  }
};
static_assert(sizeof(Token) == 16);

}  // namespace kith::parser
