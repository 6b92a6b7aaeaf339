// engine/binder/bound_expression.hpp: expressions with every name resolved: variables to slots, functions to
// definitions. Immutable and shared, so that plans may be rewritten and cached freely.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <kith/value.hpp>

#include "parser/ast/statement.hpp"

namespace kith::engine {

struct BoundExpression;
struct FunctionDefinition;
struct AggregateDefinition;
struct LogicalOperator;
using ExpressionPtr = std::shared_ptr<const BoundExpression>;
using LogicalPlan = std::shared_ptr<LogicalOperator>;

/// A column of the query's rows. Numbered once per query, so that a plan rewrite never renumbers.
using Slot = std::uint32_t;

/// What is known of a value before the query runs. kAny: nothing.
enum class StaticType : std::uint8_t {
  kAny,
  kNull,
  kBoolean,
  kInteger,
  kFloat,
  kNumber,
  kString,
  kList,
  kMap,
  kNode,
  kRelationship,
  kPath,
  kDate,
  kLocalTime,
  kTime,
  kLocalDateTime,
  kDateTime,
  kDuration,
};

struct ConstantExpression {
  Value value;
};
struct ParameterExpression {
  std::string name;
};
struct SlotExpression {
  Slot slot;
};
/// subject.key: of a node, relationship, map or temporal value; of null it is null.
struct PropertyExpression {
  ExpressionPtr subject;
  std::string key;
};
struct IndexExpression {
  ExpressionPtr subject;
  ExpressionPtr index;
};
struct SliceExpression {
  ExpressionPtr subject;
  ExpressionPtr from;
  ExpressionPtr to;
};  ///< from, to may be null pointers.

enum class BinaryKind : std::uint8_t {
  kAdd,
  kSubtract,
  kMultiply,
  kDivide,
  kModulo,
  kPower,
  kConcatenate,
  kEqual,
  kNotEqual,
  kLess,
  kLessOrEqual,
  kGreater,
  kGreaterOrEqual,
  kIn,
  kStartsWith,
  kEndsWith,
  kContains,
  kMatches,
};
struct BinaryExpression {
  BinaryKind kind;
  ExpressionPtr left;
  ExpressionPtr right;
};
enum class UnaryKind : std::uint8_t { kNot, kNegate, kPlus, kIsNull, kIsNotNull };
struct UnaryExpression {
  UnaryKind kind;
  ExpressionPtr operand;
};
/// Three-valued, flat. A chained comparison arrives as an AND of comparisons.
struct LogicalExpression {
  ast::LogicalOperatorKind kind;
  std::vector<ExpressionPtr> operands;
};

struct FunctionExpression {
  std::shared_ptr<const FunctionDefinition> function;
  std::vector<ExpressionPtr> arguments;
};
struct CaseBoundExpression {
  ExpressionPtr subject;  ///< May be null: the generic form.
  std::vector<std::pair<ExpressionPtr, ExpressionPtr>> branches;
  ExpressionPtr otherwise;  ///< May be null: then the value is null.
};
struct ListExpression {
  std::vector<ExpressionPtr> elements;
};
struct MapExpression {
  std::vector<std::pair<std::string, ExpressionPtr>> entries;
};
/// subject{.*, key: value}: entries override what .* brings. A null subject gives null.
struct MapProjectionExpression {
  ExpressionPtr subject;
  bool all_properties = false;
  std::vector<std::pair<std::string, ExpressionPtr>> entries;
};

/// The element's slot exists only while `where` and `projection` are evaluated; either may be a null pointer.
struct ListComprehensionExpression {
  Slot element;
  ExpressionPtr list;
  ExpressionPtr where;
  ExpressionPtr projection;
};
struct QuantifierExpression {
  ast::QuantifierKind kind;
  Slot element;
  ExpressionPtr list;
  ExpressionPtr where;
};
struct ReduceExpression {
  Slot accumulator;
  ExpressionPtr initial;
  Slot element;
  ExpressionPtr list;
  ExpressionPtr body;
};

/// Labels of a node or type of a relationship, as a tree over names; null subject gives null.
struct LabelTest {
  ast::LabelExpression::Kind kind;
  std::string name;
  std::vector<LabelTest> operands;
  ExpressionPtr value = nullptr;  ///< kDynamic: a STRING or a LIST of them.
  bool any = false;               ///< kDynamic: one name of the list suffices.
};
/// Whether it takes names from values, so that only an evaluation with a row can decide it.
inline bool is_dynamic(const LabelTest& test) {
  if (test.kind == ast::LabelExpression::Kind::kDynamic) return true;
  for (const LabelTest& operand : test.operands) {
    if (is_dynamic(operand)) return true;
  }
  return false;
}
struct LabelTestExpression {
  ExpressionPtr subject;
  LabelTest test;
};

/// x IS :: T. Of null: true unless the type says NOT NULL.
struct TypeTestExpression {
  ExpressionPtr operand;
  ast::ValueType type;
  bool negated = false;
};

/// A path from its parts: node slot, relationship slot, node slot, ... A variable-length relationship's slot holds a
/// list. Null when any part is null.
struct PathExpression {
  std::vector<Slot> nodes;
  std::vector<Slot> relationships;
};

/// Relationship uniqueness of one MATCH: true when no relationship occurs in both. Each slot holds a relationship or a
/// list.
struct DisjointExpression {
  Slot left;
  Slot right;
};

/// A subplan whose Argument receives the rows at hand. kExists: whether it yields a row; kCount: how many; kCollect:
/// the list of `result`, in the subplan's order.
struct SubqueryBoundExpression {
  ast::SubqueryKind kind;
  LogicalPlan plan;
  Slot row;     ///< The subplan's Argument writes the outer row's ordinal here, and the subplan passes it through.
  Slot result;  ///< kCollect only.
  std::vector<Slot> outer;  ///< The slots of the surrounding query that the subplan reads.
  bool per_row = false;  ///< The subplan aggregates, sorts or limits: run it for one outer row at a time; `row` is not
                         ///< carried then.
};

struct BoundExpression {
  SourceRange range;
  StaticType type = StaticType::kAny;
  std::variant<ConstantExpression, ParameterExpression, SlotExpression, PropertyExpression, IndexExpression,
               SliceExpression, BinaryExpression, UnaryExpression, LogicalExpression, FunctionExpression,
               CaseBoundExpression, ListExpression, MapExpression, MapProjectionExpression, ListComprehensionExpression,
               QuantifierExpression, ReduceExpression, LabelTestExpression, TypeTestExpression, PathExpression,
               DisjointExpression, SubqueryBoundExpression>
      node;
};

/// An aggregate; only an Aggregate operator computes it.
struct BoundAggregate {
  std::shared_ptr<const AggregateDefinition> function;
  bool distinct = false;
  std::vector<ExpressionPtr>
      arguments;  ///< Empty for count(*). The second of percentileCont and kin is constant per group.
  SourceRange range;
};

}  // namespace kith::engine
