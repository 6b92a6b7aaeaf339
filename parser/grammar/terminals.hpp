// parser/grammar/terminals.hpp: the primitives that take tokens. Each records what it would have taken, so that the
// furthest failure can be told in the user's words. The last token matches none of them but `end`, so no bounds are
// checked.
#pragma once

#include "parser/grammar/config.hpp"
#include "parser/grammar/word_use.hpp"

namespace kith::parser {

/// kw(Keyword::kMatch)
struct KeywordParser : x3::parser<KeywordParser> {
  using attribute_type = x3::unused_type;
  static constexpr bool has_attribute = false;
  Keyword keyword;
  Expectation expectation;

  constexpr KeywordParser(Keyword keyword, Expectation expectation) : keyword(keyword), expectation(expectation) {}

  template <class C, class R, class A>
  bool parse(Iterator& first, const Iterator&, const C& context, R&, A&) const {
    if (first->is(keyword)) {
      ++first;
      return true;
    }
    state_of(context).expect(first, expectation);
    return false;
  }
};
constexpr KeywordParser kw(Keyword keyword) { return {keyword, keyword}; }
constexpr KeywordParser kw(Keyword keyword, Expectation expectation) { return {keyword, expectation}; }

/// sym(Symbol::kComma)
struct SymbolParser : x3::parser<SymbolParser> {
  using attribute_type = x3::unused_type;
  static constexpr bool has_attribute = false;
  Symbol symbol;
  Expectation expectation;

  constexpr SymbolParser(Symbol symbol, Expectation expectation) : symbol(symbol), expectation(expectation) {}

  template <class C, class R, class A>
  bool parse(Iterator& first, const Iterator&, const C& context, R&, A&) const {
    if (first->is(symbol)) {
      ++first;
      return true;
    }
    state_of(context).expect(first, expectation);
    return false;
  }
};
constexpr SymbolParser sym(Symbol symbol) { return {symbol, symbol}; }
constexpr SymbolParser sym(Symbol symbol, Expectation expectation) { return {symbol, expectation}; }

/// A word under one of the rules of word_use.hpp.
struct NameParser : x3::parser<NameParser> {
  using attribute_type = ast::Name;
  static constexpr bool has_attribute = true;
  bool (*accepts)(const Token*);
  Named expectation;

  constexpr NameParser(bool (*accepts)(const Token*), Named expectation) : accepts(accepts), expectation(expectation) {}

  template <class C, class R, class A>
  bool parse(Iterator& first, const Iterator&, const C& context, R&, A& attribute) const {
    ParseState& state = state_of(context);
    if (accepts(first)) {
      attribute = name_of(*first, state.text);
      ++first;
      return true;
    }
    state.expect(first, expectation);
    return false;
  }
};
inline constexpr NameParser label_name{is_any_word, Named::kLabel};
inline constexpr NameParser type_name{is_any_word, Named::kRelationshipType};
inline constexpr NameParser property_key{is_any_word, Named::kPropertyKey};
inline constexpr NameParser schema_name{is_schema_name, Named::kName};
inline constexpr NameParser yield_field{is_any_word, Named::kName};
inline constexpr NameParser alias_name{is_any_word, Named::kVariable};
inline constexpr NameParser new_variable{is_new_variable, Named::kVariable};
inline constexpr NameParser used_variable{is_used_variable, Named::kVariable};

/// `a.b.c`: a function's or a procedure's name. Joined by dots whatever blanks were between.
struct DottedNameParser : x3::parser<DottedNameParser> {
  using attribute_type = ast::Name;
  static constexpr bool has_attribute = true;
  const Token* (*end_of)(const Token*);  ///< One past the name at a token, or the token itself when there is none.
  Named expectation;

  constexpr DottedNameParser(const Token* (*end_of)(const Token*), Named expectation)
      : end_of(end_of), expectation(expectation) {}

