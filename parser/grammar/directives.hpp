// parser/grammar/directives.hpp: what surrounds a part of the grammar: guards, ranges, labels, scopes of `|`, and the
// one place where the grammar goes back and tries something else.
#pragma once

#include <algorithm>
#include <string>
#include <tuple>

#include "parser/grammar/terminals.hpp"
#include "parser/parser.hpp"

namespace kith::parser {

/// Base of the directives: attributes and actions pass through to the subject.
template <class Subject, class Derived>
struct Directive : x3::unary_parser<Subject, Derived> {
  using Base = x3::unary_parser<Subject, Derived>;
  static constexpr bool is_pass_through_unary = true;
  static constexpr bool handles_container = Subject::handles_container;
  explicit constexpr Directive(const Subject& subject) : Base(subject) {}
};

[[noreturn]] inline void refuse_depth(const Token& token) {
  refuse(token.range, "UnexpectedSyntax", "the query is nested too deeply here",
         "brackets, operators and subqueries may nest about " + std::to_string(kMaxNesting) + " deep");
}

/// nested[p]: refuses when p's recursion has used up the stack budget or the levels. Every rule that can come back to
/// itself without a token budget of its own goes through here.
template <class Subject>
struct NestedDirective : Directive<Subject, NestedDirective<Subject>> {
  using Directive<Subject, NestedDirective<Subject>>::Directive;

  template <class C, class R, class A>
  bool parse(Iterator& first, const Iterator& last, const C& context, R& rule_context, A& attribute) const {
    ParseState& state = state_of(context);
    const char* const here = static_cast<const char*>(__builtin_frame_address(0));
    const auto used = here < state.stack_base ? state.stack_base - here : here - state.stack_base;
    if (static_cast<std::size_t>(used) > kStackBudget || state.depth >= kMaxNesting) refuse_depth(*first);
    ++state.depth;
    const bool matched = this->subject.parse(first, last, context, rule_context, attribute);
    --state.depth;
    return matched;
  }
};

/// tall[p]: p's height becomes part of the enclosing expression's. A fold adds one by grow(). Both keep passes that
/// recurse over the finished tree safe, however the height came about: nesting, or a chain such as 1 + 1 + 1 ...
template <class Subject>
struct TallDirective : Directive<Subject, TallDirective<Subject>> {
  using Directive<Subject, TallDirective<Subject>>::Directive;

  template <class C, class R, class A>
  bool parse(Iterator& first, const Iterator& last, const C& context, R& rule_context, A& attribute) const {
    ParseState& state = state_of(context);
    const std::uint32_t around = std::exchange(state.height, 0);
    const bool matched = this->subject.parse(first, last, context, rule_context, attribute);
    state.height = matched ? std::max(around, state.height) : around;
    return matched;
  }
};

inline void grow(ParseState& state, SourceRange where) {
  if (++state.height <= kMaxExpressionHeight) return;
  refuse(where, "UnexpectedSyntax",
         "this expression chains more than " + std::to_string(kMaxExpressionHeight) + " operators",
         "put the operands in a list, or split the expression with WITH");
}

/// lone_or[p]: an operand that stands alone, else p.
template <class Subject>
struct LoneOperandDirective : Directive<Subject, LoneOperandDirective<Subject>> {
  using Directive<Subject, LoneOperandDirective<Subject>>::Directive;

  template <class C, class R, class A>
  bool parse(Iterator& first, const Iterator& last, const C& context, R& rule_context, A& attribute) const {
    if (ast::Expression* const node = take_lone_operand(first, state_of(context))) {
      rule_context = node;
      return true;
    }
    return this->subject.parse(first, last, context, rule_context, attribute);
  }
};

/// spanned[p]: sets the range of the rule's value, a struct or a node, to the tokens that p took.
template <class Subject>
struct SpannedDirective : Directive<Subject, SpannedDirective<Subject>> {
  using Directive<Subject, SpannedDirective<Subject>>::Directive;

  template <class C, class R, class A>
  bool parse(Iterator& first, const Iterator& last, const C& context, R& rule_context, A& attribute) const {
    const Token* const begin = first;
    if (!this->subject.parse(first, last, context, rule_context, attribute)) return false;
    const SourceRange range{begin->range.begin, first[-1].range.end};
    if constexpr (std::is_pointer_v<R>) {
      rule_context->range = range;
    } else {
      rule_context.range = range;
    }
    return true;
  }
};

/// labelled(name)[p]: failures at p's first token are told as `name`.
template <class Subject>
struct LabelledDirective : Directive<Subject, LabelledDirective<Subject>> {
  std::uint8_t label;
  constexpr LabelledDirective(const Subject& subject, std::uint8_t label)
      : Directive<Subject, LabelledDirective<Subject>>(subject), label(label) {}

