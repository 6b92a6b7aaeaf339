// storage/bulk_loader.hpp: the bulk load. Blocks are built in memory and written once, as sorted runs that are ingested
// together.
#pragma once

#include <map>
#include <unordered_map>

#include "storage/block_set_editor.hpp"
#include "storage/bulk_relationships.hpp"
#include "storage/slab_allocator.hpp"
#include "storage/spilling_sorter.hpp"
#include "storage/state.hpp"
#include "storage/working_column.hpp"

namespace kith::storage {

/// Memory: open column blocks hold their rows as they are; full ones, and what is too large for its block, are kept
/// encoded (about 30 bytes a node with six properties). A relationship takes 16 bytes and its encoded properties; 48
/// are counted, as its type takes while it is sorted. Past StoreOptions::bulk_buffer_bytes, blocks go to runs and
/// relationships and index entries to sorted files, which finish() merges. Requires the write lock, which it releases.
class BulkLoader final : public BulkLoad {
 public:
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
    std::uint64_t bytes = 0;  // of held_bytes_, about
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
  /// Spills when too much is buffered. Errors: kIo, kMemoryLimit when what cannot be spilled is too much by itself.
  Status check_memory();
  Status spill();
  Status spill_relationships(RelationshipTypeId type, BulkRelationships& added);
  Status spill_when_large(SpillingSorter& sorter) const;
  std::filesystem::path spill_directory() const { return core_.path / "spill"; }
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

  /// The runs of all types' relationships, ascending each.
  struct RelationshipRuns {
    std::unique_ptr<Run> ends, outgoing, incoming;
  };
  Status write_relationships(RelationshipTypeId type, BulkRelationships& added, RelationshipRuns& runs);
  Status write_spilled(RelationshipTypeId type, SpillingSorter& sorted, RelationshipRuns& runs);
  Status write_direction(RelationshipTypeId type, Direction direction, const SortedLists& lists, std::uint64_t first_id,
                         Run& run);
  /// `offsets` has a place per row and one more, of which the first counts as 0; relationships null: consecutive from
  /// first_relationship.
  Status write_lists(RelationshipTypeId type, Direction direction, BlockNumber block, const std::uint64_t* offsets,
                     const std::uint64_t* neighbours, const std::uint64_t* relationships,
                     std::uint64_t first_relationship, Run& run);
  Status write_ends(RelationshipTypeId type, const SortedLists& outgoing, std::uint64_t first_id, Run& run);
  Status put_ends(RelationshipTypeId type, std::uint64_t first_id, std::span<const std::uint64_t> starts,
                  std::span<const std::uint64_t> ends, Run& run);
  Status write_properties(RelationshipTypeId type, const BulkRelationships& added, const SortedLists& outgoing,
                          std::uint64_t first_id);
  void note_id(RelationshipTypeId type, std::uint64_t added_as, std::uint64_t id);
  Status put_block(Run& run, const BlockKey& key, std::string_view bytes);
  Status write_encoded(std::vector<std::unique_ptr<Run>>& runs, Encoded& encoded);
  Status write_side(std::vector<std::unique_ptr<Run>>& runs);
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
  std::map<RelationshipTypeId, std::unordered_map<std::uint64_t, std::uint64_t>> handle_of_;  // by order of addition

  std::map<BlockClass, Encoded> encoded_;
  std::vector<Backend::Entry> side_;
  std::size_t num_counted_side_ = 0;
  std::map<std::uint32_t, SpillingSorter> index_entries_;
  std::vector<std::unique_ptr<Run>> spilled_runs_;
  std::map<RelationshipTypeId, SpillingSorter> spilled_;  // start, end, order of addition; then properties
  std::map<RelationshipTypeId, std::uint64_t> num_added_;
  std::vector<BlockKey> written_;
  std::uint64_t buffered_bytes_ = 0;  // what spill() writes
  std::uint64_t held_bytes_ = 0;      // what it does not
};

}  // namespace kith::storage
