// kith/bulk_loader.hpp: many nodes and relationships at once, as fast as the disk takes them.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include <kith/database.hpp>

namespace kith {

/// What one passage says of an element. See docs/language.md, evidence().
struct BulkAssertion {
  NodeId passage;
  std::string property_key;  ///< Empty: the element itself.
  double confidence = 1.0;
  std::string modality = "fact";  ///< fact, planned or negated
  std::string rule;
};

/// All that was added becomes visible together by finish(); dropped before that, nothing of it stays. Holds the write
/// lock. Threads: one at a time. Errors: as Connection::query has them.
class BulkLoader {
 public:
  struct LabelSet {
    std::uint32_t number;
  };
  using Property = std::pair<PropertyKeyId, Value>;
  struct RelationshipHandle {
    std::uint64_t number;
  };

  static Result<BulkLoader> try_begin(const Database& database);
  BulkLoader(BulkLoader&&) noexcept;
  BulkLoader& operator=(BulkLoader&&) noexcept;
  ~BulkLoader();

  Result<LabelSet> label_set(std::span<const std::string> labels);
  Result<RelationshipTypeId> relationship_type(std::string_view name);
  Result<PropertyKeyId> property_key(std::string_view name);

  Result<NodeId> add_node(LabelSet labels, std::span<const Property> properties);
  Result<RelationshipHandle> add_relationship(RelationshipTypeId type, NodeId start, NodeId end,
                                              std::span<const Property> properties);
  /// Without properties, in one call; starts.size() == ends.size().
  Status add_relationships(RelationshipTypeId type, std::span<const NodeId> starts, std::span<const NodeId> ends);
  Status add_assertion(NodeId node, const BulkAssertion& assertion);
  Status add_assertion(RelationshipHandle relationship, const BulkAssertion& assertion);

  /// Checks constraints, commits. Nothing else may be called after it.
  Result<CommitNumber> finish();

 private:
  class Implementation;
  explicit BulkLoader(std::unique_ptr<Implementation> implementation);
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace kith
