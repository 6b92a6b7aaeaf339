// engine/execution/expressions/collection.cpp: list and map literals, and map projections.
#include "engine/execution/expressions/element.hpp"
#include "engine/execution/expressions/nodes.hpp"

namespace kith::engine {
namespace {

bool all_constant(const std::vector<Vector>& vectors, std::uint32_t size) {
  if (size < 2) return false;
  for (const Vector& vector : vectors) {
    if (!vector.is_constant() && vector.kind() != VectorKind::kNull) return false;
  }
  return true;
}

/// make(row) for each row, or once when every input is constant.
template <class Make>
Vector build(const std::vector<Vector>& inputs, std::uint32_t size, Make make) {
  if (all_constant(inputs, size)) return Vector::constant(make(0), size);
  std::vector<Value> values(size);
  for (std::uint32_t row = 0; row < size; ++row) values[row] = make(row);
  return Vector::from_values(std::move(values));
}

Result<std::vector<Vector>> evaluate_entries(const std::vector<std::pair<std::string, ExpressionPtr>>& entries,
                                             const Chunk& chunk, ExecContext& context) {
  std::vector<Vector> vectors(entries.size());
  for (std::size_t i = 0; i < entries.size(); ++i) {
    KITH_TRY(vectors[i], evaluate(*entries[i].second, chunk, context));
  }
  return vectors;
}

}  // namespace

Result<Vector> evaluate_node(const ListExpression& expression, const Chunk& chunk, ExecContext& context) {
  std::vector<Vector> elements(expression.elements.size());
  for (std::size_t i = 0; i < elements.size(); ++i) {
    KITH_TRY(elements[i], evaluate(*expression.elements[i], chunk, context));
  }
  return build(elements, chunk.size, [&](std::uint32_t row) {
    List list;
    list.reserve(elements.size());
    for (const Vector& element : elements) list.push_back(element.value(row));
    return Value(std::move(list));
  });
}

Result<Vector> evaluate_node(const MapExpression& expression, const Chunk& chunk, ExecContext& context) {
  KITH_TRY(const std::vector<Vector> vectors, evaluate_entries(expression.entries, chunk, context));
  return build(vectors, chunk.size, [&](std::uint32_t row) {
    Map map;
    for (std::size_t i = 0; i < vectors.size(); ++i)
      map.insert_or_assign(expression.entries[i].first, vectors[i].value(row));
    return Value(std::move(map));
  });
}

Result<Vector> evaluate_node(const MapProjectionExpression& expression, const Chunk& chunk, ExecContext& context) {
  KITH_TRY(const Vector subject, evaluate(*expression.subject, chunk, context));
  KITH_TRY(const std::vector<Vector> vectors, evaluate_entries(expression.entries, chunk, context));
  std::vector<Value> values(chunk.size);
  for (std::uint32_t row = 0; row < chunk.size; ++row) {
    const Value from = subject.value(row);
    if (from.is_null()) continue;
    const auto element = as_element(from);
    if (!element.has_value() && !from.is(ValueKind::kMap)) return type_error("a NODE, RELATIONSHIP or MAP", from);
    Map map;
    if (expression.all_properties) {
      if (element.has_value()) {
        KITH_TRY(map, properties_of(element->element, element->id, context));
      } else {
        map = from.map();
      }
    }
    for (std::size_t i = 0; i < vectors.size(); ++i)
      map.insert_or_assign(expression.entries[i].first, vectors[i].value(row));
    values[row] = std::move(map);
  }
  return Vector::from_values(std::move(values));
}

}  // namespace kith::engine
