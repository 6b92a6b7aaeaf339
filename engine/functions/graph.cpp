// engine/functions/graph.cpp: what nodes, relationships and paths are made of.
#include <algorithm>

#include <fmt/format.h>

#include "engine/execution/expressions/element.hpp"
#include "engine/execution/expressions/operand.hpp"
#include "engine/functions/families.hpp"

namespace kith::engine {
namespace {

using Values = std::span<const Value>;
using Vectors = std::span<const Vector>;

Result<Vector> id(Vectors arguments, std::uint32_t size, ExecContext&) {
  const Vector& argument = arguments[0];
  auto buffer = std::make_shared<VectorBuffer<std::int64_t>>();
  buffer->values.resize(size);
  if (argument.kind() == VectorKind::kNode || argument.kind() == VectorKind::kRelationship) {
    const Operand<std::uint64_t> ids(argument);
    for (std::uint32_t row = 0; row < size; ++row) buffer->values[row] = static_cast<std::int64_t>(ids[row]);
    clear_nulls(buffer->validity, argument);
    return Vector::own<std::int64_t>(VectorKind::kInteger, std::move(buffer));
  }
  for (std::uint32_t row = 0; row < size; ++row) {
    const Value value = argument.value(row);
    if (value.is_null()) {
      buffer->set_null(row);
    } else if (const auto element = as_element(value)) {
      buffer->values[row] = static_cast<std::int64_t>(element->id);
    } else {
      return invalid_argument("id", "a NODE or RELATIONSHIP", value);
    }
  }
  return Vector::own<std::int64_t>(VectorKind::kInteger, std::move(buffer));
}

Result<Value> element_id(Values values, ExecContext&) {
  const auto element = as_element(values[0]);
  if (!element.has_value()) return invalid_argument("elementId", "a NODE or RELATIONSHIP", values[0]);
  return Value(fmt::format("{}", element->id));
}

/// The list is made once per distinct label set.
Result<Vector> labels(Vectors arguments, std::uint32_t size, ExecContext& context) {
  std::vector<Value> results(size), by_set;
  for (std::uint32_t row = 0; row < size; ++row) {
    const Value value = arguments[0].value(row);
    if (value.is_null()) continue;
    if (!value.is(ValueKind::kNode)) return invalid_argument("labels", "a NODE", value);
    KITH_TRY(const std::uint32_t set, label_set_of(value.get<Node>().id, context));
    if (set >= by_set.size()) by_set.resize(set + 1);
    if (by_set[set].is_null()) {
      List names;
      for (const LabelId label : context.view->names().label_set(set))
        names.emplace_back(context.view->names().name(label));
      by_set[set] = std::move(names);
    }
    results[row] = by_set[set];
  }
  return Vector::from_values(std::move(results));
}

/// Names outlive the query, so that the strings need no copy.
Result<Vector> type(Vectors arguments, std::uint32_t size, ExecContext& context) {
  const Vector& argument = arguments[0];
  auto buffer = std::make_shared<VectorBuffer<std::string_view>>();
  buffer->values.resize(size);
  for (std::uint32_t row = 0; row < size; ++row) {
    const Value value = argument.value(row);
    if (value.is_null()) {
      buffer->set_null(row);
      continue;
    }
    if (!value.is(ValueKind::kRelationship)) return invalid_argument("type", "a RELATIONSHIP", value);
    KITH_TRY(const RelationshipEnds ends, ends_of(value.get<Relationship>().id, context));
    buffer->values[row] = context.view->names().name(ends.type);
  }
  return Vector::own<std::string_view>(VectorKind::kString, std::move(buffer));
}

template <bool kStart>
Result<Vector> end_node(Vectors arguments, std::uint32_t size, ExecContext& context) {
  const Vector& argument = arguments[0];
  auto buffer = std::make_shared<VectorBuffer<std::uint64_t>>();
  buffer->values.resize(size);
  for (std::uint32_t row = 0; row < size; ++row) {
    const Value value = argument.value(row);
    if (value.is_null()) {
      buffer->set_null(row);
      continue;
    }
    if (!value.is(ValueKind::kRelationship))
      return invalid_argument(kStart ? "startNode" : "endNode", "a RELATIONSHIP", value);
    KITH_TRY(const RelationshipEnds ends, ends_of(value.get<Relationship>().id, context));
    buffer->values[row] = kStart ? ends.start.value : ends.end.value;
  }
  return Vector::own<std::uint64_t>(VectorKind::kNode, std::move(buffer));
}

Result<Value> properties(Values values, ExecContext& context) {
  if (values[0].is(ValueKind::kMap)) return values[0];
  const auto element = as_element(values[0]);
  if (!element.has_value()) return invalid_argument("properties", "a NODE, RELATIONSHIP or MAP", values[0]);
  KITH_TRY(Map map, properties_of(element->element, element->id, context));
  return Value(std::move(map));
}

Result<Value> keys(Values values, ExecContext& context) {
  List names;
  if (values[0].is(ValueKind::kMap)) {
    for (const auto& [key, value] : values[0].map()) names.emplace_back(key);
    return Value(std::move(names));
  }
  const auto element = as_element(values[0]);
  if (!element.has_value()) return invalid_argument("keys", "a NODE, RELATIONSHIP or MAP", values[0]);
  KITH_TRY(std::vector<std::string> own, keys_of(element->element, element->id, context));
  for (std::string& key : own) names.emplace_back(std::move(key));
  return Value(std::move(names));
}

Result<Value> nodes(Values values, ExecContext&) {
  if (!values[0].is(ValueKind::kPath)) return invalid_argument("nodes", "a PATH", values[0]);
  const std::vector<Node>& nodes = values[0].get<Path>().content->nodes;
  return Value(List(nodes.begin(), nodes.end()));
}

Result<Value> relationships(Values values, ExecContext&) {
  if (!values[0].is(ValueKind::kPath)) return invalid_argument("relationships", "a PATH", values[0]);
  const std::vector<Relationship>& relationships = values[0].get<Path>().content->relationships;
  return Value(List(relationships.begin(), relationships.end()));
}

Result<Value> length(Values values, ExecContext&) {
  if (!values[0].is(ValueKind::kPath)) return invalid_argument("length", "a PATH", values[0]);
  return Value(static_cast<std::int64_t>(values[0].get<Path>().content->relationships.size()));
}

}  // namespace

FunctionTable graph_functions() {
  constexpr StaticType kNode = StaticType::kNode, kRelationship = StaticType::kRelationship, kPath = StaticType::kPath,
                       kList = StaticType::kList, kMap = StaticType::kMap, kString = StaticType::kString;
  const Argument node{"node", kNode}, relationship{"relationship", kRelationship}, path{"path", kPath};
  const Argument element{"element", StaticType::kAny, {kNode, kRelationship}};
  const Argument with_properties{"of", kMap, {kNode, kRelationship}};
  return {
      {.name = "id",
       .arguments = {element},
       .num_required = 1,
       .result = StaticType::kInteger,
       .help = "The number of a node, or of a relationship.",
       .vectorised = id},
      {.name = "elementId",
       .arguments = {element},
       .num_required = 1,
       .result = kString,
       .help = "The number of a node or relationship as text.",
       .scalar = element_id},
      {.name = "labels",
       .arguments = {node},
       .num_required = 1,
       .result = kList,
       .help = "The labels of a node.",
       .vectorised = labels},
      {.name = "type",
       .arguments = {relationship},
       .num_required = 1,
       .result = kString,
       .help = "The type of a relationship.",
       .vectorised = type},
      {.name = "startNode",
       .arguments = {relationship},
       .num_required = 1,
       .result = kNode,
       .help = "The node that a relationship starts from.",
       .vectorised = end_node<true>},
      {.name = "endNode",
       .arguments = {relationship},
       .num_required = 1,
       .result = kNode,
       .help = "The node that a relationship leads to.",
       .vectorised = end_node<false>},
      {.name = "properties",
       .arguments = {with_properties},
       .num_required = 1,
       .result = kMap,
       .help = "All properties as a map.",
       .scalar = properties},
      {.name = "keys",
       .arguments = {with_properties},
       .num_required = 1,
       .result = kList,
       .help = "The keys of a map, or those of the properties that a node or relationship has.",
       .scalar = keys},
      {.name = "nodes",
       .arguments = {path},
       .num_required = 1,
       .result = kList,
       .help = "The nodes of a path, in order.",
       .scalar = nodes},
      {.name = "relationships",
       .arguments = {path},
       .num_required = 1,
       .result = kList,
       .help = "The relationships of a path, in order.",
       .scalar = relationships},
      {.name = "length",
       .arguments = {path},
       .num_required = 1,
       .result = StaticType::kInteger,
       .help = "The number of relationships of a path.",
       .scalar = length},
  };
}

}  // namespace kith::engine
