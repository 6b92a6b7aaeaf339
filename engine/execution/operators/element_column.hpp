// engine/execution/operators/element_column.hpp: columns of nodes and relationships, however their vectors hold them.
#pragma once

#include "engine/execution/operators/unary_operator.hpp"

namespace kith::engine {

/// The ids in a column of elements of one kind, with nulls.
class ElementColumn {
 public:
  /// Errors: kTypeError for a value that is neither null nor an element of `element`.
  static Result<ElementColumn> of(const Chunk& chunk, Slot slot, ElementKind element);

  bool all_null() const { return vector_.kind() == VectorKind::kNull; }
  bool has_nulls() const { return all_null() || view_.validity != nullptr; }
  bool is_null(std::uint32_t row) const { return all_null() || !view_.valid(row); }
  std::uint64_t operator[](std::uint32_t row) const { return view_[row]; }
  const VectorView<std::uint64_t>& view() const { return view_; }
  const Vector& vector() const { return vector_; }

 private:
  explicit ElementColumn(Vector vector) : vector_(std::move(vector)), view_(vector_.view<std::uint64_t>()) {}
  Vector vector_;
  VectorView<std::uint64_t> view_;
};

/// A vector of ids.
Vector id_vector(ElementKind element, std::vector<std::uint64_t> ids);

}  // namespace kith::engine
