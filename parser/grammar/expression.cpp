// parser/grammar/expression.cpp: the levels of operators, weakest first:
//   OR  XOR  AND  NOT  comparison  IN, STARTS WITH, =~, IS NULL, IS :: T ...  + - ||  * / %  ^  sign  .key [i] :Label
// `^` is left-associative and weaker than a sign: -3 ^ 2 is 9 (TCK, Precedence2). IS NULL binds tighter than `=`
// (Precedence1).
#include <boost/fusion/include/at_c.hpp>

#include "parser/grammar/rules.hpp"
#include "parser/grammar/value_type.hpp"

namespace kith::parser {
namespace {

using ast::BinaryOperatorKind;
using ast::ComparisonKind;
using ast::Expression;
using ast::LogicalOperatorKind;
using ast::UnaryOperatorKind;

template <class Kind>
int one(Kind& out, Kind kind, int num_tokens = 1) {
  out = kind;
  return num_tokens;
}

const OperatorParser<ComparisonKind> comparison_operator{[](const Token* token, ComparisonKind& out) {
  if (token->is(Symbol::kEqual)) return one(out, ComparisonKind::kEqual);
  if (token->is(Symbol::kNotEqual)) return one(out, ComparisonKind::kNotEqual);
  if (token->is(Symbol::kLess)) return one(out, ComparisonKind::kLess);
  if (token->is(Symbol::kLessOrEqual)) return one(out, ComparisonKind::kLessOrEqual);
  if (token->is(Symbol::kGreater)) return one(out, ComparisonKind::kGreater);
  if (token->is(Symbol::kGreaterOrEqual)) return one(out, ComparisonKind::kGreaterOrEqual);
  return 0;
}};

const OperatorParser<BinaryOperatorKind> predicate_operator{[](const Token* token, BinaryOperatorKind& out) {
  if (token->is(Keyword::kIn)) return one(out, BinaryOperatorKind::kIn);
  if (token->is(Symbol::kMatches)) return one(out, BinaryOperatorKind::kMatches);
  if (token->is(Keyword::kContains)) return one(out, BinaryOperatorKind::kContains);
  if (token->is(Keyword::kStarts) && token[1].is(Keyword::kWith)) return one(out, BinaryOperatorKind::kStartsWith, 2);
  if (token->is(Keyword::kEnds) && token[1].is(Keyword::kWith)) return one(out, BinaryOperatorKind::kEndsWith, 2);
  return 0;
}};

const OperatorParser<UnaryOperatorKind> null_test{[](const Token* token, UnaryOperatorKind& out) {
  if (!token->is(Keyword::kIs)) return 0;
  if (token[1].is(Keyword::kNull)) return one(out, UnaryOperatorKind::kIsNull, 2);
  if (token[1].is(Keyword::kNot) && token[2].is(Keyword::kNull)) return one(out, UnaryOperatorKind::kIsNotNull, 3);
  return 0;
}};

/// IS LABELED, IS NOT LABELED before a label expression: whether it is negated.
const OperatorParser<bool> labeled_test{[](const Token* token, bool& negated) {
  if (!token->is(Keyword::kIs)) return 0;
  if (token[1].is(Keyword::kLabeled)) return one(negated, false, 2);
  return token[1].is(Keyword::kNot) && token[2].is(Keyword::kLabeled) ? one(negated, true, 3) : 0;
}};

/// `IS [NOT] [NFC] NORMALIZED` or `[IS [NOT]] :: type`, whole.
struct ValueTest {
  bool negated = false;
  std::string_view form;               ///< Of NORMALIZED; empty: it is a type test.
  std::optional<ast::ValueType> type;  ///< Of a type test.
  SourceRange range;
};

struct ValueTestParser : x3::parser<ValueTestParser> {
  using attribute_type = ValueTest;
  static constexpr bool has_attribute = true;

  template <class C, class R, class A>
  bool parse(Iterator& first, const Iterator&, const C& context, R&, A& attribute) const {
    ParseState& state = state_of(context);
    const Token* at = first;
    ValueTest test;
    if (at->is(Keyword::kIs)) {
      ++at;
      test.negated = at->is(Keyword::kNot);
      if (test.negated) ++at;
      const bool names_form =
          at->is(Keyword::kNfc) || at->is(Keyword::kNfd) || at->is(Keyword::kNfkc) || at->is(Keyword::kNfkd);
      if (names_form || at->is(Keyword::kNormalized)) {
        test.form = names_form ? to_string(static_cast<Keyword>(at->id)) : "NFC";
        if (names_form) ++at;
        if (at->is(Keyword::kNormalized)) return done(first, at + 1, std::move(test), attribute);
      }
    }
    if (at->is(Symbol::kDoubleColon) || (at != first && at->is(Keyword::kTyped))) {
      ++at;
      test.form = {};
      test.type = take_value_type(at, state);
      return done(first, at, std::move(test), attribute);
    }
    state.expect(first, Named::kOperator);
    return false;
  }

