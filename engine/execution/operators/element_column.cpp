// engine/execution/operators/element_column.cpp: ids of nodes and relationships out of any vector.
#include "engine/execution/operators/element_column.hpp"

#include <fmt/format.h>

#include "engine/execution/expressions/element.hpp"

namespace kith::engine {

Result<ElementColumn> ElementColumn::of(const Chunk& chunk, Slot slot, ElementKind element) {
  if (slot >= chunk.columns.size() || !chunk.columns[slot].is_live()) {
    return Error(ErrorKind::kInternal, fmt::format("slot {} has no column here", slot));
  }
  const Vector& vector = chunk.columns[slot];
  const VectorKind wanted = element == ElementKind::kNode ? VectorKind::kNode : VectorKind::kRelationship;
  if (vector.kind() == wanted || vector.kind() == VectorKind::kNull) return ElementColumn(vector);
  auto buffer = std::make_shared<VectorBuffer<std::uint64_t>>();
  buffer->values.resize(chunk.size);
  for (std::uint32_t row = 0; row < chunk.size; ++row) {
    const Value value = vector.value(row);
    const auto reference = as_element(value);
    if (reference.has_value() && reference->element == element) {
      buffer->values[row] = reference->id;
    } else if (value.is_null()) {
      buffer->set_null(row);
    } else {
      return Error(ErrorKind::kTypeError,
                   fmt::format("expected a {}, got {}", element == ElementKind::kNode ? "NODE" : "RELATIONSHIP",
                               to_string(value.kind())))
          .with_detail("InvalidArgumentType");
    }
  }
  return ElementColumn(Vector::own<std::uint64_t>(wanted, std::move(buffer)));
}

Vector id_vector(ElementKind element, std::vector<std::uint64_t> ids) {
  auto buffer = std::make_shared<VectorBuffer<std::uint64_t>>();
  buffer->values = std::move(ids);
  return Vector::own<std::uint64_t>(element == ElementKind::kNode ? VectorKind::kNode : VectorKind::kRelationship,
                                    std::move(buffer));
}

}  // namespace kith::engine
