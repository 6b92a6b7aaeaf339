// engine/functions/knowledge.cpp: who says so, and figures over time.
#include <algorithm>

#include <fmt/format.h>

#include "engine/execution/expressions/element.hpp"
#include "engine/functions/families.hpp"
#include "values/compare.hpp"

namespace kith::engine {
namespace {

using Values = std::span<const Value>;

/// Calls f(neighbour) for each relationship of the type; a type never used has none.
template <class F>
Status for_each_neighbour(NodeId node, std::string_view type, Direction direction, ExecContext& context, F f) {
  const std::optional<RelationshipTypeId> type_id = context.view->names().relationship_type(type);
  if (!type_id.has_value()) return Status::success();
  KITH_TRY(const storage::AdjacencyRef adjacency,
           context.view->adjacency(*type_id, direction, storage::adjacency_block_of(node)));
  const storage::NeighbourList list = adjacency->of(storage::adjacency_row_of(node));
  for (std::uint32_t i = 0; i < list.size; ++i) KITH_CHECK_OK(f(list.neighbour(i)));
  return Status::success();
}

Result<std::optional<NodeId>> first_neighbour(NodeId node, std::string_view type, Direction direction,
                                              ExecContext& context) {
  std::optional<NodeId> first;
  KITH_CHECK_OK(for_each_neighbour(node, type, direction, context, [&](NodeId neighbour) -> Status {
    if (!first.has_value()) first = neighbour;
    return Status::success();
  }));
  return first;
}

Status put(Map& map, const char* name, std::optional<NodeId> node, std::string_view key, ExecContext& context) {
  Value& value = map[name];
  if (!node.has_value()) return Status::success();
  KITH_TRY(value, property_of(ElementKind::kNode, node->value, key, context));
  return Status::success();
}

/// (:Document)-[:HAS_SECTION]->(:Section)-[:HAS_PASSAGE]->(:Passage), walked upwards from the passage.
Result<Value> describe(const storage::Assertion& assertion, ExecContext& context) {
  Map map;
  KITH_TRY(const std::optional<NodeId> section,
           first_neighbour(assertion.passage, "HAS_PASSAGE", Direction::kIncoming, context));
  std::optional<NodeId> document;
  if (section.has_value()) {
    KITH_TRY(document, first_neighbour(*section, "HAS_SECTION", Direction::kIncoming, context));
  }
  KITH_CHECK_OK(put(map, "document", document, "title", context));
  KITH_CHECK_OK(put(map, "year", document, "year", context));
  KITH_CHECK_OK(put(map, "section", section, "heading", context));
  KITH_CHECK_OK(put(map, "page", assertion.passage, "page", context));
  KITH_CHECK_OK(put(map, "line", assertion.passage, "line", context));
  KITH_CHECK_OK(put(map, "passage", assertion.passage, "id", context));
  if (map["passage"].is_null()) map["passage"] = fmt::format("{}", assertion.passage.value);
  map["modality"] = assertion.modality;
  map["confidence"] = assertion.confidence;
  map["rule"] = assertion.rule.empty() ? Value() : Value(assertion.rule);
  return Value(std::move(map));
}

Result<Value> evidence(Values values, ExecContext& context) {
  const auto element = as_element(values[0]);
  if (!element.has_value()) return invalid_argument("evidence", "a NODE or RELATIONSHIP", values[0]);
  std::optional<PropertyKeyId> key;
  if (values.size() > 1) {
    if (!values[1].is(ValueKind::kString)) return invalid_argument("evidence", "a STRING as property key", values[1]);
    key = context.view->names().property_key(values[1].get<std::string>());
    if (!key.has_value()) return Value(List{});
  }
  KITH_TRY(const std::vector<storage::Assertion> assertions,
           context.view->assertions_of(element->element, element->id));
  List list;
  for (const storage::Assertion& assertion : assertions) {
    if (assertion.key != key) continue;
    KITH_TRY(Value described, describe(assertion, context));
    list.push_back(std::move(described));
  }
  return Value(std::move(list));
}

Result<Value> series(Values values, ExecContext& context) {
  if (!values[0].is(ValueKind::kNode)) return invalid_argument("series", "a NODE", values[0]);
  if (!values[1].is(ValueKind::kString)) return invalid_argument("series", "a STRING as metric", values[1]);
  std::vector<std::pair<Value, Value>> figures;
  KITH_CHECK_OK(for_each_neighbour(
      values[0].get<Node>().id, "HAS_OBSERVATION", Direction::kOutgoing, context, [&](NodeId observation) -> Status {
        KITH_TRY(const Value metric, property_of(ElementKind::kNode, observation.value, "metric", context));
        if (!equals(metric, values[1]).value_or(false)) return Status::success();
        Map map;
        for (const char* key : {"as_of", "value", "unit"}) KITH_CHECK_OK(put(map, key, observation, key, context));
        Value as_of = map["as_of"];
        figures.emplace_back(std::move(as_of), Value(std::move(map)));
        return Status::success();
      }));
  std::stable_sort(figures.begin(), figures.end(),
                   [](const auto& a, const auto& b) { return order(a.first, b.first) < 0; });
  List list;
  for (auto& [as_of, figure] : figures) list.push_back(std::move(figure));
  return Value(std::move(list));
}

}  // namespace

FunctionTable knowledge_functions() {
  constexpr StaticType kNode = StaticType::kNode, kString = StaticType::kString, kList = StaticType::kList;
  return {
      {.name = "evidence",
       .arguments = {{"element", StaticType::kAny, {kNode, StaticType::kRelationship}}, {"key", kString}},
       .num_required = 1,
       .result = kList,
       .help = "The passages that say so: of a node or relationship itself, or of one property of it.",
       .scalar = evidence},
      {.name = "series",
       .arguments = {{"node", kNode}, {"metric", kString}},
       .num_required = 2,
       .result = kList,
       .help = "The observations of one metric, by date: a list of {as_of, value, unit}.",
       .scalar = series},
  };
}

}  // namespace kith::engine
