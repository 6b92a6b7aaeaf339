// storage/schema.hpp: indexes and constraints, as one immutable value per snapshot; beside them its statistics.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <kith/ids.hpp>

#include "storage/statistics.hpp"

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

}  // namespace kith::storage
