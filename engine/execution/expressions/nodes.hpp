// engine/execution/expressions/nodes.hpp: one evaluation per kind of expression; evaluate() dispatches to them.
#pragma once

#include "engine/execution/evaluate.hpp"

namespace kith::engine {

Result<Vector> evaluate_node(const PropertyExpression&, const Chunk&, ExecContext&);
Result<Vector> evaluate_node(const IndexExpression&, const Chunk&, ExecContext&);
Result<Vector> evaluate_node(const SliceExpression&, const Chunk&, ExecContext&);
Result<Vector> evaluate_node(const BinaryExpression&, const Chunk&, ExecContext&);
Result<Vector> evaluate_node(const UnaryExpression&, const Chunk&, ExecContext&);
Result<Vector> evaluate_node(const LogicalExpression&, const Chunk&, ExecContext&);
Result<Vector> evaluate_node(const FunctionExpression&, const Chunk&, ExecContext&);
Result<Vector> evaluate_node(const CaseBoundExpression&, const Chunk&, ExecContext&);
Result<Vector> evaluate_node(const ListExpression&, const Chunk&, ExecContext&);
Result<Vector> evaluate_node(const MapExpression&, const Chunk&, ExecContext&);
Result<Vector> evaluate_node(const MapProjectionExpression&, const Chunk&, ExecContext&);
Result<Vector> evaluate_node(const ListComprehensionExpression&, const Chunk&, ExecContext&);
Result<Vector> evaluate_node(const QuantifierExpression&, const Chunk&, ExecContext&);
Result<Vector> evaluate_node(const ReduceExpression&, const Chunk&, ExecContext&);
Result<Vector> evaluate_node(const LabelTestExpression&, const Chunk&, ExecContext&);
Result<Vector> evaluate_node(const TypeTestExpression&, const Chunk&, ExecContext&);
Result<Vector> evaluate_node(const PathExpression&, const Chunk&, ExecContext&);
Result<Vector> evaluate_node(const DisjointExpression&, const Chunk&, ExecContext&);
Result<Vector> evaluate_node(const SubqueryBoundExpression&, const Chunk&, ExecContext&);

/// Rows of the chunk where AND, OR, XOR is true.
Result<std::vector<std::uint32_t>> select_node(const LogicalExpression&, const Chunk&, ExecContext&);

/// The rows of a chunk as another chunk; the whole chunk when they are all of it.
Chunk chunk_of_rows(const Chunk& chunk, std::vector<std::uint32_t> rows);

/// TypeError (InvalidArgumentType): "expected X, got LIST".
Error type_error(std::string_view expected, const Value& actual);

}  // namespace kith::engine
