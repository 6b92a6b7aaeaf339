// parser/grammar/atom.cpp: what operators join: literals, names, calls, CASE, lists, maps, comprehensions, subqueries.
// Alternatives that begin alike are told apart by looking ahead; only a pattern in the place of an expression is
// attempted.
#include <boost/fusion/include/at_c.hpp>

#include "parser/grammar/path_prefix.hpp"
#include "parser/grammar/rules.hpp"

namespace kith::parser {
namespace {

using ast::Expression;
using boost::fusion::at_c;

// Looking ahead.

constexpr auto starts_subquery = [](const Token* token, const ParseState&) {
  return (token->is(Keyword::kExists) || token->is(Keyword::kCount) || token->is(Keyword::kCollect)) &&
         token[1].is(Symbol::kLeftBrace);
};
constexpr auto starts_pattern_subquery = [](const Token* token, const ParseState&) {
  return !token[-2].is(Keyword::kCollect) && (token->is(Symbol::kLeftParenthesis) || starts_named_path(token) ||
                                              starts_shortest_path(token) || starts_path_prefix(token));
};
constexpr auto starts_trim_operand = [](const Token& token) {
  return may_start_operand(token) || token.is(Keyword::kNull);
};
/// LEADING, TRAILING or BOTH in `trim(BOTH 'x' FROM text)`.
constexpr auto at_trim_side = [](const Token* token, const ParseState&) {
  return (token->is(Keyword::kLeading) || token->is(Keyword::kTrailing) || token->is(Keyword::kBoth)) &&
         token[-1].is(Symbol::kLeftParenthesis) && (token[1].is(Keyword::kFrom) || starts_trim_operand(token[1]));
};
constexpr auto at_trim_from = [](const Token* token, const ParseState&) {
  return token->is(Keyword::kFrom) && starts_trim_operand(token[1]);
};
constexpr auto at_shortest_path = [](const Token* token, const ParseState&) { return starts_shortest_path(token); };
constexpr auto at_named_path = [](const Token* token, const ParseState&) { return starts_named_path(token); };
constexpr auto starts_quantifier = [](const Token* token, const ParseState&) {
  return (token->is(Keyword::kAll) || token->is(Keyword::kAny) || token->is(Keyword::kNone_) ||
          token->is(Keyword::kSingle)) &&
         token[1].is(Symbol::kLeftParenthesis) && token[2].is_name() && token[3].is(Keyword::kIn);
};
constexpr auto starts_reduce = [](const Token* token, const ParseState&) {
  return token->is(Keyword::kReduce) && token[1].is(Symbol::kLeftParenthesis) && token[2].is_name() &&
         token[3].is(Symbol::kEqual);
};
constexpr auto starts_count_star = [](const Token* token, const ParseState&) {
  return token->is(Symbol::kStar) && token[-2].is(Keyword::kCount);
};
constexpr auto not_at_trim_from = [](const Token* token, const ParseState& state) {
  return !at_trim_from(token, state) ||
         !(token[-1].is(Keyword::kLeading) || token[-1].is(Keyword::kTrailing) || token[-1].is(Keyword::kBoth));
};
constexpr auto starts_map_projection = [](const Token* token, const ParseState&) {
  return token->is_name() && token[1].is(Symbol::kLeftBrace);
};
constexpr auto starts_entry = [](const Token* token, const ParseState&) {
  return token->is_name() && token[1].is(Symbol::kColon);
};
constexpr auto starts_pattern_comprehension = [](const Token* token, const ParseState& state) {
  return starts_relationship_pattern(starts_named_path(token) ? token + 2 : token, state);
};
constexpr auto at_where_or_bar = [](const Token* token, const ParseState&) {
  return token->is(Keyword::kWhere) || token->is(Symbol::kBar);
};

// Building.

/// True, and the list's only element becomes a comprehension, when it is `x IN list` with nothing around it.
bool turn_into_comprehension(Expression* list, std::string_view text) {
  auto& elements = std::get<ast::ListLiteral>(list->node).elements;
  if (elements.size() != 1) return false;
  const auto* const in = std::get_if<ast::BinaryOperator>(&elements[0]->node);
  if (in == nullptr || in->kind != ast::BinaryOperatorKind::kIn) return false;
  auto* const variable = std::get_if<ast::Variable>(&in->left->node);
  if (variable == nullptr || elements[0]->range.begin != in->left->range.begin) return false;
  if (text[in->left->range.begin] == '(') return false;
  ast::ListComprehension comprehension{{std::move(variable->name), in->left->range}, in->right, nullptr, nullptr};
  list->node = std::move(comprehension);
  return true;
}

bool is_exists(std::string_view name) { return find_keyword(name) == Keyword::kExists; }

bool equals_ignoring_case(std::string_view left, std::string_view right) {
  return std::equal(left.begin(), left.end(), right.begin(), right.end(), [](char a, char b) {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
    return lower(a) == lower(b);
  });
}

void check_is_trim(const ast::FunctionCall& call, const Token& word, std::string_view text) {
  if (equals_ignoring_case(call.name, "trim") || call.name == "ltrim" || call.name == "rtrim" || call.name == "btrim")
    return;
  refuse(word.range, "UnexpectedSyntax",
         "`" + std::string(word.text_in(text)) + "` has a meaning here for trim() only");
}

/// trim(LEADING ...): the side is part of the function's name.
void put_trim_side_of(ast::FunctionCall& call, const Token& side, std::string_view text) {
  check_is_trim(call, side, text);
  call.name = side.is(Keyword::kLeading) ? "ltrim" : side.is(Keyword::kTrailing) ? "rtrim" : "btrim";
}

/// trim('x' FROM text): the text comes first among the arguments.
void put_trim_text(ast::FunctionCall& call, Expression* text_argument, const Token& from, std::string_view text) {
  check_is_trim(call, from, text);
  if (call.arguments.size() > 1) {
    refuse(from.range, "InvalidNumberOfArguments", "trim(characters FROM text) takes one expression on either side");
  }
  call.arguments.insert(call.arguments.begin(), text_argument);
}

void finish_call(ast::FunctionCall& call, ParseState& state) {
  if (equals_ignoring_case(call.name, "normalize") && call.arguments.size() == 2) {  // normalize(text, NFD)
    if (const auto* word = std::get_if<ast::Variable>(&call.arguments[1]->node)) {
      const Keyword form = find_keyword(word->name);
      if (form == Keyword::kNfc || form == Keyword::kNfd || form == Keyword::kNfkc || form == Keyword::kNfkd)
        call.arguments[1]->node = ast::StringLiteral{std::string(to_string(form))};
    }
  }
  if (!is_exists(call.name)) return;
  for (const Expression* argument : call.arguments) state.approve_pattern(argument);
}

constexpr auto empty_list = [](auto& ctx) { x3::_val(ctx) = state_of(ctx).make(ast::ListLiteral{}); };
constexpr auto push_element = [](auto& ctx) {
  std::get<ast::ListLiteral>(x3::_val(ctx)->node).elements.push_back(x3::_attr(ctx));
};
constexpr auto to_comprehension = [](auto& ctx) {
  x3::_pass(ctx) = turn_into_comprehension(x3::_val(ctx), state_of(ctx).text);
};
constexpr auto bare_comprehension = [](auto& ctx) {
  if (std::holds_alternative<ast::ListLiteral>(x3::_val(ctx)->node))
    turn_into_comprehension(x3::_val(ctx), state_of(ctx).text);
};
constexpr auto put_comprehension_where = [](auto& ctx) {
  std::get<ast::ListComprehension>(x3::_val(ctx)->node).where = x3::_attr(ctx);
};
constexpr auto put_comprehension_projection = [](auto& ctx) {
  std::get<ast::ListComprehension>(x3::_val(ctx)->node).projection = x3::_attr(ctx);
};
constexpr auto push_map_entry = [](auto& ctx) {
  x3::_val(ctx).entries.emplace_back(std::move(at_c<0>(x3::_attr(ctx))), at_c<1>(x3::_attr(ctx)));
};
constexpr auto put_when = [](auto& ctx) {
  state_of(ctx).approve_pattern(x3::_attr(ctx));
  x3::_val(ctx).when = x3::_attr(ctx);
};
template <auto Member>
constexpr auto put_kind = [](auto& ctx) { x3::_val(ctx).*Member = x3::_attr(ctx).kind; };
constexpr auto put_function_name = [](auto& ctx) {
  x3::_val(ctx).name = std::move(x3::_attr(ctx).text);
  x3::_val(ctx).name_range = x3::_attr(ctx).range;
};
constexpr auto put_trim_side = [](auto& ctx) {
  put_trim_side_of(x3::_val(ctx), x3::_where(ctx).begin()[-1], state_of(ctx).text);
};
constexpr auto put_trim_source = [](auto& ctx) {
  ParseState& state = state_of(ctx);
  Expression* const text = x3::_attr(ctx);
  const Token* from = x3::_where(ctx).begin();
  while (from->range.begin > text->range.begin || !from->is(Keyword::kFrom)) --from;
  put_trim_text(x3::_val(ctx), text, *from, state.text);
};
constexpr auto call_done = [](auto& ctx) { finish_call(x3::_val(ctx), state_of(ctx)); };
constexpr auto pattern_as_node = [](auto& ctx) {
  ParseState& state = state_of(ctx);
  x3::_val(ctx) = state.make(ast::PatternExpression{x3::_attr(ctx)});
  state.stray_patterns.push_back(x3::_val(ctx));
};
constexpr auto path_as_node = [](auto& ctx) {
  x3::_val(ctx) = state_of(ctx).make(ast::PatternExpression{x3::_attr(ctx)});
};
constexpr auto named_pattern = [](auto& ctx) {
  x3::_val(ctx) = at_c<1>(x3::_attr(ctx));
  x3::_val(ctx)->variable = std::move(at_c<0>(x3::_attr(ctx)));
};
constexpr auto variable_as_node = [](auto& ctx) {
  x3::_val(ctx) = state_of(ctx).make(ast::Variable{std::move(x3::_attr(ctx).text)});
};
constexpr auto item_all = [](auto& ctx) { x3::_val(ctx) = ast::MapProjection::AllProperties{}; };
constexpr auto item_property = [](auto& ctx) {
  x3::_val(ctx) = ast::MapProjection::Property{std::move(x3::_attr(ctx))};
};
constexpr auto item_entry = [](auto& ctx) {
  x3::_val(ctx) = ast::MapProjection::Entry{std::move(at_c<0>(x3::_attr(ctx))), at_c<1>(x3::_attr(ctx))};
};
constexpr auto item_variable = [](auto& ctx) {
  x3::_val(ctx) = ast::MapProjection::VariableSelector{std::move(x3::_attr(ctx))};
};

const OperatorParser<ast::QuantifierKind> quantifier_kind{[](const Token* token, ast::QuantifierKind& out) {
  if (token->is(Keyword::kAll)) out = ast::QuantifierKind::kAll;
  if (token->is(Keyword::kAny)) out = ast::QuantifierKind::kAny;
  if (token->is(Keyword::kNone_)) out = ast::QuantifierKind::kNone;
  if (token->is(Keyword::kSingle)) out = ast::QuantifierKind::kSingle;
  return 1;
}};
const OperatorParser<ast::SubqueryKind> subquery_kind{[](const Token* token, ast::SubqueryKind& out) {
  if (token->is(Keyword::kExists)) out = ast::SubqueryKind::kExists;
  if (token->is(Keyword::kCount)) out = ast::SubqueryKind::kCount;
  if (token->is(Keyword::kCollect)) out = ast::SubqueryKind::kCollect;
  return 1;
}};

// Rules.

const auto comma = sym(Symbol::kComma);
const auto open_paren = sym(Symbol::kLeftParenthesis);
const auto close_paren = sym(Symbol::kRightParenthesis);
const auto open_brace = sym(Symbol::kLeftBrace);
const auto close_brace = sym(Symbol::kRightBrace);
const auto bar = sym(Symbol::kBar);

const x3::rule<struct CaseId, ast::CaseExpression> case_expression = "CASE";
const x3::rule<struct CaseBranchId, ast::CaseExpression::Branch> case_branch = "WHEN";
const x3::rule<struct ListId, Expression*> list = "a list";
const x3::rule<struct ListBodyId, Expression*> list_body = "an expression";
const x3::rule<struct ComprehensionPatternId, ast::PatternPart*> comprehension_pattern = "a pattern";
const x3::rule<struct PatternComprehensionId, ast::PatternComprehension> pattern_comprehension = "a pattern";
const x3::rule<struct QuantifierId, ast::Quantifier> quantifier = "an expression";
const x3::rule<struct ReduceId, ast::Reduce> reduce = "reduce";
const x3::rule<struct SubqueryExpressionId, ast::SubqueryExpression> subquery_expression = "a subquery";
const x3::rule<struct FunctionCallId, ast::FunctionCall> function_call = "a function call";
const x3::rule<struct MapProjectionId, ast::MapProjection> map_projection = "a map projection";
const x3::rule<struct MapItemId, ast::MapProjection::Item> map_item = "a property key";

const auto case_branch_def = kw(Keyword::kWhen) > expression[put_when] >
                             kw(Keyword::kThen) > expression[put<&ast::CaseExpression::Branch::then>];
const auto case_expression_def = kw(Keyword::kCase) > -expression[put<&ast::CaseExpression::subject>] >
                                 +case_branch[push<&ast::CaseExpression::branches>] >
                                 -(kw(Keyword::kElse) > expression[put<&ast::CaseExpression::otherwise>]) >
                                 kw(Keyword::kEnd);

const auto comprehension_pattern_def =
    (ahead(at_named_path) >> (new_variable > sym(Symbol::kEqual) > relationship_chain)[named_pattern]) |
    relationship_chain[take];
const auto pattern_comprehension_def =
    (ahead(starts_pattern_comprehension) >>
     attempt(Attempt::kPatternComprehension)[comprehension_pattern[put<&ast::PatternComprehension::pattern>] >>
                                             ahead(at_where_or_bar)]) > -where[put<&ast::PatternComprehension::where>] >
    bar > expression[put<&ast::PatternComprehension::projection>];
const auto list_body_def = x3::eps[empty_list] >>
                           -(expression[push_element] >>
                             ((ahead(at_where_or_bar) >> x3::eps[to_comprehension] >> -where[put_comprehension_where] >>
                               -(bar > expression[put_comprehension_projection])) |
                              *(comma > expression[push_element]))) >>
                           x3::eps[bare_comprehension];
const auto list_def = sym(Symbol::kLeftBracket) > bar_ends[pattern_comprehension[as_node] | list_body[take]] >
                      sym(Symbol::kRightBracket);

const auto map_literal_def =
    open_brace > bar_joins[-((property_key > sym(Symbol::kColon) > expression)[push_map_entry] % comma)] > close_brace;

const auto quantifier_def = quantifier_kind[put_kind<&ast::Quantifier::kind>] > open_paren >
                            new_variable[put<&ast::Quantifier::variable>] >
                            kw(Keyword::kIn) > bar_joins[expression[put<&ast::Quantifier::list>] >
                                                         where[put<&ast::Quantifier::where>]] > close_paren;
const auto reduce_def = kw(Keyword::kReduce) > open_paren > new_variable[put<&ast::Reduce::accumulator>] >
                        sym(Symbol::kEqual) > bar_ends[expression[put<&ast::Reduce::initial>]] > comma
                        > new_variable[put<&ast::Reduce::variable>] >
                        kw(Keyword::kIn) > bar_ends[expression[put<&ast::Reduce::list>]] > bar
                        > bar_joins[expression[put<&ast::Reduce::body>]] > close_paren;

const auto subquery_expression_def =
    subquery_kind[put_kind<&ast::SubqueryExpression::kind>] > open_brace >
    bar_joins[(ahead(starts_pattern_subquery) >> pattern_list[put<&ast::SubqueryExpression::patterns>] >>
               -where[put<&ast::SubqueryExpression::where>]) |
              subquery[put<&ast::SubqueryExpression::query>]] > close_brace;

const auto function_call_def =
    function_name[put_function_name] > open_paren >
    bar_joins[(ahead(starts_count_star) >> sym(Symbol::kStar)[set<&ast::FunctionCall::star, true>]) |
              (-kw(Keyword::kDistinct)[set<&ast::FunctionCall::distinct, true>] >>
               -(ahead(at_trim_side) >>
                 (kw(Keyword::kLeading) | kw(Keyword::kTrailing) | kw(Keyword::kBoth))[put_trim_side]) >>
               -(ahead(not_at_trim_from) >> (expression[push<&ast::FunctionCall::arguments>] % comma)) >>
               -(ahead(at_trim_from) >> kw(Keyword::kFrom) >> expression[put_trim_source]))] > close_paren[call_done];

const auto map_item_def = (sym(Symbol::kDot) > (sym(Symbol::kStar)[item_all] | property_key[item_property])) |
                          (ahead(starts_entry) >> (property_key > sym(Symbol::kColon) > expression)[item_entry]) |
                          used_variable[item_variable];
const auto map_projection_def = used_variable[put<&ast::MapProjection::subject>] > open_brace >
                                bar_joins[-(map_item[push<&ast::MapProjection::items>] % comma)] > close_brace;

}  // namespace

const auto atom_def =
    spanned[literal[take] | case_expression[as_node] | list[take] | map_literal[as_node] |
            (ahead(starts_relationship_pattern) >>
             attempt(Attempt::kPatternExpression)[relationship_chain[pattern_as_node]]) |
            (open_paren > bar_joins[expression[take]] > close_paren) |
            (ahead(starts_subquery) >> subquery_expression[as_node]) |
            (ahead(at_shortest_path) >> shortest_path[path_as_node]) |
            (ahead(starts_quantifier) >> quantifier[as_node]) | (ahead(starts_reduce) >> reduce[as_node]) |
            function_call[as_node] | (ahead(starts_map_projection) >> map_projection[as_node]) |
            used_variable[variable_as_node]];

namespace {
BOOST_SPIRIT_DEFINE(case_branch, case_expression, comprehension_pattern, pattern_comprehension, list_body, list,
                    quantifier, reduce, subquery_expression, function_call, map_item, map_projection)
}  // namespace
BOOST_SPIRIT_DEFINE(atom, map_literal)

BOOST_SPIRIT_INSTANTIATE(AtomRule, Iterator, Context)
BOOST_SPIRIT_INSTANTIATE(MapRule, Iterator, Context)

}  // namespace kith::parser
