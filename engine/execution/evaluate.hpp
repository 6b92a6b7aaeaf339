// engine/execution/evaluate.hpp: expressions over chunks, a vector at a time.
#pragma once

#include "engine/execution/context.hpp"

namespace kith::engine {

/// The expression for every row of the chunk: a vector of chunk.size rows. Kernels are chosen by the kinds that the
/// operands turn out to have; what has no kernel goes through Values. Branches of CASE, and the right side of AND / OR
/// where the left decides, are evaluated only for the rows that need them, so that an error there is not raised for
/// others.
Result<Vector> evaluate(const BoundExpression& expression, const Chunk& chunk, ExecContext& context);

/// Row numbers where a predicate is true (neither false nor null), ascending. Errors: kTypeError for what is not a
/// boolean.
Result<std::vector<std::uint32_t>> evaluate_predicate(const BoundExpression& expression, const Chunk& chunk,
                                                      ExecContext& context);

/// An expression without row: SKIP, LIMIT, procedure arguments of a standalone call.
Result<Value> evaluate_constant(const BoundExpression& expression, ExecContext& context);

/// out row i = property `key` of element ids[i] (kNode or kRelationship vector; null for null). Borrows from the block
/// when the ids are consecutive, gathers by block else. Errors: kEntityNotFound (DeletedEntityAccess).
Result<Vector> read_property(const Vector& ids, std::string_view key, ExecContext& context);

}  // namespace kith::engine
