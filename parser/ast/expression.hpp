// parser/ast/expression.hpp: expressions as written, before any name is resolved. Nodes live in the Statement's Arena
// and refer to each other by plain pointer; each knows its bytes in the user's own text. No Boost include.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <kith/error.hpp>

namespace kith::ast {

struct Expression;
struct Pattern;
struct PatternPart;
struct RegularQuery;

/// A name as meant (back-ticks removed, doubled back-ticks undone), with its place.
struct Name {
  std::string text;
  SourceRange range;
};

struct NullLiteral {};
struct BooleanLiteral {
  bool value;
};
/// Sign is a UnaryOperator in the tree, but the parser folds `-` directly before a literal so that -2^63 is
/// expressible.
struct IntegerLiteral {
  std::int64_t value;
};
struct FloatLiteral {
  double value;
};
struct StringLiteral {
  std::string value;
};
struct ListLiteral {
  std::vector<Expression*> elements;
};
struct MapLiteral {
  std::vector<std::pair<Name, Expression*>> entries;
};

struct Variable {
  std::string name;
};
struct Parameter {
  std::string name;
};  ///< `$name`, `$1`.

struct PropertyAccess {
  Expression* subject;
  Name key;
};  ///< a.b
struct IndexAccess {
  Expression* subject;
  Expression* index;
};  ///< a[i]
struct SliceAccess {
  Expression* subject;
  Expression* from;
  Expression* to;
};  ///< a[i..j]; either may be null

enum class UnaryOperatorKind : std::uint8_t { kNot, kPlus, kMinus, kIsNull, kIsNotNull };
struct UnaryOperator {
  UnaryOperatorKind kind;
  Expression* operand;
};

enum class BinaryOperatorKind : std::uint8_t {
  kAdd,
  kSubtract,
  kMultiply,
  kDivide,
  kModulo,
  kPower,
  kConcatenate,
  kIn,
  kStartsWith,
  kEndsWith,
  kContains,
  kMatches,  // kMatches: =~
};
struct BinaryOperator {
  BinaryOperatorKind kind;
  Expression* left;
  Expression* right;
  SourceRange operator_range;
};

/// AND, OR, XOR chains are flat: operands.size() >= 2.
enum class LogicalOperatorKind : std::uint8_t { kAnd, kOr, kXor };
struct LogicalOperator {
  LogicalOperatorKind kind;
  std::vector<Expression*> operands;
};

/// a < b <= c means a < b AND b <= c: operands.size() == operators.size() + 1.
enum class ComparisonKind : std::uint8_t { kEqual, kNotEqual, kLess, kLessOrEqual, kGreater, kGreaterOrEqual };
struct Comparison {
  std::vector<Expression*> operands;
  std::vector<ComparisonKind> operators;
};

/// `f(DISTINCT a, b)`, `ns.f()`; `count(*)` has star set. Quantifiers, reduce and comprehensions are nodes of their
/// own.
struct FunctionCall {
  std::string name;  ///< With namespace, as written: "date.truncate".
  SourceRange name_range;
  bool distinct = false;
  bool star = false;
  std::vector<Expression*> arguments;
};

struct CaseExpression {
  struct Branch {
    Expression* when;
    Expression* then;
  };
  Expression* subject;  ///< Null for the generic form.
  std::vector<Branch> branches;
  Expression* otherwise;  ///< Null when there is no ELSE.
};

/// [x IN list WHERE p | e]; where and projection may be null.
struct ListComprehension {
  Name variable;
  Expression* list;
  Expression* where;
  Expression* projection;
};

enum class QuantifierKind : std::uint8_t { kAll, kAny, kNone, kSingle };
struct Quantifier {
  QuantifierKind kind;
  Name variable;
  Expression* list;
  Expression* where;
};

/// reduce(acc = init, x IN list | e)
struct Reduce {
  Name accumulator;
  Expression* initial;
  Name variable;
  Expression* list;
  Expression* body;
};

/// [p = (a)-->(b) WHERE w | e]; the part's variable is the path, where may be null.
struct PatternComprehension {
  PatternPart* pattern;
  Expression* where;
  Expression* projection;
};

/// A relationship pattern used as a predicate: WHERE (a)-->(b), exists((a)-->()).
struct PatternExpression {
  PatternPart* pattern;
};

/// EXISTS { ... }, COUNT { ... }, COLLECT { ... }: either a pattern with an optional WHERE, or a whole query.
enum class SubqueryKind : std::uint8_t { kExists, kCount, kCollect };
struct SubqueryExpression {
  SubqueryKind kind;
  std::vector<PatternPart*> patterns;  ///< Set for the short form, `query` is null then.
  Expression* where;
  RegularQuery* query;
};

/// n{.*, .key, key: e, other}
struct MapProjection {
  struct AllProperties {};
  struct Property {
    Name key;
  };
  struct Entry {
    Name key;
    Expression* value;
  };
  struct VariableSelector {
    Name variable;
  };
  using Item = std::variant<AllProperties, Property, Entry, VariableSelector>;
  Name subject;
  std::vector<Item> items;
};

/// n:A:B, n:A|B, r:TYPE, n IS LABELED A as a predicate.
struct LabelExpression;
struct LabelPredicate {
  Expression* subject;
  LabelExpression* labels;
};

/// A label expression; openCypher 9 has conjunctions (":A:B") and for types disjunctions (":A|B"); GQL the rest.
struct LabelExpression {
  enum class Kind : std::uint8_t { kName, kAnd, kOr, kNot, kWildcard, kDynamic };
  Kind kind;
  Name name;                               ///< kName
  std::vector<LabelExpression*> operands;  ///< kAnd, kOr: two or more; kNot: one
  Expression* value = nullptr;             ///< kDynamic, `$(e)`: a STRING, or a LIST of them
  bool any = false;                        ///< kDynamic: `$any(e)`, one of the list; else all of it
};

/// INTEGER, LIST<STRING NOT NULL> NOT NULL, INTEGER | FLOAT ...
struct ValueType {
  enum class Kind : std::uint8_t {
    kNothing,
    kNull,
    kBoolean,
    kString,
    kInteger,
    kFloat,
    kDate,
    kLocalTime,
    kZonedTime,
    kLocalDateTime,
    kZonedDateTime,
    kDuration,
    kPoint,
    kNode,
    kRelationship,
    kPath,
    kMap,
    kList,      ///< operands[0] is the elements' type; none: any
    kProperty,  ///< What a property may hold.
    kAny,
    kUnion,  ///< One of the operands.
  };
  Kind kind = Kind::kAny;
  bool not_null = false;
  std::vector<ValueType> operands;
};

/// x IS :: INTEGER, x IS NOT TYPED INTEGER, x :: INTEGER
struct TypePredicate {
  Expression* subject;
  ValueType type;
  bool negated = false;
};

struct Expression {
  SourceRange range;
  std::variant<NullLiteral, BooleanLiteral, IntegerLiteral, FloatLiteral, StringLiteral, ListLiteral, MapLiteral,
               Variable, Parameter, PropertyAccess, IndexAccess, SliceAccess, UnaryOperator, BinaryOperator,
               LogicalOperator, Comparison, FunctionCall, CaseExpression, ListComprehension, Quantifier, Reduce,
               PatternComprehension, PatternExpression, SubqueryExpression, MapProjection, LabelPredicate,
               TypePredicate>
      node;
};

}  // namespace kith::ast
