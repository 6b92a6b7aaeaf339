// parser/grammar/statement.cpp: whole queries, schema commands, and the entry from parse().
#include <boost/fusion/include/at_c.hpp>

#include <fmt/format.h>

#include "parser/grammar/clause_action.hpp"
#include "parser/grammar/parse_tokens.hpp"
#include "parser/parser.hpp"

namespace kith::parser {
namespace {

constexpr auto starts_create_index = [](const Token* token, const ParseState&) {
  return token->is(Keyword::kCreate) && (token[1].is(Keyword::kIndex) || token[1].is(Keyword::kRange));
};
constexpr auto starts_create_constraint = [](const Token* token, const ParseState&) {
  return token->is(Keyword::kCreate) && token[1].is(Keyword::kConstraint);
};

/// `v.key` of an index or constraint; `v` is checked against the variable that FOR introduced.
struct SchemaProperty {
  ast::Name variable;
  ast::Name key;
};

/// FOR (v:Label) or FOR ()-[v:TYPE]-().
struct SchemaTarget {
  ast::Name variable;
  ast::Name label;
  bool on_relationship = false;
};

template <class Command>
void set_target(Command& command, SchemaTarget target) {
  command.variable = std::move(target.variable);
  command.label = std::move(target.label);
  command.on_relationship = target.on_relationship;
}

template <class Command>
void add_key(Command& command, SchemaProperty property) {
  if (property.variable.text != command.variable.text) {
    refuse(property.variable.range, "UndefinedVariable", "`" + property.variable.text + "` is not defined",
           "in scope: " + command.variable.text);
  }
  command.keys.push_back(std::move(property.key));
}

constexpr auto put_target = [](auto& ctx) { set_target(x3::_val(ctx), std::move(x3::_attr(ctx))); };
constexpr auto push_key = [](auto& ctx) { add_key(x3::_val(ctx), std::move(x3::_attr(ctx))); };
constexpr auto make_query = [](auto& ctx) { x3::_val(ctx) = &state_of(ctx).arena->queries.emplace_back(); };
constexpr auto push_part = [](auto& ctx) { x3::_val(ctx)->parts.push_back(std::move(x3::_attr(ctx))); };
template <ast::SetOperator Operator>
constexpr auto push_operator = [](auto& ctx) { x3::_val(ctx)->operators.push_back(Operator); };
constexpr auto put_next = [](auto& ctx) {
  const std::uint32_t num_before = x3::_val(ctx)->num_before + 1;
  if (num_before >= kMaxChainedQueries) {
    refuse(x3::_attr(ctx)->range, "UnexpectedSyntax",
           fmt::format("at most {} queries follow each other by NEXT", kMaxChainedQueries),
           "run it as several statements");
  }
  x3::_attr(ctx)->num_before = num_before;
  x3::_attr(ctx)->before = x3::_val(ctx);
  x3::_val(ctx) = x3::_attr(ctx);
};
constexpr auto at_when = [](const Token* token, const ParseState&) { return token->is(Keyword::kWhen); };
constexpr auto at_brace = [](const Token* token, const ParseState&) { return token->is(Symbol::kLeftBrace); };
constexpr auto push_when = [](auto& ctx) {
  ast::Expression* const when = boost::fusion::at_c<0>(x3::_attr(ctx));
  state_of(ctx).approve_pattern(when);
  x3::_val(ctx).branches.push_back({when, boost::fusion::at_c<1>(x3::_attr(ctx))});
};
constexpr auto push_otherwise = [](auto& ctx) { x3::_val(ctx).branches.push_back({nullptr, x3::_attr(ctx)}); };
template <auto Kind>
constexpr auto show = [](auto& ctx) { x3::_val(ctx).what = Kind; };

const auto comma = sym(Symbol::kComma);
const auto open_paren = sym(Symbol::kLeftParenthesis);
const auto close_paren = sym(Symbol::kRightParenthesis);
const auto minus = sym(Symbol::kMinus);

const x3::rule<struct SingleQueryId, ast::SingleQuery> single_query = "a clause";
const x3::rule<struct ConditionalId, ast::Conditional> conditional = "WHEN";
const x3::rule<struct ConditionalClauseId, ast::Clause*> conditional_clause = "WHEN";
const x3::rule<struct ConditionalQueryId, ast::SingleQuery> conditional_query = "WHEN";
const x3::rule<struct BranchQueryId, ast::RegularQuery*> branch_query = "a clause";
const x3::rule<struct PlainQueryId, ast::RegularQuery*> plain_query = "a clause";
const x3::rule<struct UnionQueryId, ast::RegularQuery*> union_query = "a clause";
const x3::rule<struct ChainedQueryId, ast::RegularQuery*> chained_query = "a clause";
const x3::rule<struct SchemaPropertyId, SchemaProperty> schema_property = "a property";
const x3::rule<struct SchemaTargetId, SchemaTarget> schema_target = "a pattern";
const x3::rule<struct CreateIndexId, ast::CreateIndex> create_index = "CREATE INDEX";
const x3::rule<struct CreateConstraintId, ast::CreateConstraint> create_constraint = "CREATE CONSTRAINT";
const x3::rule<struct DropSchemaId, ast::DropSchema> drop_schema = "DROP";
const x3::rule<struct ShowSchemaId, ast::ShowSchema> show_schema = "SHOW";

const auto single_query_def = spanned[+clause[push<&ast::SingleQuery::clauses>]];
const auto plain_query_def = spanned[x3::eps[make_query] >> single_query[push_part]];
const auto branch_query_def =
    (ahead(at_brace) >> (sym(Symbol::kLeftBrace) > subquery[take] > sym(Symbol::kRightBrace))) | plain_query[take];
const auto conditional_def = +(kw(Keyword::kWhen) > expression > kw(Keyword::kThen) > branch_query)[push_when] >>
                             -(kw(Keyword::kElse) > branch_query[push_otherwise]);
const auto conditional_clause_def = spanned[conditional[as_clause]];
const auto conditional_query_def = spanned[conditional_clause[push<&ast::SingleQuery::clauses>]];
const auto query_part = (ahead(at_when) >> conditional_query[push_part]) | single_query[push_part];

using ast::SetOperator;
const auto optional_distinct = -kw(Keyword::kDistinct);
const auto set_operator =
    (kw(Keyword::kUnion) > (kw(Keyword::kAll)[push_operator<SetOperator::kUnionAll>] |
                            (optional_distinct >> x3::eps[push_operator<SetOperator::kUnion>]))) |
    (kw(Keyword::kExcept, Keyword::kUnion) > (kw(Keyword::kAll)[push_operator<SetOperator::kExceptAll>] |
                                              (optional_distinct >> x3::eps[push_operator<SetOperator::kExcept>]))) |
    (kw(Keyword::kIntersect, Keyword::kUnion) >
     (kw(Keyword::kAll)[push_operator<SetOperator::kIntersectAll>] |
      (optional_distinct >> x3::eps[push_operator<SetOperator::kIntersect>])));
const auto union_query_def = spanned[x3::eps[make_query] >> query_part >> *(set_operator > query_part)];
const auto chained_query_def = union_query[take] >> *(kw(Keyword::kNext, Keyword::kUnion) > union_query[put_next]);

const auto schema_property_def = new_variable[put<&SchemaProperty::variable>] >
                                 sym(Symbol::kDot) > property_key[put<&SchemaProperty::key>];
const auto schema_target_def = open_paren > ((new_variable[put<&SchemaTarget::variable>] > sym(Symbol::kColon) >
                                              label_name[put<&SchemaTarget::label>] > close_paren) |
                                             (close_paren > -sym(Symbol::kLess) > minus > sym(Symbol::kLeftBracket) >
                                              new_variable[put<&SchemaTarget::variable>] > sym(Symbol::kColon) >
                                              type_name[put<&SchemaTarget::label>] > sym(Symbol::kRightBracket) >
                                              minus > -sym(Symbol::kGreater) > open_paren >
                                              close_paren[set<&SchemaTarget::on_relationship, true>]));

const auto if_not_exists = kw(Keyword::kIf) > kw(Keyword::kNot) > kw(Keyword::kExists);
const auto create_index_def = kw(Keyword::kCreate) > -kw(Keyword::kRange) > kw(Keyword::kIndex) >
                              -schema_name[put<&ast::CreateIndex::name>] >
                              -if_not_exists[set<&ast::CreateIndex::if_not_exists, true>] >
                              kw(Keyword::kFor) > schema_target[put_target] > kw(Keyword::kOn) > open_paren
                              > schema_property[push_key] > *(comma > schema_property[push_key]) > close_paren;

using Constraint = ast::CreateConstraint;
const auto create_constraint_def =
    kw(Keyword::kCreate) > kw(Keyword::kConstraint) > -schema_name[put<&Constraint::name>] >
    -if_not_exists[set<&Constraint::if_not_exists, true>] > kw(Keyword::kFor) > schema_target[put_target] >
    kw(Keyword::kRequire) >
    ((open_paren > schema_property[push_key] > *(comma > schema_property[push_key]) > close_paren) |
     schema_property[push_key]) > kw(Keyword::kIs) >
    (kw(Keyword::kUnique)[set<&Constraint::kind, Constraint::Kind::kUnique>] |
     (kw(Keyword::kNot) > kw(Keyword::kNull)[set<&Constraint::kind, Constraint::Kind::kNotNull>]));

const auto drop_schema_def = kw(Keyword::kDrop) >
                             (kw(Keyword::kIndex) | kw(Keyword::kConstraint)[set<&ast::DropSchema::constraint, true>]) >
                             schema_name[put<&ast::DropSchema::name>] >
                             -(kw(Keyword::kIf) > kw(Keyword::kExists))[set<&ast::DropSchema::if_exists, true>];

using What = ast::ShowSchema::What;
const auto show_schema_def = kw(Keyword::kShow) > -kw(Keyword::kAll) >
                             ((kw(Keyword::kIndexes) | kw(Keyword::kIndex))[show<What::kIndexes>] |
                              (kw(Keyword::kConstraints) | kw(Keyword::kConstraint))[show<What::kConstraints>] |
                              (kw(Keyword::kFunctions) | kw(Keyword::kFunction))[show<What::kFunctions>] |
                              (kw(Keyword::kProcedures) | kw(Keyword::kProcedure))[show<What::kProcedures>]);

}  // namespace

const auto clause_def = spanned[labelled(Named::kClause)[read_clause[take] | write_clause[take]]];
const auto subquery_def = nested[chained_query[take]];
const auto statement_def =
    labelled(Named::kClause)[-(kw(Keyword::kExplain)[set<&ast::Statement::explain, ast::ExplainMode::kExplain>] |
                               kw(Keyword::kProfile)[set<&ast::Statement::explain, ast::ExplainMode::kProfile>])] >
    labelled(Named::kClause)[(ahead(starts_create_index) >> create_index[put<&ast::Statement::node>]) |
                             (ahead(starts_create_constraint) >> create_constraint[put<&ast::Statement::node>]) |
                             drop_schema[put<&ast::Statement::node>] | show_schema[put<&ast::Statement::node>] |
                             chained_query[put<&ast::Statement::node>]] > -sym(Symbol::kSemicolon) > end_of_text;

namespace {
BOOST_SPIRIT_DEFINE(single_query, plain_query, branch_query, conditional, conditional_clause, conditional_query,
                    union_query, chained_query, schema_property, schema_target, create_index, create_constraint,
                    drop_schema, show_schema)
}  // namespace
BOOST_SPIRIT_DEFINE(clause, subquery, statement)

BOOST_SPIRIT_INSTANTIATE(ClauseRule, Iterator, Context)
BOOST_SPIRIT_INSTANTIATE(SubqueryRule, Iterator, Context)
BOOST_SPIRIT_INSTANTIATE(StatementRule, Iterator, Context)

bool parse_tokens(ParseState& state, const Token* end, ast::Statement& out) {
  const Context context = x3::make_context<StateTag>(state);
  Iterator first = state.tokens;
  try {
    return statement.parse(first, end, context, x3::unused, out);
  } catch (const x3::expectation_failure<Iterator>&) {
    return false;
  }
}

}  // namespace kith::parser
