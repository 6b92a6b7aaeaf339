// engine/planner/logical_plan.hpp: what a query does, as a tree of operators over slots. Names of labels, types and
// keys stay names: an operator resolves them when it first runs, since an earlier clause may have created them.
#pragma once

#include <unordered_map>

#include "engine/binder/bound_expression.hpp"

namespace kith::engine {

struct ProcedureDefinition;

using Projections = std::vector<std::pair<Slot, ExpressionPtr>>;
struct SortKey {
  ExpressionPtr expression;
  bool descending = false;
};

/// The same relationships, seen from their other end.
inline Direction reversed(Direction direction) {
  if (direction == Direction::kBoth) return direction;
  return direction == Direction::kOutgoing ? Direction::kIncoming : Direction::kOutgoing;
}

// --- Leaves
// -----------------------------------------------------------------------------------------------------------------

/// At the root of a query: one row without columns. In a subplan: the outer rows, all their columns, and the ordinal of
/// each in `row` when set.
struct ArgumentOperator {
  std::optional<Slot> row;
};

/// Every node, or every node with `label`, ascending by id. With an input (inputs[0]) it is a cross product: for each
/// row.
struct NodeScanOperator {
  Slot node;
  std::optional<std::string> label;
};

/// Nodes by an index on (label, keys), for each row of inputs[0] (expressions may use its slots).
struct NodeIndexSeekOperator {
  struct Bound {
    ExpressionPtr value;
    bool inclusive = true;
  };
  Slot node;
  std::string label;
  std::vector<std::string> keys;
  std::vector<ExpressionPtr> equal;  ///< For the first keys.
  bool equal_is_list = false;        ///< equal.back() is a list, each element of which is sought (IN).
  std::optional<Bound> lower, upper;
  ExpressionPtr prefix;  ///< STARTS WITH; may be null.
};
/// Nodes by id(n) = e or IN a list, for each row of inputs[0].
struct NodeByIdSeekOperator {
  Slot node;
  ExpressionPtr ids;
};

// --- One input
// --------------------------------------------------------------------------------------------------------------

/// Expand(All), or Expand(Into) when `into`: `to` is bound already. kBoth yields a self-loop once. A null `from` yields
/// nothing.
struct ExpandOperator {
  Slot from;
  std::optional<Slot> relationship;  ///< None: not needed by anything above.
  std::optional<Slot> to;            ///< None: not needed by anything above.
  std::vector<std::string> types;    ///< Any of them; empty: every type.
  Direction direction = Direction::kOutgoing;
  bool into = false;
  /// Neither relationship nor neighbour is needed, only how many: multiplies the row's multiplicity by the degree, and
  /// drops rows of degree zero. Set by the optimizer below an Aggregate that takes multiplicities.
  bool count_only = false;
  /// With count_only: relationships that the same MATCH has used already, by their ends. One that this expansion would
  /// meet again (its start is `from` for kOutgoing, its end for kIncoming, either for kBoth) is taken off the degree.
  /// Their types are among `types`.
  struct Used {
    Slot start, end;
  };
  std::vector<Used> used;
};

/// An expansion of which only the number of matches counts, with what is counted beyond its end: from a node, the sum
/// over its relationships whose end has `labels` of the product of what lies beyond.
struct CountedExpansion {
  /// How the relationship by which the node was reached, which must not be used again, is met by this expansion.
  enum class Returning : std::uint8_t { kNever, kAtLoops, kAlways };
  std::vector<std::string> types;
  Direction direction = Direction::kOutgoing;
  std::vector<LabelTest> labels;  ///< All must hold.
  std::vector<CountedExpansion> beyond;
  Returning returning = Returning::kNever;
};
/// Multiplies the row's multiplicity by the count from `from`, and drops rows without matches. Set by the optimizer.
struct CountTreeOperator {
  Slot from;
  CountedExpansion expansion;
  std::optional<Slot> before = std::nullopt;  ///< Where `from` was reached from, unless `expansion` returns never.
  bool distinct = false;                      ///< No node comes twice in `from`.
  bool optional = false;                      ///< A row without matches stays once: what OPTIONAL MATCH gives it.
};

/// The nodes that `left.from` and `right.from`, both bound, have for neighbours, once for each pair of relationships.
/// What Expand(All) from the left and Expand(Into) to the right give together. Set by the optimizer.
struct IntersectOperator {
  struct Leg {
    Slot from;
    std::optional<Slot> relationship;  ///< None: not needed by anything above.
    std::vector<std::string> types;
    Direction direction;       ///< As seen from `from`.
    std::vector<Slot> unlike;  ///< With count_only: relationships between the two nodes that are not used again.
  };
  Leg left, right;
  Slot to;
  std::vector<LabelTest> labels;  ///< Of `to`.
  /// Only the number of pairs is needed: multiplies the row's multiplicity, and gives no column.
  bool count_only = false;
  bool must_differ = false;  ///< With count_only: the two relationships of a pair.
};

/// Two expansions from one node of which only the number of pairs is needed: multiplies the row's multiplicity by the
/// pairs of different relationships, |first| * |second| - |both|, and drops rows with none. What lies in both sets: of
/// the types that both name, the relationships of the narrower direction; for kOutgoing with kIncoming the self-loops.
struct ExpandPairOperator {
  struct Leg {
    std::vector<std::string> types;
    Direction direction;
  };
  Slot from;
  Leg first, second;
};

/// Trails (no relationship twice) of minimum to maximum relationships; `relationships` is a list in path order.
/// `unique_against`: slots of the same MATCH whose relationships must not occur. `where` is checked for each
/// relationship in `element`.
struct VarExpandOperator {
  Slot from;
  Slot relationships;
  Slot to;
  std::vector<std::string> types;
  Direction direction = Direction::kOutgoing;
  std::uint64_t minimum = 1;
  std::optional<std::uint64_t> maximum;
  bool into = false;
  std::vector<Slot> unique_against;
  Slot element = 0;
  ExpressionPtr where;        ///< May be null.
  bool only_reached = false;  ///< Each end once per row, and no relationships: nothing above needs more. Optimizer.
};

/// shortestPath / allShortestPaths between two bound nodes.
struct ShortestPathOperator {
  Slot from;
  Slot relationships;
  Slot to;
  std::vector<std::string> types;
  Direction direction = Direction::kOutgoing;
  std::uint64_t minimum = 1;
  std::optional<std::uint64_t> maximum;
  bool all = false;
  Slot element = 0;
  ExpressionPtr where;  ///< Per relationship, may be null.
};

/// One relationship of a path pattern with the nodes at its ends, as drawn from left to right.
struct PathStep {
  std::vector<std::string> types;  ///< Any of them; empty: every type.
  Direction direction = Direction::kBoth;
  Slot from, relationship, to;  ///< Where `where` finds them.
  ExpressionPtr where;  ///< May be null. May also read earlier steps of the iteration, in the order of the walk, and
                        ///< what the segments before it bound.
};
/// A part of a path pattern that is walked `minimum` to `maximum` times: a group, or a relationship once.
struct PathSegment {
  Slot joint;                 ///< The node before it.
  ExpressionPtr joint_where;  ///< Of that node, unless it is an end of the path; may be null.
  std::vector<PathStep> steps;
  std::uint64_t minimum = 1;
  std::optional<std::uint64_t> maximum = 1;
  bool is_group = false;  ///< What it binds are lists, an element for each time it is walked.
};
/// What a path binds besides its ends.
struct PathOutput {
  enum class Kind : std::uint8_t { kJoint, kNode, kRelationship };
  Slot slot;
  Kind kind;
  std::uint32_t segment;
  std::uint32_t position = 0;  ///< kNode: of the nodes of an iteration; kRelationship: of its relationships.
};
/// Paths that a pattern of segments describes, from a bound node to any or, when `into`, to a bound one.
/// `relationships` is the list of all of them.
struct PathSearchOperator {
  Slot from;
  Slot relationships;
  Slot to;
  std::vector<PathSegment> segments;  ///< In drawn order.
  bool reversed = false;              ///< Walked from the last segment to the first: `from` is the end.
  bool into = false;
  ast::PathSelector selector = ast::PathSelector::kNone;  ///< kNone, kShortest, kAllShortest, kShortestGroups.
  ExpressionPtr count;                                    ///< k of a selector; null: 1
  bool different_relationships = true;
  ast::PathMode mode = ast::PathMode::kTrail;  ///< kAcyclic and kSimple restrict the nodes.
  std::vector<PathOutput> outputs;
  ExpressionPtr where;               ///< Of whole paths, before the selector chooses; may be null.
  std::vector<Slot> unique_against;  ///< Relationships that must not occur.
};

struct FilterOperator {
  ExpressionPtr predicate;
};  ///< Keeps rows where it is true (not null).
/// Adds columns. When `keep` is set, only those slots live on: a new scope begins.
struct ProjectOperator {
  Projections items;
  std::optional<std::vector<Slot>> keep;
};
/// Groups by `keys`; without keys one group always. Only key and aggregate slots live on.
struct AggregateOperator {
  struct Item {
    Slot slot;
    BoundAggregate aggregate;
  };
  Projections keys;
  std::vector<Item> items;
};
struct DistinctOperator {
  std::vector<Slot> slots;
};
struct SortOperator {
  std::vector<SortKey> keys;
};
/// The first skip + limit rows of a sort, then without the first skip.
struct TopOperator {
  std::vector<SortKey> keys;
  ExpressionPtr skip;  ///< May be null.
  ExpressionPtr limit;
};
struct SkipOperator {
  ExpressionPtr count;
};
/// Pulls its input at least once, also for LIMIT 0: the writes below it happen.
struct LimitOperator {
  ExpressionPtr count;
};
struct UnwindOperator {
  Slot element;
  ExpressionPtr list;
  bool lists_only = false;                     ///< FOR: what is neither a list nor null is an error.
  std::optional<Slot> ordinal = std::nullopt;  ///< The element's number in the list,
  std::int64_t first_ordinal = 0;
};  ///< Null: no rows; not a list: one row.
/// LOAD CSV: a row for each line of a local file.
struct LoadCsvOperator {
  ExpressionPtr source;      ///< A file:/// URL.
  ExpressionPtr terminator;  ///< May be null: a comma.
  bool headers = false;
  Slot row;
  Slot line_number;
  Slot file;
};
struct ProcedureCallOperator {
  std::shared_ptr<const ProcedureDefinition> procedure;
  std::vector<ExpressionPtr> arguments;
  std::vector<std::pair<std::uint32_t, Slot>> yields;  ///< Output field and where it goes.
};
/// Takes all of its input before it gives any: so that a write does not change what a read beside it sees.
struct EagerOperator {};

// --- Writes: each takes all of its input, writes in row order, then passes the rows on
// ----------------------------------------

/// A label, type or key that is written: known, or the value of an expression.
struct WrittenName {
  std::string name;
  ExpressionPtr value = nullptr;  ///< Null: it is `name`. Labels may be given as a LIST.
};

struct CreateNode {
  Slot slot;
  std::vector<WrittenName> labels;
  ExpressionPtr properties;
};  ///< properties may be null
struct CreateRelationship {
  Slot slot;
  Slot start, end;
  WrittenName type;
  ExpressionPtr properties;
};
struct CreatePattern {
  std::vector<CreateNode> nodes;
  std::vector<CreateRelationship> relationships;
};
struct CreateOperator {
  CreatePattern pattern;
};

struct SetPropertyItem {
  ExpressionPtr subject;
  WrittenName key;
  ExpressionPtr value;
};
struct SetPropertiesItem {
  Slot subject;
  ExpressionPtr value;
  bool replace;
};  ///< `=` or `+=` of a map, node or relationship.
struct SetLabelsItem {
  Slot subject;
  std::vector<WrittenName> labels;
};
struct RemovePropertyItem {
  ExpressionPtr subject;
  WrittenName key;
};
struct RemoveLabelsItem {
  Slot subject;
  std::vector<WrittenName> labels;
};
using UpdateItem =
    std::variant<SetPropertyItem, SetPropertiesItem, SetLabelsItem, RemovePropertyItem, RemoveLabelsItem>;
struct UpdateOperator {
  std::vector<UpdateItem> items;
};  ///< SET and REMOVE, in order.
struct DeleteOperator {
  std::vector<ExpressionPtr> targets;
  bool detach = false;
};

/// inputs[0]: outer rows. inputs[1]: subplan that matches the pattern for one row at a time (each row sees what the
/// rows before it created). No match: `create`, then on_create; else each match, with on_match.
struct MergeOperator {
  CreatePattern create;  ///< Its properties are evaluated on the outer row; null values are an error.
  std::vector<UpdateItem> on_create, on_match;
  Slot row;
};
/// inputs[1]: a subplan of writes, run for each element of the list.
struct ForeachOperator {
  Slot element;
  ExpressionPtr list;
  Slot row;
};

// --- Two inputs
// -------------------------------------------------------------------------------------------------------------

enum class ApplyKind : std::uint8_t { kInner, kOptional, kSemi, kAnti };
/// inputs[1] is a subplan whose Argument receives rows of inputs[0]. Its rows carry `introduced` and, in `row`, the
/// ordinal of the outer row each belongs to; the outer columns are taken from the outer rows by that ordinal.
/// kOptional: a row without a match comes once, with `introduced` null. kSemi, kAnti: rows of inputs[0] that have, or
/// have not, a match.
struct ApplyOperator {
  ApplyKind kind;
  Slot row;
  std::vector<Slot> introduced;
  bool per_row =
      false;  ///< The subplan aggregates, sorts or limits: it is run for one outer row at a time, and carries no `row`.
  bool unit = false;  ///< The subplan returns nothing (CALL { ... } without RETURN): each outer row passes once.
};
/// CALL { ... } IN TRANSACTIONS: takes all of inputs[0], then runs the subplan for batches of its rows, each in a
/// transaction of its own.
struct TransactionBatchesOperator {
  std::vector<Slot> introduced;
  bool unit = false;
  ExpressionPtr num_rows;  ///< Null: 1,000.
  ast::InTransactions::OnError on_error = ast::InTransactions::OnError::kFail;
  std::optional<Slot> status;  ///< What became of the row's batch, a map.
};
/// Equal values (by `=`; null matches nothing) in `keys` of both sides: build inputs[1], probe with inputs[0]. In a
/// subplan the build side reads nothing of the outer rows, and is built once.
struct HashJoinOperator {
  std::vector<Slot> keys;
  std::vector<Slot> build_slots;
};
/// Rows of every input one after the other; inputs[i]'s slots[i][c] becomes output[c].
struct UnionOperator {
  std::vector<std::vector<Slot>> slots;
  std::vector<Slot> output;
};

using OperatorNode =
    std::variant<ArgumentOperator, NodeScanOperator, NodeIndexSeekOperator, NodeByIdSeekOperator, ExpandOperator,
                 CountTreeOperator, IntersectOperator, ExpandPairOperator, VarExpandOperator, ShortestPathOperator,
                 PathSearchOperator, FilterOperator, ProjectOperator, AggregateOperator, DistinctOperator, SortOperator,
                 TopOperator, SkipOperator, LimitOperator, UnwindOperator, LoadCsvOperator, ProcedureCallOperator,
                 EagerOperator, CreateOperator, UpdateOperator, DeleteOperator, MergeOperator, ForeachOperator,
                 ApplyOperator, TransactionBatchesOperator, HashJoinOperator, UnionOperator>;

struct LogicalOperator {
  OperatorNode node;
  std::vector<LogicalPlan> inputs;
  double estimated_rows = 0;
  std::uint32_t depth = 1;  ///< Operators from here down the longest way, as planned: rewrites only make it less.
};

/// A planned statement: what the session runs.
struct PlannedQuery {
  LogicalPlan root;
  std::vector<std::pair<std::string, Slot>> columns;  ///< The result's, in order; empty: nothing is returned.
  std::uint32_t num_slots = 0;
  std::vector<std::string> slot_names;  ///< For EXPLAIN; "" where the planner made it up.
  bool writes = false;
};

/// What one operator did, over all its runs; the time includes its inputs.
struct OperatorProfile {
  std::uint64_t rows = 0, nanoseconds = 0;
};
using QueryProfile = std::unordered_map<const LogicalOperator*, OperatorProfile>;

/// The plan as an indented tree, for EXPLAIN; with a profile, rows and times beside each operator.
std::string to_string(const PlannedQuery& query, const QueryProfile* profile = nullptr);

}  // namespace kith::engine
