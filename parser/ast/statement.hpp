// parser/ast/statement.hpp: clauses, queries, schema commands, and the arena that owns them all.
#pragma once

#include <deque>
#include <memory>

#include "parser/ast/pattern.hpp"

namespace kith::ast {

struct Match {
  bool optional = false;
  MatchMode mode = MatchMode::kUnspecified;
  std::vector<PatternPart*> patterns;
  Expression* where = nullptr;
};
/// UNWIND list AS x; FOR x IN list WITH ORDINALITY i
struct Unwind {
  Expression* list;
  Name variable;
  std::optional<Name> ordinal;  ///< The element's number.
  bool from_one = false;        ///< WITH ORDINALITY counts from 1, WITH OFFSET from 0.
  bool is_for = false;          ///< FOR takes lists only.
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
/// LET x = e, y = e: adds columns.
struct Let {
  std::vector<std::pair<Name, Expression*>> items;
};
/// FILTER [WHERE] e
struct Filter {
  Expression* predicate;
};
/// FINISH: the query ends without a result.
struct Finish {};
/// LOAD CSV [WITH HEADERS] FROM e AS row [FIELDTERMINATOR ';']
struct LoadCsv {
  bool headers = false;
  Expression* source;
  Name variable;
  Expression* terminator = nullptr;
};

struct Create {
  std::vector<PatternPart*> patterns;
};

/// A label to set or to remove: a name, or `$(e)`.
struct WrittenLabel {
  Name name;
  Expression* value = nullptr;  ///< Set for `$(e)`.
};
struct SetItem {
  /// kProperty: subject.key = value, subject an expression; kReplace: v = e; kMerge: v += e; kLabels: v:A:B
  enum class Kind : std::uint8_t { kProperty, kReplace, kMerge, kLabels };
  Kind kind;
  SourceRange range;
  Expression* subject;
  Name key;
  Expression* dynamic_key = nullptr;  ///< subject[e] = value
  Expression* value = nullptr;
  std::vector<WrittenLabel> labels;
};
struct Set {
  std::vector<SetItem> items;
};
struct RemoveItem {
  SourceRange range;
  Expression* subject;
  std::optional<Name> key;
  Expression* dynamic_key = nullptr;  ///< subject[e]
  std::vector<WrittenLabel> labels;
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
  bool optional = false;
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

/// IN TRANSACTIONS OF 1000 ROWS ON ERROR CONTINUE REPORT STATUS AS s
struct InTransactions {
  enum class OnError : std::uint8_t { kFail, kBreak, kContinue };
  SourceRange range;
  Expression* num_rows = nullptr;  ///< Null: 1,000.
  OnError on_error = OnError::kFail;
  std::optional<Name> status;
};

/// CALL (x, y) { ... } sees x and y; CALL (*) { ... } everything. CALL { ... } imports nothing unless the inner query
/// starts with an importing WITH.
struct CallSubquery {
  bool optional = false;
  bool scoped = false;  ///< Parentheses were written.
  bool imports_all = false;
  std::vector<Name> imports;
  RegularQuery* query;
  std::optional<InTransactions> transactions;
};

/// WHEN e THEN query ... ELSE query: for each row the first branch whose condition is true. Alone in its query.
struct Conditional {
  struct Branch {
    Expression* when;  ///< Null: ELSE.
    RegularQuery* query;
  };
  std::vector<Branch> branches;
};

struct Clause {
  SourceRange range;
  std::variant<Match, Unwind, With, Return, Create, Set, Remove, Delete, Merge, Call, Foreach, CallSubquery, Let,
               Filter, Finish, LoadCsv, Conditional>
      node;
};

struct SingleQuery {
  SourceRange range;
  std::vector<Clause*> clauses;
};
enum class SetOperator : std::uint8_t { kUnion, kUnionAll, kExcept, kExceptAll, kIntersect, kIntersectAll };
/// parts[0] UNION [ALL] parts[1] ...: operators[i] belongs between parts[i] and parts[i + 1].
struct RegularQuery {
  SourceRange range;
  std::vector<SingleQuery> parts;
  std::vector<SetOperator> operators;
  RegularQuery* before = nullptr;  ///< `before NEXT this`: each row of its result goes into every part.
  std::uint32_t num_before = 0;    ///< How many queries with NEXT precede it.
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
