// engine/execution/expressions/kernels.hpp: operators over whole vectors. Operands are of one size, which the result
// has too.
#pragma once

#include <optional>

#include "engine/execution/context.hpp"

namespace kith::engine {

bool is_comparison(BinaryKind kind);

/// + - * / % ^ ||. Errors: kArithmeticError (IntegerOverflow, DivisionByZero), kTypeError (InvalidArgumentType).
Result<Vector> evaluate_arithmetic(BinaryKind kind, const Vector& left, const Vector& right);
Result<Vector> evaluate_sign(UnaryKind kind, const Vector& operand);
/// One pair, any kinds.
Result<Value> arithmetic(BinaryKind kind, const Value& left, const Value& right);

/// = <> < <= > >=, three-valued: a boolean vector.
Vector evaluate_comparison(BinaryKind kind, const Vector& left, const Vector& right);
/// Rows where it is true.
std::vector<std::uint32_t> select_comparison(BinaryKind kind, const Vector& left, const Vector& right);
/// One pair, any kinds: a boolean or null.
Value comparison(BinaryKind kind, const Value& left, const Value& right);

/// left IN right. Errors: kTypeError when right is neither list nor null.
Result<Vector> evaluate_membership(const Vector& left, const Vector& right, ExecContext& context);
/// STARTS WITH, ENDS WITH, CONTAINS, =~. What is not a string compares as null.
Result<Vector> evaluate_text_match(BinaryKind kind, const Vector& left, const Vector& right, ExecContext& context);

/// A predicate on coded strings and one value, decided once per string of the dictionary. None when the operands are
/// something else, or there are too few rows for it.
Result<std::optional<Vector>> evaluate_by_dictionary(BinaryKind kind, const Vector& left, const Vector& right,
                                                     ExecContext& context);
/// Any of the above.
Result<Vector> evaluate_binary(BinaryKind kind, const Vector& left, const Vector& right, ExecContext& context);

/// subject.key for each row.
Result<Vector> evaluate_property(const Vector& subject, std::string_view key, ExecContext& context);
/// subject[index]: of a list, map, node or relationship.
Result<Vector> evaluate_index(const Vector& subject, const Vector& index, ExecContext& context);

/// NOT. Errors: kTypeError for what is not a boolean.
Result<Vector> evaluate_not(const Vector& operand);

/// kMemoryLimit for text and lists that a query doubled past its budget: s + s, again and again, needs few words.
Status check_fits_memory(const Vector& vector, ExecContext& context);

/// The vector as booleans: itself, or kMixed rows unpacked. Errors: kTypeError for what is neither boolean nor null.
Result<Vector> as_booleans(Vector vector);

}  // namespace kith::engine
