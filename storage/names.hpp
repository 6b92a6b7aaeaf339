// storage/names.hpp: the numbers of names. Append-only: a name keeps its number for the life of the database, also when
// the transaction that first used it is rolled back, so readers of any snapshot share one table.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <kith/ids.hpp>

namespace kith::storage {

/// Threads: any number of readers beside the one writer. References and spans stay valid for the life of the Store.
class Names {
 public:
  virtual ~Names() = default;
  virtual std::optional<LabelId> label(std::string_view name) const = 0;
  virtual std::optional<RelationshipTypeId> relationship_type(std::string_view name) const = 0;
  virtual std::optional<PropertyKeyId> property_key(std::string_view name) const = 0;
  virtual std::string_view name(LabelId id) const = 0;
  virtual std::string_view name(RelationshipTypeId id) const = 0;
  virtual std::string_view name(PropertyKeyId id) const = 0;
  virtual std::uint32_t num_labels() const = 0;
  virtual std::uint32_t num_relationship_types() const = 0;
  virtual std::uint32_t num_property_keys() const = 0;
  /// The labels of a label set, ascending by id. Set 0 is the empty set.
  virtual std::span<const LabelId> label_set(std::uint32_t number) const = 0;
  virtual std::uint32_t num_label_sets() const = 0;
};

}  // namespace kith::storage
