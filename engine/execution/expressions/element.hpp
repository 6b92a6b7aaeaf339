// engine/execution/expressions/element.hpp: what a single node or relationship has: for properties(), n{.*}, n[key] and
// paths.
#pragma once

#include "engine/execution/context.hpp"

namespace kith::engine {

/// Errors of all of these: kEntityNotFound (DeletedEntityAccess) for an element that this query deleted, and those of
/// ReadView.
Result<Map> properties_of(ElementKind element, std::uint64_t id, ExecContext& context);
Result<Value> property_of(ElementKind element, std::uint64_t id, std::string_view key, ExecContext& context);
/// The property keys that the element has a value for, by name.
Result<std::vector<std::string>> keys_of(ElementKind element, std::uint64_t id, ExecContext& context);
/// The number of the node's label set.
Result<std::uint32_t> label_set_of(NodeId node, ExecContext& context);
struct RelationshipEnds {
  RelationshipTypeId type;
  NodeId start, end;
};
/// Also of a relationship that this query deleted.
Result<RelationshipEnds> ends_of(RelationshipId relationship, ExecContext& context);

/// The element's id when the value is a node or relationship.
struct ElementReference {
  ElementKind element;
  std::uint64_t id;
};
std::optional<ElementReference> as_element(const Value& value);

Error deleted_entity_access(ElementKind element);

/// Whether some element may be referred to that is no longer there: only after this query deleted.
inline bool may_be_deleted(const ExecContext& context) {
  return context.counters.nodes_deleted != 0 || context.counters.relationships_deleted != 0;
}

}  // namespace kith::engine
