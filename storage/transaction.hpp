// storage/transaction.hpp: the write transaction: private copies of the blocks it touches, until commit.
#pragma once

#include <unordered_map>
#include <unordered_set>

#include "storage/block_set_editor.hpp"
#include "storage/index_entries.hpp"
#include "storage/slab_allocator.hpp"
#include "storage/state.hpp"
#include "storage/working_adjacency.hpp"
#include "storage/working_column.hpp"

namespace kith::storage {

/// Requires the write lock, which it releases.
class Transaction final : public WriteTransaction {
 public:
  explicit Transaction(Core& core);
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  ~Transaction() override;

  // ReadView
  CommitNumber commit_number() const override { return base_->commit; }
  const Names& names() const override { return core_.names; }
  const Schema& schema() const override { return *schema_; }
  const Statistics& statistics() const override { return *statistics_; }
  std::uint64_t node_id_end() const override { return node_ids_.id_end(); }
  std::uint64_t relationship_id_end() const override { return relationship_ids_.id_end(); }
  Result<NodeBlockRef> nodes(BlockNumber block) const override;
  Result<RelationshipBlockRef> relationships(BlockNumber block) const override;
  Result<ColumnRef> column(ElementKind element, PropertyKeyId key, BlockNumber block) const override;
  Result<std::vector<PropertyKeyId>> keys(ElementKind element, BlockNumber block) const override;
  Result<AdjacencyRef> adjacency(RelationshipTypeId type, Direction direction, BlockNumber block) const override;
  Result<std::vector<BlockNumber>> blocks_with_label(LabelId label) const override {
    return label_blocks_.get(label.value);
  }
  Result<std::vector<BlockNumber>> blocks_with_type(RelationshipTypeId type) const override {
    return type_blocks_.get(type.value);
  }
  Status seek_index(const IndexSeek& seek, std::vector<std::uint64_t>& out) const override;
  Result<std::vector<Assertion>> assertions_of(ElementKind element, std::uint64_t id) const override;
  Result<std::vector<Assertion>> assertions_from(NodeId passage) const override;

  // WriteTransaction
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
  Result<NodeId> create_node(std::span<const LabelId> labels) override;
  Result<RelationshipId> create_relationship(RelationshipTypeId type, NodeId start, NodeId end) override;
  Status set_property(NodeId node, PropertyKeyId key, const Value& value) override;
  Status set_property(RelationshipId relationship, PropertyKeyId key, const Value& value) override;
  Status add_label(NodeId node, LabelId label) override;
  Status remove_label(NodeId node, LabelId label) override;
  Status delete_node(NodeId node) override;
  Status delete_relationship(RelationshipId relationship) override;
  Status put_assertion(const Assertion& assertion) override;
  Status create_index(IndexDefinition definition) override;
  Status create_constraint(ConstraintDefinition definition) override;
  Status drop_index(std::string_view name) override;
  Status drop_constraint(std::string_view name) override;
  Status check_statement() override;
  Result<CommitNumber> commit() override;

 private:
  struct PendingNodes {
    std::shared_ptr<NodeBlock> block;
    ChangedRows changed;
    bool uniform_stale = false;
    std::vector<std::uint32_t> listed_sets;  // whose labels have this block in their block sets
  };
  /// As PendingColumn.
  struct PendingRelationships {
    std::unordered_map<std::uint32_t, RelationshipChange> changes;
    std::shared_ptr<RelationshipBlock> block;
    ChangedRows changed;
    std::vector<std::uint32_t> listed_types;
  };
  /// Few changes wait in a table; many, or a read, make the working column.
  struct PendingColumn {
    std::unordered_map<std::uint32_t, Value> changes;
    std::optional<WorkingColumn> working;
    ChangedRows changed;
    bool key_listed = false;
  };
  struct PendingAdjacency {
    std::vector<AdjacencyChange> log;
    std::size_t num_merged = 0;
    std::optional<WorkingAdjacency> working;
  };
  struct PendingKeyList {
    std::shared_ptr<const KeyList> keys;
    KeyList added;
  };
  /// What the statements so far did to one index: where its pending keys are, by element.
  struct PendingIndex {
    bool created_here = false;
    std::vector<std::uint64_t> touched, unchecked;
    std::unordered_map<std::uint64_t, const std::string*> entry_of;
  };

