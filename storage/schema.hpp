// storage/schema.hpp: indexes and constraints, as one immutable value per snapshot.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <kith/ids.hpp>

namespace kith::storage {

struct IndexDefinition {
  std::uint32_t id = 0;  ///< Set by storage.
  std::string name;
  ElementKind element = ElementKind::kNode;
  std::uint32_t label_or_type = 0;  ///< LabelId or RelationshipTypeId, by `element`.
  std::vector<PropertyKeyId> keys;
  bool unique = false;  ///< Backs a unique constraint.
};

enum class ConstraintKind : std::uint8_t { kUnique, kNotNull };
struct ConstraintDefinition {
  std::string name;
  ConstraintKind kind = ConstraintKind::kUnique;
  ElementKind element = ElementKind::kNode;
  std::uint32_t label_or_type = 0;
  std::vector<PropertyKeyId> keys;
};

struct Schema {
  std::vector<IndexDefinition> indexes;  ///< Those behind unique constraints included, under the constraint's name.
  std::vector<ConstraintDefinition> constraints;
};

/// Exact as of the snapshot, save where "about" is said.
struct Statistics {
  std::uint64_t num_nodes = 0;
  std::uint64_t num_relationships = 0;
  std::vector<std::uint64_t> nodes_with_label;         ///< By LabelId; may be shorter than num_labels.
  std::vector<std::uint64_t> relationships_with_type;  ///< By RelationshipTypeId.

  struct Triple {
    LabelId start;
    RelationshipTypeId type;
    LabelId end;
    std::uint64_t count;
  };
  std::vector<Triple> triples;  ///< About: refreshed by a fold or bulk load. Sorted by (start, type, end).
  struct Values {
    ElementKind element;
    std::uint32_t label_or_type;
    PropertyKeyId key;
    std::uint64_t distinct;
  };
  std::vector<Values> distinct_values;  ///< About.

  std::uint64_t with_label(LabelId id) const {
    return id.value < nodes_with_label.size() ? nodes_with_label[id.value] : 0;
  }
  std::uint64_t with_type(RelationshipTypeId id) const {
    return id.value < relationships_with_type.size() ? relationships_with_type[id.value] : 0;
  }
};

}  // namespace kith::storage
