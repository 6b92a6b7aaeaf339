// storage/bulk_loader.hpp: the bulk load. Blocks are built in memory and written once, as sorted runs that are ingested
// together.
#pragma once

#include <map>
#include <unordered_map>

#include "storage/block_set_editor.hpp"
#include "storage/bulk_relationships.hpp"
#include "storage/slab_allocator.hpp"
#include "storage/state.hpp"
#include "storage/working_column.hpp"

namespace kith::storage {

/// Memory: open column blocks hold their rows as they are; full ones, and what is too large for its block, are kept
/// encoded (about 30 bytes a node with six properties). A relationship takes 16 bytes and its encoded properties; 48
/// are counted, as its type takes while it is sorted. Past kMostBufferedBytes it fails with kMemoryLimit. Requires the
/// write lock, which it releases.
class BulkLoader final : public BulkLoad {
 public:
  static constexpr std::uint64_t kMostBufferedBytes = std::uint64_t{16} << 30;

  explicit BulkLoader(Core& core);
  BulkLoader(const BulkLoader&) = delete;
  BulkLoader& operator=(const BulkLoader&) = delete;
  ~BulkLoader() override;

  const Names& names() const override { return core_.names; }
  Result<LabelId> add_label_name(std::string_view name) override {
    KITH_CHECK_OK(require_open());
    return core_.names.add_label(name);
  }
  Result<RelationshipTypeId> add_relationship_type_name(std::string_view name) override {
    KITH_CHECK_OK(require_open());
    return core_.names.add_relationship_type(name);
  }
  Result<PropertyKeyId> add_property_key_name(std::string_view name) override {
    KITH_CHECK_OK(require_open());
    return core_.names.add_property_key(name);
  }
  Result<std::uint32_t> add_label_set(std::span<const LabelId> labels) override;
  Result<NodeId> add_node(std::uint32_t label_set, std::span<const Property> properties) override;
  Result<std::uint64_t> add_relationship(RelationshipTypeId type, NodeId start, NodeId end,
                                         std::span<const Property> properties) override;
  Status add_relationships(RelationshipTypeId type, std::span<const NodeId> starts,
                           std::span<const NodeId> ends) override;
  Status put_assertion(const Assertion& assertion) override;
  Result<CommitNumber> finish() override;

 private:
  /// 4,096 elements being filled.
  struct Rows {
    std::shared_ptr<NodeBlock> nodes;  // of nodes only
    std::map<PropertyKeyId, WorkingColumn> columns;
    std::vector<std::uint32_t> listed_sets;
    std::uint32_t num_added = 0;
    std::uint64_t bytes = 0;  // of buffered_bytes_, about
  };
  /// Consecutive handles of one type.
  struct HandleRun {
    std::uint64_t first_handle;
    RelationshipTypeId type;
    std::uint64_t first_of_type;
  };
  struct PendingAssertion {
    Assertion assertion;
    std::uint64_t relationship = 0;  // its handle, when of a relationship
  };
  using Encoded = std::map<std::string, std::string>;  // block keys of one class, ascending

  CommitNumber commit() const { return base_->commit + 1; }
  Status require_open() const;
  Result<Rows*> rows_of(BlockNumber block);
  Status set_row(Rows& rows, ElementKind element, BlockNumber block, std::uint32_t row,
                 std::span<const Property> properties);
  Status encode_rows(ElementKind element, BlockNumber block, Rows& rows);
  Status check_exists(NodeId node);
  Status check_memory() const;
  void count_bytes(Rows& rows, std::uint64_t bytes);
  void count_side();
  /// A failure past the first change of an addition: what is half added must not be committed.
  Status ended(Status status);
  Status put_node(NodeId node, std::uint32_t label_set, std::span<const Property> properties);
  /// The properties are those of a single relationship.
  Status put_relationships(RelationshipTypeId type, std::span<const NodeId> starts, std::span<const NodeId> ends,
                           std::span<const Property> properties);
  /// Whether elements with these labels (of this type) may have these properties.
  Status check_values(ElementKind element, std::span<const std::uint32_t> numbers,
                      std::span<const Property> properties) const;
  void index_element(ElementKind element, std::uint64_t id, std::span<const std::uint32_t> numbers,
                     std::span<const Property> properties);
  void note_handles(RelationshipTypeId type, std::uint64_t count);

  Status write_relationships(RelationshipTypeId type, BulkRelationships& added, Run& ends_run, Run& outgoing_run,
                             Run& incoming_run);
  Status write_direction(RelationshipTypeId type, Direction direction, const SortedLists& lists, std::uint64_t first_id,
                         Run& run);
  Status write_ends(RelationshipTypeId type, const SortedLists& outgoing, std::uint64_t first_id, Run& run);
  Status write_properties(RelationshipTypeId type, const BulkRelationships& added, const SortedLists& outgoing,
                          std::uint64_t first_id);
  Status put_block(Run& run, const BlockKey& key, std::string_view bytes);
  Status write_encoded(std::vector<std::unique_ptr<Run>>& runs, Encoded& encoded);
  Status write_indexes(std::vector<std::unique_ptr<Run>>& runs);
  Status write_assertions(std::vector<std::unique_ptr<Run>>& runs, State& after);
  Result<CommitNumber> finish_all();
  void close();

  Core& core_;
  StateRef base_;
  bool open_ = true;
  std::shared_ptr<Statistics> statistics_;
  SlabAllocator node_ids_, relationship_ids_;
  BlockSetEditor label_blocks_, type_blocks_;

  std::unordered_map<BlockNumber, Rows> node_rows_;
  std::vector<std::uint64_t> exists_;  // a bit per node id: of blocks that are known
  std::vector<bool> known_blocks_;     // blocks of the base whose bits are set
  std::map<RelationshipTypeId, BulkRelationships> relationships_;
  std::vector<HandleRun> handles_;
  std::uint64_t num_handles_ = 0;
  std::vector<PendingAssertion> assertions_;
  std::unordered_map<std::uint64_t, std::uint64_t> id_of_handle_;  // of handles with assertions, once sorted

  std::map<BlockClass, Encoded> encoded_;
  std::vector<Backend::Entry> side_;
  std::size_t num_counted_side_ = 0;
  std::map<std::uint32_t, std::vector<std::string>> index_entries_;
  std::vector<BlockKey> written_;
  std::uint64_t buffered_bytes_ = 0;
};

}  // namespace kith::storage
