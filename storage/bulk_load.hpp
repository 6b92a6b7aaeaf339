// storage/bulk_load.hpp: many elements at once, by sorted runs that RocksDB ingests whole.
#pragma once

#include <cstdint>
#include <span>
#include <utility>

#include "storage/read_view.hpp"

namespace kith::storage {

/// Elements become visible together by finish(), in one commit; destroyed unfinished, it leaves no trace. It may add to
/// a database that holds data already. Threads: one. Memory: past StoreOptions::bulk_buffer_bytes it sorts by way of
/// files; it fails with kMemoryLimit past 16 GB of what must stay in memory, which are the rows of blocks that are not
/// full (of 4,096 elements) and assertions. An addition that is refused for its arguments leaves the load as it was;
/// any other failure ends it (kTransaction from then on).
class BulkLoad {
 public:
  using Property = std::pair<PropertyKeyId, Value>;
  virtual ~BulkLoad() = default;

  virtual const Names& names() const = 0;
  virtual Result<LabelId> add_label_name(std::string_view name) = 0;
  virtual Result<RelationshipTypeId> add_relationship_type_name(std::string_view name) = 0;
  virtual Result<PropertyKeyId> add_property_key_name(std::string_view name) = 0;
  /// The number of a set of labels, for add_node.
  virtual Result<std::uint32_t> add_label_set(std::span<const LabelId> labels) = 0;

  /// The id is final. Errors: kTypeError for a value that cannot be stored, kConstraintValidationFailed for one that
  /// must be there.
  virtual Result<NodeId> add_node(std::uint32_t label_set, std::span<const Property> properties) = 0;
  /// A handle (0, 1, 2, ... in order of addition) for put_assertion; final ids are given at finish().
  virtual Result<std::uint64_t> add_relationship(RelationshipTypeId type, NodeId start, NodeId end,
                                                 std::span<const Property> properties) = 0;
  /// Without properties, in one call. starts.size() == ends.size().
  virtual Status add_relationships(RelationshipTypeId type, std::span<const NodeId> starts,
                                   std::span<const NodeId> ends) = 0;
  /// For a relationship, assertion.id is its handle.
  virtual Status put_assertion(const Assertion& assertion) = 0;

  /// Indexes are filled here, and unique constraints checked (kConstraintValidationFailed).
  virtual Result<CommitNumber> finish() = 0;
};

}  // namespace kith::storage
