// values/gqlstatus.cpp: the one table from kinds and details of errors to GQLSTATUS codes.
#include <kith/gqlstatus.hpp>

#include <array>

namespace kith {
namespace {

// Classes: 08 connection, 22 data, 25 transaction state, 40 rollback, 42 syntax or access rule, 50 to 52 processing,
// G1 dependent objects, G2 graph types.
#define KITH_DATA "data exception - "
#define KITH_SYNTAX "syntax error or access rule violation - "

constexpr GqlStatus kInvalidSyntax{"42001", KITH_SYNTAX "invalid syntax"};
constexpr GqlStatus kInvalidReference{"42002", KITH_SYNTAX "invalid reference"};
constexpr GqlStatus kArgumentCount{"42I13", KITH_SYNTAX "invalid number of procedure or function arguments"};
constexpr GqlStatus kAggregate{"42I24", KITH_SYNTAX "invalid use of aggregate function"};
constexpr GqlStatus kMissingParameter{"42N81", KITH_SYNTAX "missing parameter"};
constexpr GqlStatus kOutOfRange{"22003", KITH_DATA "numeric value out of range"};
constexpr GqlStatus kNegativeLimit{"22G02", KITH_DATA "negative limit value"};
constexpr GqlStatus kInvalidType{"22N01", KITH_DATA "invalid type"};
constexpr GqlStatus kInvalidArgument{"22N11", KITH_DATA "invalid argument"};
constexpr GqlStatus kPropertyType{"22N39", KITH_DATA "unsupported property value type"};
constexpr GqlStatus kDeleted{"22G11", KITH_DATA "reference value, referent deleted"};
constexpr GqlStatus kTerminated{"25N05", "invalid transaction state - transaction terminated or closed"};
constexpr GqlStatus kProcessing{"50N00", "general processing exception - internal error"};

constexpr std::array kTable{
    GqlStatusRow{ErrorKind::kSyntaxError, "", kInvalidSyntax},
    GqlStatusRow{ErrorKind::kSyntaxError,
                 "AmbiguousAggregationExpression",
                 {"42I18", KITH_SYNTAX "invalid reference to implicitly grouped expressions"}},
    GqlStatusRow{ErrorKind::kSyntaxError, "ColumnNameConflict", {"42N38", KITH_SYNTAX "duplicate return item name"}},
    GqlStatusRow{ErrorKind::kSyntaxError,
                 "CreatingVarLength",
                 {"42I41", KITH_SYNTAX "invalid use of variable length relationship"}},
    GqlStatusRow{
        ErrorKind::kSyntaxError, "DifferentColumnsInUnion", {"42N39", KITH_SYNTAX "incompatible return columns"}},
    GqlStatusRow{ErrorKind::kSyntaxError, "FloatingPointOverflow", kOutOfRange},
    GqlStatusRow{ErrorKind::kSyntaxError, "IntegerOverflow", kOutOfRange},
    GqlStatusRow{ErrorKind::kSyntaxError, "InvalidAggregation", kAggregate},
    GqlStatusRow{ErrorKind::kSyntaxError,
                 "InvalidArgumentPassingMode",
                 {"42N36", KITH_SYNTAX "procedure call without parentheses"}},
    GqlStatusRow{ErrorKind::kSyntaxError, "InvalidArgumentType", kInvalidType},
    GqlStatusRow{ErrorKind::kSyntaxError, "InvalidArgumentValue", kInvalidArgument},
    GqlStatusRow{ErrorKind::kSyntaxError, "InvalidDelete", {"42I26", KITH_SYNTAX "invalid DELETE"}},
    GqlStatusRow{ErrorKind::kSyntaxError, "InvalidNumberLiteral", {"42I07", KITH_SYNTAX "invalid integer literal"}},
    GqlStatusRow{ErrorKind::kSyntaxError, "InvalidNumberOfArguments", kArgumentCount},
    GqlStatusRow{ErrorKind::kSyntaxError, "InvalidParameterUse", {"42N32", KITH_SYNTAX "invalid use of parameter map"}},
    GqlStatusRow{ErrorKind::kSyntaxError, "InvalidPropertyType", kPropertyType},
    GqlStatusRow{ErrorKind::kSyntaxError, "InvalidUnicodeLiteral", {"42I19", KITH_SYNTAX "invalid string literal"}},
    GqlStatusRow{ErrorKind::kSyntaxError, "NegativeIntegerArgument", kNegativeLimit},
    GqlStatusRow{ErrorKind::kSyntaxError, "NestedAggregation", kAggregate},
    GqlStatusRow{ErrorKind::kSyntaxError, "NoExpressionAlias", {"42N21", KITH_SYNTAX "unaliased return item"}},
    GqlStatusRow{ErrorKind::kSyntaxError,
                 "NonConstantExpression",
                 {"42N28", KITH_SYNTAX "patterns or variables not statically inferrable"}},
    GqlStatusRow{ErrorKind::kSyntaxError,
                 "NoSingleRelationshipType",
                 {"42I14", KITH_SYNTAX "invalid number of relationship types"}},
    GqlStatusRow{ErrorKind::kSyntaxError, "NoVariablesInScope", {"42I37", KITH_SYNTAX "invalid use of RETURN *"}},
    GqlStatusRow{ErrorKind::kSyntaxError, "NumberOutOfRange", kOutOfRange},
    GqlStatusRow{ErrorKind::kSyntaxError,
                 "RelationshipUniquenessViolation",
                 {"42N68", KITH_SYNTAX "duplicate variable definition"}},
    GqlStatusRow{ErrorKind::kSyntaxError, "UndefinedVariable", {"42N62", KITH_SYNTAX "variable not defined"}},
    GqlStatusRow{ErrorKind::kSyntaxError, "UnknownFunction", {"42N48", KITH_SYNTAX "unknown function"}},
    GqlStatusRow{ErrorKind::kSyntaxError, "VariableAlreadyBound", {"42N59", KITH_SYNTAX "variable already defined"}},
    GqlStatusRow{ErrorKind::kSyntaxError, "VariableTypeConflict", {"22N27", KITH_DATA "invalid entity type"}},
    GqlStatusRow{ErrorKind::kSemanticError, "", kInvalidSyntax},
    GqlStatusRow{
        ErrorKind::kSemanticError, "MergeReadOwnWrites", {"22N31", KITH_DATA "invalid properties in merge pattern"}},
    GqlStatusRow{ErrorKind::kParameterMissing, "", kMissingParameter},
    GqlStatusRow{ErrorKind::kConstraintVerificationFailed, "", {"G1000", "dependent object error"}},
    GqlStatusRow{ErrorKind::kConstraintVerificationFailed,
                 "DeleteConnectedNode",
                 {"G1001", "dependent object error - edges still exist"}},
    GqlStatusRow{ErrorKind::kConstraintValidationFailed, "", {"G2000", "graph type violation"}},
    GqlStatusRow{ErrorKind::kConstraintValidationFailed,
                 "SchemaAlreadyExists",
                 {"22N71", KITH_DATA "index or constraint already exists"}},
    GqlStatusRow{ErrorKind::kEntityNotFound, "", kInvalidReference},
    GqlStatusRow{ErrorKind::kEntityNotFound, "DeletedEntityAccess", kDeleted},
    GqlStatusRow{ErrorKind::kPropertyNotFound, "", kInvalidReference},
    GqlStatusRow{ErrorKind::kLabelNotFound, "", kInvalidReference},
    GqlStatusRow{ErrorKind::kTypeError, "", {"22G03", KITH_DATA "invalid value type"}},
    GqlStatusRow{ErrorKind::kTypeError, "InvalidArgumentType", kInvalidType},
    GqlStatusRow{ErrorKind::kTypeError, "InvalidArgumentValue", {"22N38", KITH_DATA "invalid function input type"}},
    GqlStatusRow{ErrorKind::kTypeError, "InvalidPropertyType", kPropertyType},
    GqlStatusRow{ErrorKind::kTypeError, "ListElementAccessByNonInteger", kInvalidType},
    GqlStatusRow{ErrorKind::kTypeError, "MapElementAccessByNonString", kInvalidType},
    GqlStatusRow{ErrorKind::kArgumentError, "", kInvalidArgument},
    GqlStatusRow{ErrorKind::kArgumentError, "InvalidArgumentType", kInvalidType},
    GqlStatusRow{ErrorKind::kArgumentError, "InvalidNumberOfArguments", kArgumentCount},
    GqlStatusRow{ErrorKind::kArgumentError, "NegativeIntegerArgument", kNegativeLimit},
    GqlStatusRow{ErrorKind::kArgumentError, "NumberOutOfRange", kOutOfRange},
    GqlStatusRow{
        ErrorKind::kArgumentError, "SchemaNotFound", {"22N69", KITH_DATA "index or constraint does not exist"}},
    GqlStatusRow{ErrorKind::kArithmeticError, "", kOutOfRange},
    GqlStatusRow{ErrorKind::kArithmeticError, "DivisionByZero", {"22012", KITH_DATA "division by zero"}},
    GqlStatusRow{ErrorKind::kProcedureError, "", {"52N37", "procedure exception - procedure execution error"}},
    GqlStatusRow{
        ErrorKind::kProcedureError, "ProcedureNotFound", {"42N08", KITH_SYNTAX "no such procedure or function"}},
    GqlStatusRow{ErrorKind::kTimeout, "", kTerminated},
    GqlStatusRow{ErrorKind::kCancelled, "", kTerminated},
    GqlStatusRow{ErrorKind::kMemoryLimit, "", {"51N36", "system configuration or operation exception - out of memory"}},
    GqlStatusRow{ErrorKind::kReadOnly, "", {"25G03", "invalid transaction state - read-only GQL-transaction"}},
    GqlStatusRow{ErrorKind::kTransaction, "", {"25000", "invalid transaction state"}},
    GqlStatusRow{ErrorKind::kUsage, "", kInvalidArgument},
    GqlStatusRow{ErrorKind::kData, "", {"22N05", KITH_DATA "input failed validation"}},
    GqlStatusRow{ErrorKind::kIo, "", kProcessing},
    GqlStatusRow{ErrorKind::kDatabaseInUse, "", {"08N09", "connection exception - database unavailable"}},
    GqlStatusRow{ErrorKind::kFormatVersion, "", kProcessing},
    GqlStatusRow{ErrorKind::kCorruption, "", kProcessing},
    GqlStatusRow{ErrorKind::kOutcomeUnknown, "", {"40003", "transaction rollback - statement completion unknown"}},
    GqlStatusRow{ErrorKind::kUnsupported,
                 "",
                 {"51N26", "system configuration or operation exception - not supported in this version"}},
    GqlStatusRow{ErrorKind::kInternal, "", kProcessing},
};

#undef KITH_DATA
#undef KITH_SYNTAX

/// Where the rows of each kind begin, checked while compiling: each begins with the one without a detail.
constexpr std::array<std::size_t, static_cast<std::size_t>(ErrorKind::kInternal) + 2> first_rows() {
  std::array<std::size_t, static_cast<std::size_t>(ErrorKind::kInternal) + 2> first{};
  std::size_t row = 0;
  for (std::size_t kind = 0; kind + 1 < first.size(); ++kind) {
    first[kind] = row;
    if (static_cast<std::size_t>(kTable[row].kind) != kind || !kTable[row].detail.empty()) throw "a kind has no row";
    while (row < kTable.size() && static_cast<std::size_t>(kTable[row].kind) == kind) ++row;
  }
  first.back() = row;
  return first;
}
constexpr auto kFirstRows = first_rows();
static_assert(kFirstRows.back() == kTable.size());

}  // namespace

GqlStatus gqlstatus(const Error& error) {
  const auto kind = static_cast<std::size_t>(error.kind);
  for (std::size_t row = kFirstRows[kind] + 1; row < kFirstRows[kind + 1]; ++row) {
    if (kTable[row].detail == error.detail) return kTable[row].status;
  }
  return kTable[kFirstRows[kind]].status;
}

std::span<const GqlStatusRow> gqlstatus_table() { return kTable; }

}  // namespace kith
