// engine/execution/expressions/path.cpp: paths from their parts, and whether two patterns share a relationship.
#include <algorithm>

#include "engine/execution/expressions/element.hpp"
#include "engine/execution/expressions/kernels.hpp"
#include "engine/execution/expressions/nodes.hpp"

namespace kith::engine {
namespace {

/// Adds a relationship of a variable-length part and the node at its far end, whichever way it points.
Status step(const Value& relationship, PathContent& path, ExecContext& context) {
  if (!relationship.is(ValueKind::kRelationship)) return type_error("a RELATIONSHIP", relationship);
  const RelationshipId id = relationship.get<Relationship>().id;
  KITH_TRY(const RelationshipEnds ends, ends_of(id, context));
  const NodeId from = path.nodes.back().id;
  path.relationships.push_back(Relationship{id, nullptr});
  path.nodes.push_back(Node{ends.start == from ? ends.end : ends.start, nullptr});
  return Status::success();
}

/// The path of one row, or null when a part is.
Result<Value> path_of_row(const std::vector<Vector>& nodes, const std::vector<Vector>& relationships, std::uint32_t row,
                          ExecContext& context) {
  const Value first = nodes[0].value(row);
  if (first.is_null()) return Value();
  if (!first.is(ValueKind::kNode)) return type_error("a NODE", first);
  auto path = std::make_shared<PathContent>();
  path->nodes.push_back(Node{first.get<Node>().id, nullptr});
  for (std::size_t i = 0; i < relationships.size(); ++i) {
    const Value part = relationships[i].value(row);
    if (part.is_null() || nodes[i + 1].is_null(row)) return Value();
    if (part.is(ValueKind::kList)) {
      for (const Value& relationship : part.list()) KITH_CHECK_OK(step(relationship, *path, context));
    } else if (part.is(ValueKind::kRelationship) && nodes[i + 1].value(row).is(ValueKind::kNode)) {
      path->relationships.push_back(Relationship{part.get<Relationship>().id, nullptr});
      path->nodes.push_back(Node{nodes[i + 1].value(row).get<Node>().id, nullptr});
    } else {
      return type_error("a RELATIONSHIP between two NODES", part);
    }
  }
  return Value(Path{std::move(path)});
}

Result<std::vector<Vector>> columns_of(const std::vector<Slot>& slots, const Chunk& chunk) {
  std::vector<Vector> columns;
  for (const Slot slot : slots) {
    if (slot >= chunk.columns.size() || !chunk.columns[slot].is_live()) {
      return Error(ErrorKind::kInternal, "a part of a path has no column here");
    }
    columns.push_back(chunk.columns[slot]);
  }
  return columns;
}

std::vector<std::uint64_t> relationship_ids(const Value& value) {
  std::vector<std::uint64_t> ids;
  const auto add = [&](const Value& one) {
    if (one.is(ValueKind::kRelationship)) ids.push_back(one.get<Relationship>().id.value);
  };
  if (value.is(ValueKind::kList)) {
    for (const Value& element : value.list()) add(element);
  } else {
    add(value);
  }
  return ids;
}

}  // namespace

Result<Vector> evaluate_node(const PathExpression& expression, const Chunk& chunk, ExecContext& context) {
  KITH_TRY(const std::vector<Vector> nodes, columns_of(expression.nodes, chunk));
  KITH_TRY(const std::vector<Vector> relationships, columns_of(expression.relationships, chunk));
  std::vector<Value> paths(chunk.size);
  for (std::uint32_t row = 0; row < chunk.size; ++row) {
    KITH_TRY(paths[row], path_of_row(nodes, relationships, row, context));
  }
  return Vector::from_values(std::move(paths));
}

Result<Vector> evaluate_node(const DisjointExpression& expression, const Chunk& chunk, ExecContext&) {
  KITH_TRY(const std::vector<Vector> columns, columns_of({expression.left, expression.right}, chunk));
  const Vector& left = columns[0];
  const Vector& right = columns[1];
  if (left.kind() == VectorKind::kRelationship && right.kind() == VectorKind::kRelationship && !left.may_have_nulls() &&
      !right.may_have_nulls()) {
    return evaluate_comparison(BinaryKind::kNotEqual, left, right);
  }
  auto buffer = std::make_shared<VectorBuffer<std::uint8_t>>();
  buffer->values.resize(chunk.size, 1);
  for (std::uint32_t row = 0; row < chunk.size; ++row) {
    const std::vector<std::uint64_t> left_ids = relationship_ids(left.value(row)),
                                     right_ids = relationship_ids(right.value(row));
    for (const std::uint64_t id : left_ids) {
      if (std::find(right_ids.begin(), right_ids.end(), id) != right_ids.end()) buffer->values[row] = 0;
    }
  }
  return Vector::own<std::uint8_t>(VectorKind::kBoolean, std::move(buffer));
}

}  // namespace kith::engine