 private:
  static bool done(Iterator& first, const Token* end, ValueTest test, ValueTest& attribute) {
    test.range = {first->range.begin, end[-1].range.end};
    attribute = std::move(test);
    first = end;
    return true;
  }
};
constexpr ValueTestParser value_test;

const OperatorParser<BinaryOperatorKind> sum_operator{[](const Token* token, BinaryOperatorKind& out) {
  if (token->is(Symbol::kPlus)) return one(out, BinaryOperatorKind::kAdd);
  if (token->is(Symbol::kMinus)) return one(out, BinaryOperatorKind::kSubtract);
  if (token->is(Symbol::kConcatenate)) return one(out, BinaryOperatorKind::kConcatenate);
  return 0;
}};

const OperatorParser<BinaryOperatorKind> product_operator{[](const Token* token, BinaryOperatorKind& out) {
  if (token->is(Symbol::kStar)) return one(out, BinaryOperatorKind::kMultiply);
  if (token->is(Symbol::kSlash)) return one(out, BinaryOperatorKind::kDivide);
  if (token->is(Symbol::kPercent)) return one(out, BinaryOperatorKind::kModulo);
  return 0;
}};

const OperatorParser<BinaryOperatorKind> power_operator{[](const Token* token, BinaryOperatorKind& out) {
  return token->is(Symbol::kCaret) ? one(out, BinaryOperatorKind::kPower) : 0;
}};

const OperatorParser<UnaryOperatorKind> not_operator{[](const Token* token, UnaryOperatorKind& out) {
  return token->is(Keyword::kNot) ? one(out, UnaryOperatorKind::kNot) : 0;
}};

const OperatorParser<UnaryOperatorKind> sign_operator{[](const Token* token, UnaryOperatorKind& out) {
  if (token->is(Symbol::kMinus)) return one(out, UnaryOperatorKind::kMinus);
  return token->is(Symbol::kPlus) ? one(out, UnaryOperatorKind::kPlus) : 0;
}};

SourceRange from_to(const Expression* left, const Expression* right) { return {left->range.begin, right->range.end}; }

// What the actions build, free of X3.

Expression* join(ParseState& state, Expression* left, const Operator<BinaryOperatorKind>& op, Expression* right) {
  grow(state, op.range);
  return state.make(ast::BinaryOperator{op.kind, left, right, op.range}, from_to(left, right));
}

Expression* compare(ParseState& state, Expression* left, ComparisonKind kind, Expression* right) {
  return state.make(ast::Comparison{{left, right}, {kind}}, from_to(left, right));
}

void compare_further(Expression* comparison, ComparisonKind kind, Expression* right) {
  auto& chain = std::get<ast::Comparison>(comparison->node);
  chain.operands.push_back(right);
  chain.operators.push_back(kind);
  comparison->range.end = right->range.end;
}

/// Flat: a AND b AND c is one node. What was in parentheses joins too, since these operators are associative.
Expression* join_logically(ParseState& state, Expression* left, LogicalOperatorKind kind, Expression* right) {
  state.approve_pattern(right);
  if (auto* const chain = std::get_if<ast::LogicalOperator>(&left->node); chain != nullptr && chain->kind == kind) {
    chain->operands.push_back(right);
    left->range.end = right->range.end;
    return left;
  }
  state.approve_pattern(left);
  return state.make(ast::LogicalOperator{kind, {left, right}}, from_to(left, right));
}

Expression* apply_prefix(ParseState& state, const Operator<UnaryOperatorKind>& op, Expression* operand) {
  if (op.kind == UnaryOperatorKind::kNot) state.approve_pattern(operand);
  return state.make(ast::UnaryOperator{op.kind, operand}, {op.range.begin, operand->range.end});
}

Expression* apply_null_test(ParseState& state, Expression* operand, const Operator<UnaryOperatorKind>& op) {
  grow(state, op.range);
  return state.make(ast::UnaryOperator{op.kind, operand}, {operand->range.begin, op.range.end});
}

Expression* negate_if(ParseState& state, bool negated, Expression* operand) {
  if (!negated) return operand;
  return state.make(ast::UnaryOperator{UnaryOperatorKind::kNot, operand}, operand->range);
}

Expression* apply_value_test(ParseState& state, Expression* operand, ValueTest test) {
  grow(state, test.range);
  const SourceRange range{operand->range.begin, test.range.end};
  if (test.type.has_value()) {
    return state.make(ast::TypePredicate{operand, *std::move(test.type), test.negated}, range);
  }
  ast::FunctionCall call{.name = "isNormalized", .name_range = test.range, .arguments = {operand}};
  call.arguments.push_back(state.make(ast::StringLiteral{std::string(test.form)}, test.range));
  return negate_if(state, test.negated, state.make(std::move(call), range));
}

Expression* apply_labeled(ParseState& state, Expression* operand, const Operator<bool>& op,
                          ast::LabelExpression* labels, std::uint32_t end) {
  grow(state, op.range);
  return negate_if(state, op.kind,
                   state.make(ast::LabelPredicate{operand, labels}, SourceRange{operand->range.begin, end}));
}

Expression* access(ParseState& state, Expression* subject, ast::Name key) {
  const SourceRange range{subject->range.begin, key.range.end};
  grow(state, key.range);
  return state.make(ast::PropertyAccess{subject, std::move(key)}, range);
}

Expression* index_into(ParseState& state, Expression* subject, Expression* index) {
  grow(state, index->range);
  return state.make(ast::IndexAccess{subject, index}, from_to(subject, index));
}

/// a[i turns into a[i.. when the dots follow.
void make_slice(Expression* node) {
  const ast::IndexAccess access = std::get<ast::IndexAccess>(node->node);
  node->node = ast::SliceAccess{access.subject, access.index, nullptr};
}

Expression* slice_from_start(ParseState& state, Expression* subject) {
  grow(state, subject->range);
  return state.make(ast::SliceAccess{subject, nullptr, nullptr}, subject->range);
}

using boost::fusion::at_c;

constexpr auto fold = [](auto& ctx) {
  x3::_val(ctx) = join(state_of(ctx), x3::_val(ctx), at_c<0>(x3::_attr(ctx)), at_c<1>(x3::_attr(ctx)));
};
constexpr auto fold_null_test = [](auto& ctx) {
  x3::_val(ctx) = apply_null_test(state_of(ctx), x3::_val(ctx), x3::_attr(ctx));
};
constexpr auto fold_value_test = [](auto& ctx) {
  x3::_val(ctx) = apply_value_test(state_of(ctx), x3::_val(ctx), std::move(x3::_attr(ctx)));
};
constexpr auto fold_labeled = [](auto& ctx) {
  x3::_val(ctx) = apply_labeled(state_of(ctx), x3::_val(ctx), at_c<0>(x3::_attr(ctx)), at_c<1>(x3::_attr(ctx)),
                                x3::_where(ctx).begin()[-1].range.end);
};
constexpr auto fold_prefix = [](auto& ctx) {
  x3::_val(ctx) = apply_prefix(state_of(ctx), at_c<0>(x3::_attr(ctx)), at_c<1>(x3::_attr(ctx)));
};
constexpr auto first_comparison = [](auto& ctx) {
  x3::_val(ctx) = compare(state_of(ctx), x3::_val(ctx), at_c<0>(x3::_attr(ctx)).kind, at_c<1>(x3::_attr(ctx)));
};
constexpr auto next_comparison = [](auto& ctx) {
  compare_further(x3::_val(ctx), at_c<0>(x3::_attr(ctx)).kind, at_c<1>(x3::_attr(ctx)));
};
template <LogicalOperatorKind Kind>
constexpr auto fold_logical =
    [](auto& ctx) { x3::_val(ctx) = join_logically(state_of(ctx), x3::_val(ctx), Kind, x3::_attr(ctx)); };
constexpr auto fold_access = [](auto& ctx) {
  x3::_val(ctx) = access(state_of(ctx), x3::_val(ctx), std::move(x3::_attr(ctx)));
};
constexpr auto fold_index = [](auto& ctx) { x3::_val(ctx) = index_into(state_of(ctx), x3::_val(ctx), x3::_attr(ctx)); };
constexpr auto index_to_slice = [](auto& ctx) { make_slice(x3::_val(ctx)); };
constexpr auto open_slice = [](auto& ctx) { x3::_val(ctx) = slice_from_start(state_of(ctx), x3::_val(ctx)); };
constexpr auto put_slice_end = [](auto& ctx) { std::get<ast::SliceAccess>(x3::_val(ctx)->node).to = x3::_attr(ctx); };
constexpr auto close_range = [](auto& ctx) { x3::_val(ctx)->range.end = x3::_where(ctx).begin()[-1].range.end; };
constexpr auto fold_labels = [](auto& ctx) {
  Expression* const subject = x3::_val(ctx);
  ParseState& state = state_of(ctx);
  const SourceRange range{subject->range.begin, x3::_where(ctx).begin()[-1].range.end};
  grow(state, range);
  x3::_val(ctx) = state.make(ast::LabelPredicate{subject, x3::_attr(ctx)}, range);
};

using Level = ast::Expression*;
const x3::rule<struct DisjunctionId, Level> disjunction = "an expression";
const x3::rule<struct ExclusiveId, Level> exclusive = "an expression";
const x3::rule<struct ConjunctionId, Level> conjunction = "an expression";
const x3::rule<struct NegationId, Level> negation = "an expression";
const x3::rule<struct ComparisonId, Level> comparison = "an expression";
const x3::rule<struct PredicateId, Level> predicate = "an expression";
const x3::rule<struct SumId, Level> sum = "an expression";
const x3::rule<struct ProductId, Level> product = "an expression";
const x3::rule<struct PowerId, Level> power = "an expression";
const x3::rule<struct SignedId, Level> signed_operand = "an expression";

const auto index_body =
    (sym(Symbol::kDotDot)[open_slice] >> -expression[put_slice_end]) |
    (expression[fold_index] >> -(sym(Symbol::kDotDot)[index_to_slice] >> -expression[put_slice_end]));

}  // namespace

const auto postfix_def = tall[atom[take] >> *((sym(Symbol::kDot, Named::kOperator) > property_key[fold_access]) |
                                              (sym(Symbol::kLeftBracket, Named::kOperator) > bar_joins[index_body] >
                                               sym(Symbol::kRightBracket)[close_range]) |
                                              (sym(Symbol::kColon, Named::kOperator) > labels[fold_labels]))];
const auto signed_operand_def = labelled(
    Named::kExpression)[negative_number[take] | (sign_operator > nested[signed_operand])[fold_prefix] | postfix[take]];
const auto power_def = tall[signed_operand[take] >> *(power_operator > signed_operand)[fold]];
const auto product_def = tall[power[take] >> *(product_operator > power)[fold]];
const auto sum_def = tall[product[take] >> *(sum_operator > product)[fold]];
const auto predicate_def = tall[sum[take] >> *((predicate_operator > sum)[fold] | null_test[fold_null_test] |
                                               (labeled_test > labels)[fold_labeled] | value_test[fold_value_test])];
const auto comparison_def = tall[predicate[take] >> -((comparison_operator > predicate)[first_comparison] >>
                                                      *(comparison_operator > predicate)[next_comparison])];
const auto negation_def = (not_operator > nested[negation])[fold_prefix] | comparison[take];
const auto conjunction_def = negation[take] >>
                             *(kw(Keyword::kAnd, Named::kOperator) > negation[fold_logical<LogicalOperatorKind::kAnd>]);
const auto exclusive_def = conjunction[take] >> *(kw(Keyword::kXor, Named::kOperator) >
                                                  conjunction[fold_logical<LogicalOperatorKind::kXor>]);
const auto disjunction_def = exclusive[take] >>
                             *(kw(Keyword::kOr, Named::kOperator) > exclusive[fold_logical<LogicalOperatorKind::kOr>]);
const auto expression_def = nested[tall[lone_or[labelled(Named::kExpression)[disjunction[take]]]]];

constexpr auto take_predicate = [](auto& ctx) {
  state_of(ctx).approve_pattern(x3::_attr(ctx));
  x3::_val(ctx) = x3::_attr(ctx);
};
const auto where_def = kw(Keyword::kWhere) > expression[take_predicate];

namespace {
BOOST_SPIRIT_DEFINE(disjunction, exclusive, conjunction, negation, comparison, predicate, sum, product, power,
                    signed_operand)
}  // namespace
BOOST_SPIRIT_DEFINE(expression, postfix, where)

BOOST_SPIRIT_INSTANTIATE(ExpressionRule, Iterator, Context)
BOOST_SPIRIT_INSTANTIATE(PostfixRule, Iterator, Context)
BOOST_SPIRIT_INSTANTIATE(PredicateRule, Iterator, Context)

}  // namespace kith::parser
