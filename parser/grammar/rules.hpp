// parser/grammar/rules.hpp: the seam: the rules that one file of the grammar uses of another.
#pragma once

#include "parser/grammar/directives.hpp"

namespace kith::parser {

using ExpressionRule = x3::rule<struct ExpressionId, ast::Expression*>;
using AtomRule = x3::rule<struct AtomId, ast::Expression*>;
using PostfixRule = x3::rule<struct PostfixId, ast::Expression*>;
using PredicateRule = x3::rule<struct WhereId, ast::Expression*>;
using MapRule = x3::rule<struct MapId, ast::MapLiteral>;
using LabelsRule = x3::rule<struct LabelsId, ast::LabelExpression*>;
using PatternListRule = x3::rule<struct PatternListId, std::vector<ast::PatternPart*>>;
using PatternPartRule = x3::rule<struct PatternPartId, ast::PatternPart*>;
using RelationshipChainRule = x3::rule<struct RelationshipChainId, ast::PatternPart*>;
using ShortestPathRule = x3::rule<struct ShortestPathId, ast::PatternPart*>;
using ProjectionRule = x3::rule<struct ProjectionId, ast::Projection>;
using ClauseRule = x3::rule<struct ClauseId, ast::Clause*>;
using ReadClauseRule = x3::rule<struct ReadClauseId, ast::Clause*>;
using WriteClauseRule = x3::rule<struct WriteClauseId, ast::Clause*>;
using SubqueryRule = x3::rule<struct SubqueryId, ast::RegularQuery*>;
using StatementRule = x3::rule<struct StatementId, ast::Statement>;

inline const ExpressionRule expression = "an expression";
inline const AtomRule atom = "an expression";
inline const PostfixRule postfix = "an expression";
inline const PredicateRule where = "WHERE";  ///< `WHERE p`; p may be a pattern.
inline const MapRule map_literal = "a map";
inline const LabelsRule labels = "a label";  ///< What follows the first `:` of a node or relationship pattern.
inline const PatternListRule pattern_list = "a pattern";  ///< p = (a)-->(b), (c)
inline const PatternPartRule pattern_part = "a pattern";
inline const RelationshipChainRule relationship_chain = "a pattern";  ///< With one relationship at least, no variable.
inline const ShortestPathRule shortest_path = "shortestPath";
inline const ProjectionRule projection = "an expression";  ///< The body of RETURN and WITH.
inline const ClauseRule clause = "a clause";
inline const ReadClauseRule read_clause = "a clause";
inline const WriteClauseRule write_clause = "a clause";
inline const SubqueryRule subquery = "a query";  ///< Between braces.
inline const StatementRule statement = "a statement";

BOOST_SPIRIT_DECLARE(ExpressionRule, AtomRule, PostfixRule, PredicateRule, MapRule, LabelsRule, PatternListRule,
                     PatternPartRule, RelationshipChainRule, ShortestPathRule, ProjectionRule, ClauseRule,
                     ReadClauseRule, WriteClauseRule, SubqueryRule, StatementRule)

}  // namespace kith::parser
