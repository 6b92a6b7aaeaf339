// engine/execution/expressions/assemble.cpp: gathering rows of several vectors into one.
#include "engine/execution/expressions/assemble.hpp"

#include <algorithm>

namespace kith::engine {
namespace {

VectorKind unified_kind(std::span<const Part> parts) {
  VectorKind kind = VectorKind::kNull;
  for (const Part& part : parts) {
    const VectorKind own = part.source->kind();
    if (own == VectorKind::kNull || own == kind || part.source->size() == 0) continue;
    if (kind != VectorKind::kNull) return VectorKind::kMixed;
    kind = own;
  }
  return kind;
}

template <class T>
Vector assemble_typed(VectorKind kind, std::span<const Part> parts, std::uint32_t size) {
  auto buffer = std::make_shared<VectorBuffer<T>>();
  buffer->values.resize(size);
  std::uint32_t num_covered = 0;
  bool some_null = false;
  for (const Part& part : parts) {
    num_covered += part.source->size();
    some_null = some_null || part.source->may_have_nulls();
  }
  // Bits are set row by row only where a row may stay null.
  some_null = some_null || num_covered < size;
  if (some_null) buffer->validity.assign((size + 63) / 64, ~std::uint64_t{0});
  if (some_null && size % 64 != 0) buffer->validity.back() = ~std::uint64_t{0} << (size % 64);
  if (some_null) std::fill(buffer->validity.begin(), buffer->validity.begin() + size / 64, 0);
  for (const Part& part : parts) {
    const Vector& source = *part.source;
    if (source.kind() == VectorKind::kNull || source.size() == 0) continue;
    const VectorView<T> view = source.view<T>();
    const auto target = [&](std::uint32_t row) { return part.rows != nullptr ? (*part.rows)[row] : part.first + row; };
    if (part.rows == nullptr && source.is_flat()) {
      std::copy(view.data, view.data + source.size(), buffer->values.begin() + part.first);
    } else {
      for (std::uint32_t row = 0; row < source.size(); ++row) buffer->values[target(row)] = view[row];
    }
    if (some_null) {
      for (std::uint32_t row = 0; row < source.size(); ++row) {
        const std::uint32_t to = target(row);
        buffer->validity[to / 64] |= std::uint64_t{view.valid(row)} << (to % 64);
      }
    }
    if (kind == VectorKind::kString && (buffer->pins.empty() || buffer->pins.back() != source.owner())) {
      buffer->pins.push_back(source.owner());
    }
  }
  return Vector::own<T>(kind, std::move(buffer));
}

}  // namespace

Vector assemble(std::span<const Part> parts, std::uint32_t size) {
  const VectorKind kind = unified_kind(parts);
  switch (kind) {
    case VectorKind::kNull:
      return Vector::nulls(size);
    case VectorKind::kBoolean:
      return assemble_typed<std::uint8_t>(kind, parts, size);
    case VectorKind::kInteger:
    case VectorKind::kDate:
      return assemble_typed<std::int64_t>(kind, parts, size);
    case VectorKind::kFloat:
      return assemble_typed<double>(kind, parts, size);
    case VectorKind::kString:
      return assemble_typed<std::string_view>(kind, parts, size);
    case VectorKind::kNode:
    case VectorKind::kRelationship:
      return assemble_typed<std::uint64_t>(kind, parts, size);
    case VectorKind::kMixed:
      break;
  }
  auto buffer = std::make_shared<VectorBuffer<Value>>();
  buffer->values.resize(size);
  for (const Part& part : parts) {
    for (std::uint32_t row = 0; row < part.source->size(); ++row) {
      buffer->values[part.rows != nullptr ? (*part.rows)[row] : part.first + row] = part.source->value(row);
    }
  }
  return Vector::own<Value>(VectorKind::kMixed, std::move(buffer));
}

std::vector<std::uint32_t> compose_rows(std::span<const std::uint32_t> outer, std::span<const std::uint32_t> inner) {
  std::vector<std::uint32_t> rows(inner.size());
  for (std::size_t i = 0; i < inner.size(); ++i) rows[i] = outer[inner[i]];
  return rows;
}

Selection compose(std::span<const std::uint32_t> outer, std::span<const std::uint32_t> inner) {
  return std::make_shared<const std::vector<std::uint32_t>>(compose_rows(outer, inner));
}

}  // namespace kith::engine
