// parser/grammar/pattern.cpp: node and relationship patterns, label expressions, paths.
#include <boost/fusion/include/at_c.hpp>

#include "parser/grammar/path_prefix.hpp"
#include "parser/grammar/rules.hpp"

namespace kith::parser {
namespace {

using ast::LabelExpression;
using ast::PatternPart;
using boost::fusion::at_c;

constexpr auto bar_may_join = [](const Token*, const ParseState& state) { return !state.bar_ends; };
constexpr auto at_parameter = [](const Token* token, const ParseState&) { return token->is(TokenKind::kParameter); };
constexpr auto at_dots = [](const Token* token, const ParseState&) { return token->is(Symbol::kDotDot); };
constexpr auto at_minus = [](const Token* token, const ParseState&) { return token->is(Symbol::kMinus); };
constexpr auto at_named_path = [](const Token* token, const ParseState&) { return starts_named_path(token); };
constexpr auto at_two_parentheses = [](const Token* token, const ParseState&) {
  return token->is(Symbol::kLeftParenthesis) && token[1].is(Symbol::kLeftParenthesis);
};
constexpr auto at_shortest_path = [](const Token* token, const ParseState&) { return starts_shortest_path(token); };
constexpr auto at_path_prefix = [](const Token* token, const ParseState&) { return starts_path_prefix(token); };
constexpr auto at_open_parenthesis = [](const Token* token, const ParseState&) {
  return token->is(Symbol::kLeftParenthesis);
};
constexpr auto starts_quantifier = [](const Token& token) {
  return token.is(Symbol::kPlus) || token.is(Symbol::kStar) || token.is(Symbol::kLeftBrace);
};
constexpr auto at_quantifier = [](const Token* token, const ParseState&) { return starts_quantifier(*token); };
/// `((x)-[r]->(y) WHERE p){1,3}`
constexpr auto at_group = [](const Token* token, const ParseState& state) {
  return token->is(Symbol::kLeftParenthesis) && token[1].is(Symbol::kLeftParenthesis) && token->match != 0 &&
         starts_quantifier(state.tokens[token->match + 1]);
};
constexpr auto at_dynamic_label = [](const Token* token, const ParseState& state) {
  if (token->is(Symbol::kDollar)) return true;
  return token->is(TokenKind::kParameter) && token[1].is(Symbol::kLeftParenthesis) &&
         (find_keyword(token->text_in(state.text).substr(1)) == Keyword::kAny ||
          find_keyword(token->text_in(state.text).substr(1)) == Keyword::kAll);
};

LabelExpression* make_label(ParseState& state, LabelExpression::Kind kind, std::vector<LabelExpression*> operands) {
  return &state.arena->label_expressions.emplace_back(LabelExpression{kind, {}, std::move(operands)});
}

LabelExpression* join_labels(ParseState& state, LabelExpression* left, LabelExpression::Kind kind,
                             LabelExpression* right) {
  if (left->kind != kind) return make_label(state, kind, {left, right});
  left->operands.push_back(right);
  return left;
}

template <LabelExpression::Kind Kind>
constexpr auto fold_label =
    [](auto& ctx) { x3::_val(ctx) = join_labels(state_of(ctx), x3::_val(ctx), Kind, x3::_attr(ctx)); };
constexpr auto negate_label = [](auto& ctx) {
  x3::_val(ctx) = make_label(state_of(ctx), LabelExpression::Kind::kNot, {x3::_attr(ctx)});
};
constexpr auto any_label = [](auto& ctx) {
  x3::_val(ctx) = make_label(state_of(ctx), LabelExpression::Kind::kWildcard, {});
};
constexpr auto named_label = [](auto& ctx) {
  x3::_val(ctx) = make_label(state_of(ctx), LabelExpression::Kind::kName, {});
  x3::_val(ctx)->name = std::move(x3::_attr(ctx));
};
constexpr auto begin_dynamic_label = [](auto& ctx) {
  x3::_val(ctx) = make_label(state_of(ctx), LabelExpression::Kind::kDynamic, {});
  x3::_val(ctx)->any = x3::_attr(ctx).kind;
};
constexpr auto put_dynamic_label = [](auto& ctx) { x3::_val(ctx)->value = x3::_attr(ctx); };

constexpr auto refuse_missing_star = [](auto& ctx) {
  refuse(x3::_where(ctx).begin()->range, "InvalidRelationshipPattern", "a range of lengths needs a `*` before it",
         "write `*1..3`, or `*..` for any length from one");
};
constexpr auto refuse_negative_bound = [](auto& ctx) {
  refuse(x3::_where(ctx).begin()->range, "InvalidRelationshipPattern",
         "a length is a whole number that is not negative");
};
constexpr auto fixed_length = [](auto& ctx) {
  x3::_val(ctx).minimum = x3::_attr(ctx);
  x3::_val(ctx).maximum = x3::_attr(ctx);
};
constexpr auto no_maximum = [](auto& ctx) { x3::_val(ctx).maximum.reset(); };
template <int Minimum>
constexpr auto at_least = [](auto& ctx) { x3::_val(ctx).minimum = Minimum; };
constexpr auto refuse_empty_quantifier = [](auto& ctx) {
  const ast::VariableLength& length = x3::_val(ctx);
  if (!length.maximum.has_value() || (*length.maximum > 0 && length.minimum.value_or(0) <= *length.maximum)) return;
  refuse(x3::_where(ctx).begin()[-1].range, "InvalidRelationshipPattern",
         "a quantifier's upper bound is at least 1, and at least its lower bound");
};

constexpr auto points_left = [](auto& ctx) { x3::_val(ctx).direction = Direction::kIncoming; };
constexpr auto points_right = [](auto& ctx) {
  Direction& direction = x3::_val(ctx).direction;
  direction = direction == Direction::kIncoming ? Direction::kBoth : Direction::kOutgoing;
};

constexpr auto make_part = [](auto& ctx) { x3::_val(ctx) = &state_of(ctx).arena->pattern_parts.emplace_back(); };
constexpr auto push_node = [](auto& ctx) { x3::_val(ctx)->nodes.push_back(std::move(x3::_attr(ctx))); };
constexpr auto push_relationship = [](auto& ctx) { x3::_val(ctx)->relationships.push_back(std::move(x3::_attr(ctx))); };

/// The node that stands unwritten between a group and what is before or after it.
void add_joint(PatternPart& part, SourceRange where) {
  part.nodes.emplace_back();
  part.nodes.back().range = where;
}
constexpr auto push_group = [](auto& ctx) {
  PatternPart& part = *x3::_val(ctx);
  PatternPart* const group = at_c<0>(x3::_attr(ctx));
  if (part.nodes.size() == part.relationships.size()) add_joint(part, {group->range.begin, group->range.begin});
  ast::RelationshipPattern& relationship = part.relationships.emplace_back();
  relationship.group = group;
  relationship.length = at_c<1>(x3::_attr(ctx));
  relationship.range = {group->range.begin, relationship.length->range.end};
};
constexpr auto after_group = [](auto& ctx) {
  x3::_pass(ctx) = x3::_val(ctx)->nodes.size() == x3::_val(ctx)->relationships.size();
};
constexpr auto end_path = [](auto& ctx) {
  PatternPart& part = *x3::_val(ctx);
  if (part.nodes.size() > part.relationships.size()) return;
  add_joint(part, {part.relationships.back().range.end, part.relationships.back().range.end});
};
constexpr auto put_path_where = [](auto& ctx) {
  PatternPart& part = *x3::_val(ctx);
  if (part.where != nullptr) {
    refuse(x3::_attr(ctx)->range, "UnexpectedSyntax", "a path takes one WHERE", "join the conditions with AND");
  }
  part.where = x3::_attr(ctx);
};
constexpr auto select_shortest = [](auto& ctx) {
  x3::_val(ctx) = at_c<1>(x3::_attr(ctx));
  x3::_val(ctx)->prefix.selector = at_c<0>(x3::_attr(ctx)).kind;
};
constexpr auto select_paths = [](auto& ctx) {
  x3::_val(ctx) = at_c<1>(x3::_attr(ctx));
  x3::_val(ctx)->prefix = at_c<0>(x3::_attr(ctx));
};
constexpr auto named_path = [](auto& ctx) {
  x3::_val(ctx) = at_c<1>(x3::_attr(ctx));
  x3::_val(ctx)->variable = std::move(at_c<0>(x3::_attr(ctx)));
};
constexpr auto push_part = [](auto& ctx) { x3::_val(ctx).push_back(x3::_attr(ctx)); };

/// SHORTEST 2 TRAIL PATHS
struct PathPrefixParser : x3::parser<PathPrefixParser> {
  using attribute_type = ast::PathPrefix;
  [[maybe_unused]] static constexpr bool has_attribute = true;
  template <class C, class R, class A>
  bool parse(Iterator& first, const Iterator&, const C& context, R&, A& attribute) const {
    if (!starts_path_prefix(first)) return false;
    attribute = take_path_prefix(first, state_of(context));
    return true;
  }
};
constexpr PathPrefixParser path_prefix;

/// `$`, `$any` or `$all` before the parenthesis of a dynamic label: whether it is `$any`.
struct DynamicLabelStart : x3::parser<DynamicLabelStart> {
  using attribute_type = Operator<bool>;
  [[maybe_unused]] static constexpr bool has_attribute = true;
  template <class C, class R, class A>
  bool parse(Iterator& first, const Iterator&, const C& context, R&, A& attribute) const {
    const std::string_view word = first->text_in(state_of(context).text).substr(1);
    attribute = Operator<bool>{find_keyword(word) == Keyword::kAny, first->range};
    ++first;
    return true;
  }
};
constexpr DynamicLabelStart dynamic_label_start;

const OperatorParser<ast::PathSelector> path_selector{[](const Token* token, ast::PathSelector& out) {
  if (!starts_shortest_path(token)) return 0;
  out = token->is(Keyword::kShortestPath) ? ast::PathSelector::kShortestPath : ast::PathSelector::kAllShortestPaths;
  return 1;
}};

const x3::rule<struct LabelUnaryId, LabelExpression*> label_unary = "a label";
const x3::rule<struct LabelAndId, LabelExpression*> label_and = "a label";
const x3::rule<struct PropertiesId, ast::Expression*> properties = "properties";
const x3::rule<struct NodePatternId, ast::NodePattern> node = "a node";
const x3::rule<struct DynamicLabelId, LabelExpression*> dynamic_label = "a label";
const x3::rule<struct VariableLengthId, ast::VariableLength> length = "a length";
const x3::rule<struct QuantifierId, ast::VariableLength> quantifier = "a quantifier";
const x3::rule<struct GroupId, PatternPart*> group = "a pattern";
const x3::rule<struct RelationshipPatternId, ast::RelationshipPattern> relationship = "a relationship";
const x3::rule<struct AnonymousPathId, PatternPart*> anonymous_path = "a pattern";
const x3::rule<struct PathElementId, PatternPart*> path_element = "a pattern";
const x3::rule<struct PathBodyId, PatternPart*> path_body = "a pattern";

const auto minus = sym(Symbol::kMinus);
const auto open_paren = sym(Symbol::kLeftParenthesis);
const auto close_paren = sym(Symbol::kRightParenthesis);

const auto label_unary_def =
    (sym(Symbol::kBang, Named::kLabel) > nested[label_unary][negate_label]) |
    (sym(Symbol::kLeftParenthesis, Named::kLabel) > bar_joins[nested[labels][take]] > close_paren) |
    sym(Symbol::kPercent, Named::kLabel)[any_label] | (ahead(at_dynamic_label) >> dynamic_label[take]) |
    label_name[named_label];
const auto dynamic_label_def =
    dynamic_label_start[begin_dynamic_label] > open_paren > bar_joins[expression[put_dynamic_label]] > close_paren;
const auto label_and_def = label_unary[take] >>
                           *((sym(Symbol::kAmpersand, Named::kOperator) | sym(Symbol::kColon, Named::kOperator)) >
                             label_unary[fold_label<LabelExpression::Kind::kAnd>]);

const auto properties_def = spanned[map_literal[as_node] | (ahead(at_parameter) >> literal[take])];

/// `:A` or `IS A`
const auto label_sign = sym(Symbol::kColon) | kw(Keyword::kIs, Symbol::kColon);

const auto node_def = spanned[open_paren > bar_joins[-new_variable[put<&ast::NodePattern::variable>] >>
                                                     -(label_sign > labels[put<&ast::NodePattern::labels>]) >>
                                                     -properties[put<&ast::NodePattern::properties>] >>
                                                     -where[put<&ast::NodePattern::where>]] > close_paren];

const auto length_def =
    spanned[sym(Symbol::kStar) >> -(ahead(at_minus) >> x3::eps[refuse_negative_bound]) >>
            ((whole_number_literal[fixed_length] >>
              -(sym(Symbol::kDotDot)[no_maximum] >> -whole_number_literal[put<&ast::VariableLength::maximum>])) |
             (sym(Symbol::kDotDot) >> -whole_number_literal[put<&ast::VariableLength::maximum>]) | x3::eps)];

using ast::RelationshipPattern;
const auto relationship_detail = -new_variable[put<&RelationshipPattern::variable>] >>
                                 -(label_sign >
                                   labelled(Named::kRelationshipType)[labels][put<&RelationshipPattern::types>]) >>
                                 -(ahead(at_dots) >> x3::eps[refuse_missing_star]) >>
                                 -length[put<&RelationshipPattern::length>] >>
                                 -properties[put<&RelationshipPattern::properties>] >>
                                 -where[put<&RelationshipPattern::where>];
const auto quantifier_def =
    spanned[sym(Symbol::kPlus)[at_least<1>] | sym(Symbol::kStar)[at_least<0>] |
            (sym(Symbol::kLeftBrace) >
             ((whole_number_literal[fixed_length] >>
               -(sym(Symbol::kComma)[no_maximum] >> -whole_number_literal[put<&ast::VariableLength::maximum>])) |
              (sym(Symbol::kComma)[at_least<0>] >> -whole_number_literal[put<&ast::VariableLength::maximum>])) >
             sym(Symbol::kRightBrace)[refuse_empty_quantifier])];
constexpr auto put_quantifier = [](auto& ctx) {
  RelationshipPattern& relationship = x3::_val(ctx);
  if (relationship.length.has_value()) {
    refuse(x3::_attr(ctx).range, "InvalidRelationshipPattern",
           "a relationship has a length in its brackets or a quantifier behind it, not both");
  }
  relationship.length = x3::_attr(ctx);
};
const auto relationship_def =
    spanned[((sym(Symbol::kLess, Named::kRelationship)[points_left] > minus) |
             sym(Symbol::kMinus, Named::kRelationship)) >
            -(sym(Symbol::kLeftBracket) > bar_joins[relationship_detail] > sym(Symbol::kRightBracket)) > minus >
            -sym(Symbol::kGreater)[points_right] > -(ahead(at_quantifier) >> quantifier[put_quantifier])];

const auto anonymous_path_def =
    spanned[x3::eps[make_part] >> ((ahead(at_group) >> (group > quantifier)[push_group]) | node[push_node]) >>
            *((ahead(at_group) >> (group > quantifier)[push_group]) |
              (ahead(at_open_parenthesis) >> x3::eps[after_group] >> node[push_node]) |
              (relationship[push_relationship] > node[push_node])) >>
            x3::eps[end_path]];
const auto group_def = open_paren > bar_joins[nested[anonymous_path][take] >> -where[put_path_where]] > close_paren;
constexpr auto at_parenthesised_path = [](const Token* token, const ParseState& state) {
  return at_two_parentheses(token, state) && !at_group(token, state);
};
const auto path_element_def =
    (ahead(at_parenthesised_path) >>
     (open_paren > bar_joins[nested[path_element][take] >> -where[put_path_where]] > close_paren)) |
    anonymous_path[take];
const auto path_body_def = (ahead(at_shortest_path) >> shortest_path[take]) |
                           (ahead(at_path_prefix) >> (path_prefix > path_element)[select_paths]) | path_element[take];

}  // namespace

const auto labels_def = label_and[take] >>
                        *((ahead(bar_may_join) >> sym(Symbol::kBar, Named::kOperator) >> -sym(Symbol::kColon)) >
                          label_and[fold_label<LabelExpression::Kind::kOr>]);
const auto relationship_chain_def =
    spanned[x3::eps[make_part] >> node[push_node] >> +(relationship[push_relationship] > node[push_node])];
const auto shortest_path_def = spanned[(path_selector > open_paren > path_element > close_paren)[select_shortest]];
const auto pattern_part_def = spanned[labelled(
    Named::kPattern)[(ahead(at_named_path) >> (new_variable > sym(Symbol::kEqual) > path_body)[named_path]) |
                     path_body[take]]];
const auto pattern_list_def = pattern_part[push_part] >> *(sym(Symbol::kComma) > pattern_part[push_part]);

namespace {
BOOST_SPIRIT_DEFINE(label_unary, label_and, dynamic_label, properties, node, length, quantifier, relationship, group,
                    anonymous_path, path_element, path_body)
}  // namespace
BOOST_SPIRIT_DEFINE(labels, relationship_chain, shortest_path, pattern_part, pattern_list)

BOOST_SPIRIT_INSTANTIATE(LabelsRule, Iterator, Context)
BOOST_SPIRIT_INSTANTIATE(RelationshipChainRule, Iterator, Context)
BOOST_SPIRIT_INSTANTIATE(ShortestPathRule, Iterator, Context)
BOOST_SPIRIT_INSTANTIATE(PatternPartRule, Iterator, Context)
BOOST_SPIRIT_INSTANTIATE(PatternListRule, Iterator, Context)

}  // namespace kith::parser
