// parser/grammar/read_clause.cpp: MATCH, UNWIND, FOR, WITH, LET, FILTER, RETURN, FINISH, CALL, LOAD CSV, and the body
// that WITH and RETURN share.
#include <boost/fusion/include/at_c.hpp>

#include "parser/grammar/clause_action.hpp"
#include "parser/grammar/path_prefix.hpp"

namespace kith::parser {
namespace {

using boost::fusion::at_c;

constexpr auto starts_call_subquery = [](const Token* token, const ParseState&) {
  if (token->is(Keyword::kOptional)) ++token;
  return token->is(Keyword::kCall) && (token[1].is(Symbol::kLeftBrace) || token[1].is(Symbol::kLeftParenthesis));
};
constexpr auto starts_optional_call = [](const Token* token, const ParseState&) {
  return token->is(Keyword::kOptional) && token[1].is(Keyword::kCall);
};
constexpr auto at_ordinal = [](const Token* token, const ParseState&) {
  return token->is(Keyword::kWith) && (token[1].is(Keyword::kOrdinality) || token[1].is(Keyword::kOffset)) &&
         is_used_variable(token + 2);
};
constexpr auto at_in_transactions = [](const Token* token, const ParseState&) {
  if (!token->is(Keyword::kIn)) return false;
  while (!token->is(TokenKind::kEnd) && (token->is(Keyword::kIn) || token->is(Keyword::kConcurrent) ||
                                         token->is(TokenKind::kInteger) || token->is(TokenKind::kParameter)))
    ++token;
  return token->is(Keyword::kTransactions) || token->is(Keyword::kTransaction);
};
constexpr auto at_use = [](const Token* token, const ParseState&) {
  return token->is(Keyword::kUse) && token[1].is_name();
};
constexpr auto refuse_use = [](auto& ctx) {
  throw Refusal{Error(ErrorKind::kUnsupported, "USE chooses between graphs, and a Kith database holds one")
                    .with_hint("leave USE out, and open the database that holds the graph")
                    .at(x3::_where(ctx).begin()->range)
                    .at_compile_time()};
};
constexpr auto refuse_concurrent = [](auto& ctx) {
  throw Refusal{Error(ErrorKind::kUnsupported, "transactions run one after the other here, not concurrently")
                    .with_hint("leave out the number and CONCURRENT")
                    .at(x3::_where(ctx).begin()[-1].range)
                    .at_compile_time()};
};

const OperatorParser<ast::MatchMode> match_mode{
    [](const Token* token, ast::MatchMode& out) { return match_mode_at(token, out); }};
constexpr auto put_match_mode = [](auto& ctx) { x3::_val(ctx).mode = x3::_attr(ctx).kind; };
constexpr auto at_match_mode = [](const Token* token, const ParseState&) {
  ast::MatchMode mode;
  return match_mode_at(token, mode) != 0;
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

constexpr auto push_let = [](auto& ctx) {
  x3::_val(ctx).items.emplace_back(std::move(at_c<0>(x3::_attr(ctx))), at_c<1>(x3::_attr(ctx)));
};
constexpr auto put_filter = [](auto& ctx) {
  state_of(ctx).approve_pattern(x3::_attr(ctx));
  x3::_val(ctx).predicate = x3::_attr(ctx);
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
const x3::rule<struct InTransactionsId, ast::InTransactions> in_transactions = "IN TRANSACTIONS";
const x3::rule<struct ForId, ast::Unwind> for_ = "FOR";
const x3::rule<struct LetId, ast::Let> let = "LET";
const x3::rule<struct FilterId, ast::Filter> filter = "FILTER";
const x3::rule<struct FinishId, ast::Finish> finish = "FINISH";
const x3::rule<struct LoadCsvId, ast::LoadCsv> load_csv = "LOAD CSV";

const auto projection_item_def = with_text[expression[put<&ast::ProjectionItem::expression>]] >>
                                 -(kw(Keyword::kAs) > alias_name[put<&ast::ProjectionItem::alias>]);
const auto sort_item_def = expression[put<&ast::SortItem::expression>] >>
                           -((kw(Keyword::kAscending) | kw(Keyword::kAsc)) |
                             (kw(Keyword::kDescending) | kw(Keyword::kDesc))[set<&ast::SortItem::descending, true>]);

const auto match_def = ((kw(Keyword::kOptional)[set<&ast::Match::optional, true>] > kw(Keyword::kMatch)) |
                        kw(Keyword::kMatch)) >
                       -(ahead(at_match_mode) >>
                         match_mode[put_match_mode]) > pattern_list[put<&ast::Match::patterns>] >
                       -where[put<&ast::Match::where>];
const auto unwind_def = kw(Keyword::kUnwind) > expression[put<&ast::Unwind::list>] >
                        kw(Keyword::kAs) > alias_name[put<&ast::Unwind::variable>];
const auto for__def = kw(Keyword::kFor)[set<&ast::Unwind::is_for, true>] > new_variable[put<&ast::Unwind::variable>] >
                      kw(Keyword::kIn) > expression[put<&ast::Unwind::list>] >
                      -(ahead(at_ordinal) >> kw(Keyword::kWith) >>
                        (kw(Keyword::kOrdinality)[set<&ast::Unwind::from_one, true>] | kw(Keyword::kOffset)) >>
                        new_variable[put<&ast::Unwind::ordinal>]);
const auto let_def = kw(Keyword::kLet) > (new_variable > sym(Symbol::kEqual) > expression)[push_let] >
                     *(comma > (new_variable > sym(Symbol::kEqual) > expression)[push_let]);
const auto filter_def = kw(Keyword::kFilter) > -kw(Keyword::kWhere) > expression[put_filter];
const auto finish_def = kw(Keyword::kFinish);
const auto load_csv_def = kw(Keyword::kLoad) > kw(Keyword::kCsv) >
                          -(kw(Keyword::kWith) > kw(Keyword::kHeaders)[set<&ast::LoadCsv::headers, true>]) >
                          kw(Keyword::kFrom) > expression[put<&ast::LoadCsv::source>] >
                          kw(Keyword::kAs) > alias_name[put<&ast::LoadCsv::variable>] >
                          -(kw(Keyword::kFieldTerminator) > expression[put<&ast::LoadCsv::terminator>]);
const auto with_def = kw(Keyword::kWith) > projection[put<&ast::With::projection>] > -where[put<&ast::With::where>];
const auto return__def = kw(Keyword::kReturn) > projection[put<&ast::Return::projection>];

const auto yield_item_def = yield_field[put<&ast::YieldItem::field>] >>
                            -(kw(Keyword::kAs) > alias_name[put<&ast::YieldItem::alias>]);
const auto call_def = -kw(Keyword::kOptional)[set<&ast::Call::optional, true>] >>
                      kw(Keyword::kCall) > procedure_name[put_procedure] >
                      ((sym(Symbol::kLeftParenthesis) > bar_joins[-(expression[push<&ast::Call::arguments>] % comma)] >
                        sym(Symbol::kRightParenthesis)) |
                       x3::eps[set<&ast::Call::implicit_arguments, true>]) >
                      -(kw(Keyword::kYield)[set<&ast::Call::yields, true>] >
                        (sym(Symbol::kStar)[set<&ast::Call::yield_star, true>] |
                         (yield_item[push<&ast::Call::yield_items>] >>
                          *(comma > yield_item[push<&ast::Call::yield_items>]))) > -where[put<&ast::Call::where>]);

using OnError = ast::InTransactions::OnError;
const auto in_transactions_def = spanned
    [kw(Keyword::kIn) >> -((literal >> kw(Keyword::kConcurrent)) | kw(Keyword::kConcurrent))[refuse_concurrent] >>
     (kw(Keyword::kTransactions) | kw(Keyword::kTransaction)) >>
     -(kw(Keyword::kOf) > literal[put<&ast::InTransactions::num_rows>] > (kw(Keyword::kRows) | kw(Keyword::kRow))) >>
     -(kw(Keyword::kOn) > kw(Keyword::kError) >
       (kw(Keyword::kContinue)[set<&ast::InTransactions::on_error, OnError::kContinue>] |
        kw(Keyword::kBreak)[set<&ast::InTransactions::on_error, OnError::kBreak>] |
        kw(Keyword::kFail)[set<&ast::InTransactions::on_error, OnError::kFail>])) >>
     -(kw(Keyword::kReport) > kw(Keyword::kStatus) > kw(Keyword::kAs) > alias_name[put<&ast::InTransactions::status>])];
const auto call_subquery_def = -kw(Keyword::kOptional)[set<&ast::CallSubquery::optional, true>] >> kw(Keyword::kCall) >
                               -(sym(Symbol::kLeftParenthesis)[set<&ast::CallSubquery::scoped, true>] >
                                 -(sym(Symbol::kStar)[set<&ast::CallSubquery::imports_all, true>] |
                                   (used_variable[push<&ast::CallSubquery::imports>] >>
                                    *(comma > used_variable[push<&ast::CallSubquery::imports>]))) >
                                 sym(Symbol::kRightParenthesis)) >
                               sym(Symbol::kLeftBrace) > bar_joins[subquery[put<&ast::CallSubquery::query>]] >
                               sym(Symbol::kRightBrace) >
                               -(ahead(at_in_transactions) >> in_transactions[put<&ast::CallSubquery::transactions>]);

}  // namespace

const auto projection_def = -kw(Keyword::kDistinct)[set<&ast::Projection::distinct, true>] >
                            (sym(Symbol::kStar, Named::kExpression)[star] |
                             projection_item[push<&ast::Projection::items>]) >
                            *(comma > projection_item[push<&ast::Projection::items>]) >
                            -(kw(Keyword::kOrder) > kw(Keyword::kBy) > sort_item[push<&ast::Projection::order_by>] >
                              *(comma > sort_item[push<&ast::Projection::order_by>])) >
                            -((kw(Keyword::kSkip) | kw(Keyword::kOffset, Keyword::kSkip)) >
                              expression[put<&ast::Projection::skip>]) >
                            -(kw(Keyword::kLimit) > expression[put<&ast::Projection::limit>]);

const auto read_clause_def = (ahead(starts_call_subquery) >> call_subquery[as_clause]) |
                             (ahead(starts_optional_call) >> call[as_clause]) | match[as_clause] | return_[as_clause] |
                             with[as_clause] | unwind[as_clause] | call[as_clause] | let[as_clause] |
                             filter[as_clause] | for_[as_clause] | finish[as_clause] | load_csv[as_clause] |
                             (ahead(at_use) >> x3::eps[refuse_use] >> finish[as_clause]);

namespace {
BOOST_SPIRIT_DEFINE(projection_item, sort_item, match, unwind, for_, with, let, filter, return_, finish, yield_item,
                    call, in_transactions, call_subquery, load_csv)
}  // namespace
BOOST_SPIRIT_DEFINE(projection, read_clause)

BOOST_SPIRIT_INSTANTIATE(ProjectionRule, Iterator, Context)
BOOST_SPIRIT_INSTANTIATE(ReadClauseRule, Iterator, Context)

}  // namespace kith::parser