  template <class C, class R, class A>
  bool parse(Iterator& first, const Iterator& last, const C& context, R& rule_context, A& attribute) const {
    ParseState& state = state_of(context);
    const auto* const around = state.label_at;
    const std::uint8_t around_label = state.label;
    if (around != first) {
      state.label_at = first;
      state.label = label;
    }
    const bool matched = this->subject.parse(first, last, context, rule_context, attribute);
    state.label_at = around;
    state.label = around_label;
    return matched;
  }
};

/// with_bar(ends)[p]: whether `|` ends an expression in p (comprehensions, reduce, FOREACH) or joins labels (all else).
template <class Subject>
struct BarDirective : Directive<Subject, BarDirective<Subject>> {
  bool ends;
  constexpr BarDirective(const Subject& subject, bool ends)
      : Directive<Subject, BarDirective<Subject>>(subject), ends(ends) {}

  template <class C, class R, class A>
  bool parse(Iterator& first, const Iterator& last, const C& context, R& rule_context, A& attribute) const {
    ParseState& state = state_of(context);
    const bool around = std::exchange(state.bar_ends, ends);
    const bool matched = this->subject.parse(first, last, context, rule_context, attribute);
    state.bar_ends = around;
    return matched;
  }
};

/// What an attempt tries at a token: both kinds may start at the same one.
enum class Attempt : std::uint8_t { kPatternExpression, kPatternComprehension };

/// attempt(kind)[p]: tries p, a pattern that may turn out to be an expression; a place where it failed is not tried
/// twice, which keeps patterns nested in maps nested in patterns from doubling the work at each level. An unmet `>`
/// inside is a failure here, no error.
template <class Subject>
struct AttemptDirective : Directive<Subject, AttemptDirective<Subject>> {
  Attempt kind;
  constexpr AttemptDirective(const Subject& subject, Attempt kind)
      : Directive<Subject, AttemptDirective<Subject>>(subject), kind(kind) {}

  template <class C, class R, class A>
  bool parse(Iterator& first, const Iterator& last, const C& context, R& rule_context, A& attribute) const {
    ParseState& state = state_of(context);
    const auto key = (static_cast<std::uint64_t>(first - state.tokens) << 1) | static_cast<std::uint64_t>(kind);
    if (state.failed_patterns.count(key) != 0) return false;
    const Token* const begin = first;
    const std::size_t num_stray = state.stray_patterns.size();
    const auto saved = std::make_tuple(state.label_at, state.label, state.depth, state.height, state.bar_ends);
    try {
      if (this->subject.parse(first, last, context, rule_context, attribute)) return true;
    } catch (const x3::expectation_failure<Iterator>&) {
    }
    first = begin;
    state.stray_patterns.resize(num_stray);
    std::tie(state.label_at, state.label, state.depth, state.height, state.bar_ends) = saved;
    state.failed_patterns.insert(key);
    return false;
  }
};

template <template <class> class D>
struct DirectiveGenerator {
  template <class Subject>
  constexpr auto operator[](const Subject& subject) const {
    using Parser = typename x3::extension::as_parser<Subject>::value_type;
    return D<Parser>(x3::as_parser(subject));
  }
};
template <template <class> class D, class Argument>
struct DirectiveWithArgument {
  Argument argument;
  template <class Subject>
  constexpr auto operator[](const Subject& subject) const {
    using Parser = typename x3::extension::as_parser<Subject>::value_type;
    return D<Parser>(x3::as_parser(subject), argument);
  }
};

inline constexpr DirectiveGenerator<NestedDirective> nested{};
inline constexpr DirectiveGenerator<TallDirective> tall{};
inline constexpr DirectiveGenerator<LoneOperandDirective> lone_or{};
inline constexpr DirectiveGenerator<SpannedDirective> spanned{};
constexpr DirectiveWithArgument<AttemptDirective, Attempt> attempt(Attempt kind) { return {kind}; }
constexpr DirectiveWithArgument<LabelledDirective, std::uint8_t> labelled(Expectation name) { return {name.id}; }
constexpr DirectiveWithArgument<BarDirective, bool> with_bar(bool ends) { return {ends}; }
inline constexpr auto bar_ends = with_bar(true);
inline constexpr auto bar_joins = with_bar(false);

// Actions. A rule's value is a plain struct or a node; no Fusion adaptation.

/// The rule's value becomes what was parsed.
inline constexpr auto take = [](auto& ctx) { x3::_val(ctx) = std::move(x3::_attr(ctx)); };

template <auto Member>
inline constexpr auto put = [](auto& ctx) { x3::_val(ctx).*Member = std::move(x3::_attr(ctx)); };

template <auto Member>
inline constexpr auto push = [](auto& ctx) { (x3::_val(ctx).*Member).push_back(std::move(x3::_attr(ctx))); };

template <auto Member, auto Value>
inline constexpr auto set = [](auto& ctx) { x3::_val(ctx).*Member = Value; };

/// A struct becomes a node; its range is set by spanned[] around.
inline constexpr auto as_node = [](auto& ctx) { x3::_val(ctx) = state_of(ctx).make(std::move(x3::_attr(ctx))); };

}  // namespace kith::parser
