// engine/binder/bound_query.hpp: a query with every name resolved and every compile-time error found, clause by clause.
// What the planner plans.
#pragma once

#include <set>

#include "engine/planner/logical_plan.hpp"

namespace kith::engine {

struct PatternNode {
  Slot slot;
  bool bound = false;  ///< By an earlier clause.
  std::vector<LabelTest> labels;
};

/// A path pattern walked as one: between its ends it is one relationship of the pattern around.
struct BoundPathSearch {
  PathSearchOperator search;  ///< As drawn, its predicates still beside it.
  std::vector<std::vector<ExpressionPtr>> of_segments, of_joints;
  std::vector<ExpressionPtr> of_paths;
};

struct PatternRelationship {
  struct Length {
    std::uint64_t minimum = 1;
    std::optional<std::uint64_t> maximum;
  };
  Slot slot;
  bool bound = false;
  Slot from, to;  ///< Left and right, as drawn.
  std::vector<std::string> types;
  Direction direction = Direction::kBoth;
  std::optional<Length> length;
  Slot element = 0;     ///< A relationship of a variable-length one, in `where`.
  ExpressionPtr where;  ///< Of a variable-length one: per relationship; may be null.
  ast::PathSelector selector = ast::PathSelector::kNone;
  std::shared_ptr<const BoundPathSearch> search;  ///< A path pattern; `slot` is the list of its relationships.
};

/// The pattern of one MATCH: nodes once each, relationships, and what must hold.
struct BoundPattern {
  std::vector<PatternNode> nodes;
  std::vector<PatternRelationship> relationships;
  std::vector<ExpressionPtr> predicates;        ///< Conjuncts: inline properties, general label tests, WHERE.
  std::vector<std::pair<Slot, Slot>> disjoint;  ///< Relationships that must differ.
  Projections paths;                            ///< Named paths.
};

struct BoundMatch {
  bool optional = false;
  BoundPattern pattern;
  std::vector<Slot> introduced;
};
struct BoundUnwind {
  UnwindOperator unwind;
};
struct BoundFilter {
  ExpressionPtr predicate;
};
struct BoundLoadCsv {
  LoadCsvOperator load;
};
struct BoundProjection {
  bool aggregates = false;
  Projections keys;                            ///< With aggregates: the grouping keys.
  std::vector<AggregateOperator::Item> items;  ///< With aggregates.
  Projections projections;                     ///< Computed after aggregation, if any.
  bool distinct = false;
  std::vector<SortKey> order;
  ExpressionPtr skip, limit, where;                   ///< May be null.
  std::vector<std::pair<std::string, Slot>> columns;  ///< In order.
};
struct BoundCreate {
  CreatePattern pattern;
};
struct BoundMerge {
  BoundPattern match;
  CreatePattern create;
  Projections paths;
  std::vector<UpdateItem> on_create, on_match;
};
struct BoundUpdate {
  std::vector<UpdateItem> items;
};
struct BoundDelete {
  std::vector<ExpressionPtr> targets;
  bool detach = false;
};
struct BoundCall {
  ProcedureCallOperator call;
  ExpressionPtr where;  ///< May be null.
  bool optional = false;
};
struct BoundPart;
struct BoundQuery;
struct BoundForeach {
  Slot element;
  ExpressionPtr list;
  std::vector<std::shared_ptr<struct BoundClause>> body;
};
struct BoundSubquery {
  std::shared_ptr<BoundQuery> query;
  std::vector<Slot> outer;   ///< What it may read of the rows around it.
  bool keeps_outer = false;  ///< That stays visible throughout, as with CALL (x) { ... }.
  bool optional = false;
  bool returns = false;
  bool writes = false;
  std::optional<TransactionBatchesOperator> batches;  ///< IN TRANSACTIONS; its slots are filled by the planner.
};
/// New columns beside the old: LET, and CREATE p = ... once the pattern is there.
struct BoundColumns {
  Projections columns;
};
/// WHEN ... THEN ... ELSE ...: the first branch whose condition is true, for each row.
struct BoundConditional {
  struct Branch {
    ExpressionPtr when;  ///< Null: ELSE.
    BoundSubquery query;
    std::vector<Slot> slots;  ///< Its columns, in the order of the first branch's.
  };
  std::vector<Branch> branches;
  std::vector<std::pair<std::string, Slot>> columns;  ///< What each branch returns, by the names of the first.
};

struct BoundClause {
  std::variant<BoundMatch, BoundUnwind, BoundProjection, BoundCreate, BoundMerge, BoundUpdate, BoundDelete, BoundCall,
               BoundForeach, BoundSubquery, BoundColumns, BoundFilter, BoundLoadCsv, BoundConditional>
      node;
};

/// One side of a UNION.
struct BoundPart {
  std::vector<BoundClause> clauses;
  std::vector<std::pair<std::string, Slot>> columns;  ///< Of its RETURN; empty without one.
};
struct BoundQuery {
  std::vector<BoundPart> parts;
  ast::SetOperator combined = ast::SetOperator::kUnion;  ///< How, when there are several.
  std::vector<std::pair<std::string, Slot>> columns;     ///< Of the whole.
};

/// Whether a subplan for this query aggregates, sorts or limits, and so has to run for one outer row at a time.
bool needs_per_row(const BoundQuery& query);

}  // namespace kith::engine
