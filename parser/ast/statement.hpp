// parser/ast/statement.hpp: clauses, queries, schema commands, and the arena that owns them all.
#pragma once

#include <deque>
#include <memory>

#include "parser/ast/pattern.hpp"

namespace kith::ast {

struct Match {
  bool optional = false;
  std::vector<PatternPart*> patterns;
  Expression* where = nullptr;
};
struct Unwind {
  Expression* list;
  Name variable;
};

struct ProjectionItem {
  Expression* expression;
  std::optional<Name> alias;
  std::string text;  ///< The expression exactly as written: the column's name when there is no alias.
};
struct SortItem {
  Expression* expression;
  bool descending = false;
};

/// The body of WITH and RETURN.
struct Projection {
  bool distinct = false;
  bool star = false;  ///< `*`, followed by `items` if any
  SourceRange star_range;
  std::vector<ProjectionItem> items;
  std::vector<SortItem> order_by;
  Expression* skip = nullptr;
  Expression* limit = nullptr;
};
struct With {
  Projection projection;
  Expression* where = nullptr;
};
struct Return {
  Projection projection;
};

struct Create {
  std::vector<PatternPart*> patterns;
};

struct SetItem {
  /// kProperty: subject.key = value, subject an expression; kReplace: v = e; kMerge: v += e; kLabels: v:A:B
  enum class Kind : std::uint8_t { kProperty, kReplace, kMerge, kLabels };
  Kind kind;
  SourceRange range;
  Expression* subject;
  Name key;
  Expression* value = nullptr;
  std::vector<Name> labels;
};
struct Set {
  std::vector<SetItem> items;
};
struct RemoveItem {
  SourceRange range;
  Expression* subject;
  std::optional<Name> key;
  std::vector<Name> labels;
};
struct Remove {
  std::vector<RemoveItem> items;
};
struct Delete {
  bool detach = false;
  std::vector<Expression*> targets;
};
struct Merge {
  PatternPart* pattern;
  std::vector<SetItem> on_create;
  std::vector<SetItem> on_match;
};

struct YieldItem {
  Name field;
  std::optional<Name> alias;
};
struct Call {
  std::string procedure;  ///< With namespace.
  SourceRange name_range;
  bool implicit_arguments = false;  ///< `CALL p` without parentheses: arguments from the query's parameters.
  std::vector<Expression*> arguments;
  bool yields = false;      ///< A YIELD was written.
  bool yield_star = false;  ///< YIELD *
  std::vector<YieldItem> yield_items;
  Expression* where = nullptr;
  bool standalone = false;  ///< The whole query is this call.
};

/// FOREACH (x IN list | SET ... CREATE ...)
struct Foreach {
  Name variable;
  Expression* list;
  std::vector<struct Clause*> body;
};

/// CALL { ... }: imports nothing unless the inner query starts with an importing WITH.
struct CallSubquery {
  RegularQuery* query;
};

struct Clause {
  SourceRange range;
  std::variant<Match, Unwind, With, Return, Create, Set, Remove, Delete, Merge, Call, Foreach, CallSubquery> node;
};

struct SingleQuery {
  SourceRange range;
  std::vector<Clause*> clauses;
};
/// parts[0] UNION [ALL] parts[1] ...: all[i] belongs between parts[i] and parts[i + 1].
struct RegularQuery {
  SourceRange range;
  std::vector<SingleQuery> parts;
  std::vector<bool> all;
};

// Schema commands, in Neo4j 5's words.
struct CreateIndex {
  std::optional<Name> name;
  bool if_not_exists = false;
  Name variable;
  Name label;
  bool on_relationship = false;
  std::vector<Name> keys;
};
struct CreateConstraint {
  enum class Kind : std::uint8_t { kUnique, kNotNull };
  std::optional<Name> name;
  bool if_not_exists = false;
  Name variable;
  Name label;
  bool on_relationship = false;
  std::vector<Name> keys;
  Kind kind;
};
struct DropSchema {
  bool constraint = false;
  Name name;
  bool if_exists = false;
};  ///< DROP INDEX | CONSTRAINT name
struct ShowSchema {
  enum class What : std::uint8_t { kIndexes, kConstraints, kFunctions, kProcedures };
  What what;
};

enum class ExplainMode : std::uint8_t { kNone, kExplain, kProfile };

/// Owns every node of one statement; addresses are stable.
struct Arena {
  std::deque<Expression> expressions;
  std::deque<LabelExpression> label_expressions;
  std::deque<PatternPart> pattern_parts;
  std::deque<Clause> clauses;
  std::deque<RegularQuery> queries;
};

struct Statement {
  std::unique_ptr<Arena> arena;
  ExplainMode explain = ExplainMode::kNone;
  std::variant<RegularQuery*, CreateIndex, CreateConstraint, DropSchema, ShowSchema> node;
};

}  // namespace kith::ast
