// parser/grammar/read_clause.cpp: MATCH, UNWIND, WITH, RETURN, CALL, and the body that WITH and RETURN share.
#include "parser/grammar/clause_action.hpp"

namespace kith::parser {
namespace {

constexpr auto starts_call_subquery = [](const Token* token, const ParseState&) {
  return token->is(Keyword::kCall) && token[1].is(Symbol::kLeftBrace);
};

/// The item's text is the user's, byte for byte, since it names the column.
template <class Subject>
struct TextDirective : Directive<Subject, TextDirective<Subject>> {
  using Directive<Subject, TextDirective<Subject>>::Directive;

  template <class C, class R, class A>
  bool parse(Iterator& first, const Iterator& last, const C& context, R& rule_context, A& attribute) const {
    const std::uint32_t begin = first->range.begin;
    if (!this->subject.parse(first, last, context, rule_context, attribute)) return false;
    rule_context.text = state_of(context).text.substr(begin, first[-1].range.end - begin);
    return true;
  }
};
constexpr DirectiveGenerator<TextDirective> with_text{};

constexpr auto star = [](auto& ctx) {
  x3::_val(ctx).star = true;
  x3::_val(ctx).star_range = x3::_where(ctx).begin()[-1].range;
};
constexpr auto put_procedure = [](auto& ctx) {
  x3::_val(ctx).procedure = std::move(x3::_attr(ctx).text);
  x3::_val(ctx).name_range = x3::_attr(ctx).range;
};

const auto comma = sym(Symbol::kComma);

const x3::rule<struct ProjectionItemId, ast::ProjectionItem> projection_item = "an expression";
const x3::rule<struct SortItemId, ast::SortItem> sort_item = "an expression";
const x3::rule<struct MatchId, ast::Match> match = "MATCH";
const x3::rule<struct UnwindId, ast::Unwind> unwind = "UNWIND";
const x3::rule<struct WithId, ast::With> with = "WITH";
const x3::rule<struct ReturnId, ast::Return> return_ = "RETURN";
const x3::rule<struct CallId, ast::Call> call = "CALL";
const x3::rule<struct YieldItemId, ast::YieldItem> yield_item = "a name";
const x3::rule<struct CallSubqueryId, ast::CallSubquery> call_subquery = "CALL";

const auto projection_item_def = with_text[expression[put<&ast::ProjectionItem::expression>]] >>
                                 -(kw(Keyword::kAs) > alias_name[put<&ast::ProjectionItem::alias>]);
const auto sort_item_def = expression[put<&ast::SortItem::expression>] >>
                           -((kw(Keyword::kAscending) | kw(Keyword::kAsc)) |
                             (kw(Keyword::kDescending) | kw(Keyword::kDesc))[set<&ast::SortItem::descending, true>]);

const auto match_def =
    ((kw(Keyword::kOptional)[set<&ast::Match::optional, true>] > kw(Keyword::kMatch)) | kw(Keyword::kMatch)) >
    pattern_list[put<&ast::Match::patterns>] > -where[put<&ast::Match::where>];
const auto unwind_def = kw(Keyword::kUnwind) > expression[put<&ast::Unwind::list>] >
                        kw(Keyword::kAs) > alias_name[put<&ast::Unwind::variable>];
const auto with_def = kw(Keyword::kWith) > projection[put<&ast::With::projection>] > -where[put<&ast::With::where>];
const auto return__def = kw(Keyword::kReturn) > projection[put<&ast::Return::projection>];

const auto yield_item_def = yield_field[put<&ast::YieldItem::field>] >>
                            -(kw(Keyword::kAs) > alias_name[put<&ast::YieldItem::alias>]);
const auto call_def = kw(Keyword::kCall) > procedure_name[put_procedure] >
                      ((sym(Symbol::kLeftParenthesis) > bar_joins[-(expression[push<&ast::Call::arguments>] % comma)] >
                        sym(Symbol::kRightParenthesis)) |
                       x3::eps[set<&ast::Call::implicit_arguments, true>]) >
                      -(kw(Keyword::kYield)[set<&ast::Call::yields, true>] >
                        (sym(Symbol::kStar)[set<&ast::Call::yield_star, true>] |
                         (yield_item[push<&ast::Call::yield_items>] >>
                          *(comma > yield_item[push<&ast::Call::yield_items>]))) > -where[put<&ast::Call::where>]);
const auto call_subquery_def = kw(Keyword::kCall) >
                               sym(Symbol::kLeftBrace) > bar_joins[subquery[put<&ast::CallSubquery::query>]] >
                               sym(Symbol::kRightBrace);

}  // namespace

const auto projection_def = -kw(Keyword::kDistinct)[set<&ast::Projection::distinct, true>] >
                            (sym(Symbol::kStar, Named::kExpression)[star] |
                             projection_item[push<&ast::Projection::items>]) >
                            *(comma > projection_item[push<&ast::Projection::items>]) >
                            -(kw(Keyword::kOrder) > kw(Keyword::kBy) > sort_item[push<&ast::Projection::order_by>] >
                              *(comma > sort_item[push<&ast::Projection::order_by>])) >
                            -(kw(Keyword::kSkip) > expression[put<&ast::Projection::skip>]) >
                            -(kw(Keyword::kLimit) > expression[put<&ast::Projection::limit>]);

const auto read_clause_def = match[as_clause] | return_[as_clause] | with[as_clause] | unwind[as_clause] |
                             (ahead(starts_call_subquery) >> call_subquery[as_clause]) | call[as_clause];

namespace {
BOOST_SPIRIT_DEFINE(projection_item, sort_item, match, unwind, with, return_, yield_item, call, call_subquery)
}  // namespace
BOOST_SPIRIT_DEFINE(projection, read_clause)

BOOST_SPIRIT_INSTANTIATE(ProjectionRule, Iterator, Context)
BOOST_SPIRIT_INSTANTIATE(ReadClauseRule, Iterator, Context)

}  // namespace kith::parser
