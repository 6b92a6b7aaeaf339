// parser/grammar/parse_state.hpp: what one parse carries beside the grammar: the arena, what was expected where, and
// the guards against texts that nest or chain too far. No Boost include.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

#include "parser/ast/statement.hpp"
#include "parser/lexer/token.hpp"

namespace kith::parser {

/// What the user reads after "expected": a keyword, a symbol, or one of these.
// One pass of the formatter over a list macro is not its last.
// clang-format off
#define KITH_EXPECTATIONS(X)                                                                            \
  X(kExpression, "an expression")                                                                       \
  X(kOperator, "an operator")                                                                           \
  X(kVariable, "a variable")                                                                            \
  X(kName, "a name") X(kLabel, "a label") X(kRelationshipType, "a relationship type")                   \
      X(kPropertyKey, "a property key") X(kPattern, "a pattern") X(kRelationship, "a relationship")     \
          X(kProperties, "properties") X(kClause, "a clause") X(kProcedure, "a procedure's name")       \
              X(kWholeNumber, "a whole number") X(kSetItem, "a property, a variable or a label to set") \
                  X(kEnd, "the end of the query")
// clang-format on

enum class Named : std::uint8_t {
#define KITH_EXPECTATION(name, text) name,
  KITH_EXPECTATIONS(KITH_EXPECTATION)
#undef KITH_EXPECTATION
};

/// One byte for everything that can be expected, so that a set of them is 256 bits.
struct Expectation {
  static constexpr std::uint8_t kSymbols = 160;
  static constexpr std::uint8_t kNames = 208;
  std::uint8_t id;
  constexpr Expectation(Keyword keyword) : id(static_cast<std::uint8_t>(keyword)) {}  // NOLINT: implicit on purpose
  constexpr Expectation(Symbol symbol) : id(kSymbols + static_cast<std::uint8_t>(symbol)) {}  // NOLINT
  constexpr Expectation(Named named) : id(kNames + static_cast<std::uint8_t>(named)) {}       // NOLINT
};

/// Ends the parse with an error that no other alternative can mend. Thrown and caught inside parser/ only.
struct Refusal {
  Error error;
};

struct ParseState {
  std::string_view text;
  const Token* tokens;
  ast::Arena* arena;

  const Token* furthest;                    ///< The last token that any alternative failed at,
  std::array<std::uint64_t, 4> expected{};  ///< and what they would have taken there.
  const Token* label_at = nullptr;          ///< Failures at this very token are reported as `label`.
  std::uint8_t label = 0;

  const char* stack_base;
  std::uint32_t depth = 0;
  std::uint32_t height = 0;  ///< Of the highest expression parsed so far within the enclosing one; directives.hpp.
  bool bar_ends = false;     ///< `|` belongs to the comprehension around, not to a label expression.

  /// Pattern expressions that stand where no truth value is asked for; a predicate around them takes them out again.
  std::vector<const ast::Expression*> stray_patterns;
  std::unordered_set<std::uint64_t> failed_patterns;  ///< Where no pattern starts: tried once only.

  void expect(const Token* at, Expectation what) {
    if (at < furthest) return;
    if (at > furthest) {
      furthest = at;
      expected = {};
    }
    const std::uint8_t id = at == label_at ? label : what.id;
    expected[id >> 6] |= std::uint64_t{1} << (id & 63);
  }
  bool expects(Expectation what) const { return (expected[what.id >> 6] >> (what.id & 63)) & 1; }

  template <class Node>
  ast::Expression* make(Node node, SourceRange range = {}) {
    return &arena->expressions.emplace_back(ast::Expression{range, std::move(node)});
  }

  /// `predicate` stands where a truth value is asked for, so it may be a pattern.
  void approve_pattern(const ast::Expression* predicate) {
    if (!std::holds_alternative<ast::PatternExpression>(predicate->node)) return;
    // From the back: a pattern is approved soon after it was parsed.
    const auto found = std::find(stray_patterns.rbegin(), stray_patterns.rend(), predicate);
    if (found != stray_patterns.rend()) stray_patterns.erase(std::next(found).base());
  }
};

[[noreturn]] void refuse(SourceRange where, std::string detail, std::string message, std::string hint = {});

/// Rules over whole queries that are easier to state on the tree than in the grammar; marks a CALL that is the whole
/// statement as standalone. Refuses: InvalidClauseComposition, InvalidArgumentPassingMode, InvalidParameterUse,
/// UnexpectedSyntax.
void check_composition(ast::Statement& statement);

/// The error for a parse that stopped: what stands at the furthest token, what was expected, a hint where one is known.
Error expectation_error(const ParseState& state, const std::vector<std::uint32_t>& unclosed);

}  // namespace kith::parser