  AsOf base_at() const { return base_->as_of(); }
  Status require_open() const;
  Result<PendingNodes*> pending_nodes(BlockNumber block);
  void make_private(PendingNodes& pending) const;
  Status make_working(BlockNumber block, PendingRelationships& pending) const;
  Status set_relationship(RelationshipId relationship, const RelationshipChange& change);
  Result<RelationshipChange> relationship_of(RelationshipId relationship) const;
  Result<ColumnRef> base_column(ElementKind element, PropertyKeyId key, BlockNumber block) const;
  Result<NodeBlockRef> base_nodes(BlockNumber block) const;
  Result<RelationshipBlockRef> base_relationships(BlockNumber block) const;
  Status make_working(const BlockId& id, PendingColumn& pending) const;
  Status make_working(const BlockId& id, PendingAdjacency& pending) const;
  Result<PendingKeyList*> pending_keys(ElementKind element, BlockNumber block);

  /// NodeBlock::kAbsent for a node that is not there.
  Result<std::uint32_t> label_set_of(NodeId node) const;
  Result<std::uint32_t> type_of(RelationshipId relationship) const;
  Result<std::uint32_t> existing_label_set(NodeId node) const;
  Result<Value> value_of(ElementKind element, std::uint64_t id, PropertyKeyId key) const;
  Status set_label_set(NodeId node, std::uint32_t before, std::uint32_t after);
  Status set_property(ElementKind element, std::uint64_t id, PropertyKeyId key, const Value& value);
  Status remove_properties(ElementKind element, std::uint64_t id);
  Status remove_assertions(std::string_view prefix);
  Result<std::uint64_t> num_relationships_of(NodeId node) const;
  Statistics& own_statistics();
  Schema& own_schema();

  void touch(ElementKind element, std::uint64_t id, std::uint32_t label_or_type, std::optional<PropertyKeyId> key);
  Result<std::optional<std::vector<Value>>> indexed_values(const IndexDefinition& index, std::uint64_t id,
                                                           bool in_base) const;
  Status flush_indexes() const;
  Status fill_index(const IndexDefinition& index);
  void forget_index(std::uint32_t index);
  Status check_unique(const IndexDefinition& index, PendingIndex& pending);
  Status check_not_null(const ConstraintDefinition& constraint, std::vector<std::uint64_t>& touched);
  Error violation(const IndexDefinition& index, std::uint64_t id, std::uint64_t other,
                  const std::vector<Value>& values) const;
  Result<std::vector<std::uint64_t>> elements_with(ElementKind element, std::uint32_t label_or_type) const;

  bool has_changes() const;
  struct Written;
  Status write_blocks(Batch& batch, CommitNumber commit, Written& written);
  void cache_blocks(CommitNumber commit);
  void finish();

  Core& core_;
  StateRef base_;
  bool open_ = true;

  std::shared_ptr<const Schema> schema_;
  std::shared_ptr<Schema> own_schema_;
  std::shared_ptr<const Statistics> statistics_;
  std::shared_ptr<Statistics> own_statistics_;
  std::uint32_t next_index_id_;
  std::uint64_t num_assertions_;
  SlabAllocator node_ids_, relationship_ids_;
  BlockSetEditor label_blocks_, type_blocks_;

  // Reads make working copies of what changed, hence mutable.
  mutable std::vector<std::pair<BlockNumber, NodeBlockRef>> recent_nodes_;  // of the base, by number modulo its size
  mutable std::unordered_map<BlockNumber, PendingNodes> nodes_;
  mutable std::unordered_map<BlockNumber, PendingRelationships> relationships_;
  mutable std::unordered_map<BlockId, PendingColumn, BlockIdHash> columns_;
  mutable std::unordered_map<BlockId, PendingAdjacency, BlockIdHash> adjacency_;
  std::unordered_map<BlockId, PendingKeyList, BlockIdHash> key_lists_;
  mutable PendingKeys index_entries_;
  mutable std::unordered_map<std::uint32_t, PendingIndex> indexes_;
  std::unordered_map<std::string, std::vector<std::uint64_t>> not_null_touched_;  // by constraint name
  PendingKeys assertions_;
  std::vector<std::uint32_t> dropped_indexes_;
  std::vector<NodeId> deleted_nodes_;  // since the last check
};

}  // namespace kith::storage