  template <class C, class R, class A>
  bool parse(Iterator& first, const Iterator&, const C& context, R&, A& attribute) const {
    ParseState& state = state_of(context);
    const Token* end = end_of(first);
    if (end == first) {
      state.expect(first, expectation);
      return false;
    }
    attribute = dotted_name(first, end, state.text);
    first = end;
    return true;
  }
};
inline constexpr DottedNameParser procedure_name{end_of_dotted_name, Named::kProcedure};
inline constexpr DottedNameParser function_name{end_of_function_name, Named::kExpression};

/// Strings, numbers, true, false, null and parameters, as a node. Refuses numbers out of range.
struct LiteralParser : x3::parser<LiteralParser> {
  using attribute_type = ast::Expression*;
  static constexpr bool has_attribute = true;
  bool negative;  ///< `-` and a number, as one literal: -2^63 has no positive partner.

  explicit constexpr LiteralParser(bool negative) : negative(negative) {}

  template <class C, class R, class A>
  bool parse(Iterator& first, const Iterator&, const C& context, R&, A& attribute) const {
    ParseState& state = state_of(context);
    ast::Expression* const node = negative ? take_negative_number(first, state) : take_literal(first, state);
    if (node == nullptr) {
      state.expect(first, Named::kExpression);
      return false;
    }
    attribute = node;
    return true;
  }
};
inline constexpr LiteralParser literal{false};
inline constexpr LiteralParser negative_number{true};

/// A bound of a variable-length relationship.
struct WholeNumberParser : x3::parser<WholeNumberParser> {
  using attribute_type = std::int64_t;
  static constexpr bool has_attribute = true;

  template <class C, class R, class A>
  bool parse(Iterator& first, const Iterator&, const C& context, R&, A& attribute) const {
    ParseState& state = state_of(context);
    if (!first->is(TokenKind::kInteger) && !first->is(TokenKind::kMalformedNumber)) {
      state.expect(first, Named::kWholeNumber);
      return false;
    }
    attribute = whole_number(*first, state.text);
    ++first;
    return true;
  }
};
inline constexpr WholeNumberParser whole_number_literal{};

struct EndParser : x3::parser<EndParser> {
  using attribute_type = x3::unused_type;
  static constexpr bool has_attribute = false;

  template <class C, class R, class A>
  bool parse(Iterator& first, const Iterator&, const C& context, R&, A&) const {
    if (first->is(TokenKind::kEnd)) return true;
    state_of(context).expect(first, Named::kEnd);
    return false;
  }
};
inline constexpr EndParser end_of_text{};

/// An operator with its place.
template <class Kind>
struct Operator {
  Kind kind;
  SourceRange range;
};

/// One of a level's operators; `find` gives the kind and the number of tokens, 0 when it is none.
template <class Kind>
struct OperatorParser : x3::parser<OperatorParser<Kind>> {
  using attribute_type = Operator<Kind>;
  static constexpr bool has_attribute = true;
  using Find = int (*)(const Token*, Kind&);
  Find find;

  explicit constexpr OperatorParser(Find find) : find(find) {}

  template <class C, class R, class A>
  bool parse(Iterator& first, const Iterator&, const C& context, R&, A& attribute) const {
    Operator<Kind> found{};
    const int num_tokens = find(first, found.kind);
    if (num_tokens == 0) {
      state_of(context).expect(first, Named::kOperator);
      return false;
    }
    found.range = {first->range.begin, first[num_tokens - 1].range.end};
    attribute = found;
    first += num_tokens;
    return true;
  }
};

/// Takes nothing; matches when `holds` does. Records nothing.
struct AheadParser : x3::parser<AheadParser> {
  using attribute_type = x3::unused_type;
  static constexpr bool has_attribute = false;
  bool (*holds)(const Token*, const ParseState&);

  explicit constexpr AheadParser(bool (*holds)(const Token*, const ParseState&)) : holds(holds) {}

  template <class C, class R, class A>
  bool parse(Iterator& first, const Iterator&, const C& context, R&, A&) const {
    return holds(first, state_of(context));
  }
};
constexpr AheadParser ahead(bool (*holds)(const Token*, const ParseState&)) { return AheadParser(holds); }

}  // namespace kith::parser
