// storage/snapshot.hpp: a published state as a view.
#pragma once

#include "storage/state.hpp"

namespace kith::storage {

/// Immutable; the store outlives it.
class Snapshot final : public ReadView {
 public:
  Snapshot(const Core& core, StateRef state) : core_(core), state_(std::move(state)) {}

  CommitNumber commit_number() const override { return state_->commit; }
  const Names& names() const override { return core_.names; }
  const Schema& schema() const override { return *state_->schema; }
  const Statistics& statistics() const override { return *state_->statistics; }
  std::uint64_t node_id_end() const override { return state_->node_id_end; }
  std::uint64_t relationship_id_end() const override { return state_->relationship_id_end; }

  Result<NodeBlockRef> nodes(BlockNumber block) const override { return core_.blocks.nodes(block, state_->as_of()); }
  Result<RelationshipBlockRef> relationships(BlockNumber block) const override {
    return core_.blocks.relationships(block, state_->as_of());
  }
  Result<ColumnRef> column(ElementKind element, PropertyKeyId key, BlockNumber block) const override {
    return core_.blocks.column(element, key, block, state_->as_of());
  }
  Result<std::vector<PropertyKeyId>> keys(ElementKind element, BlockNumber block) const override;
  Result<AdjacencyRef> adjacency(RelationshipTypeId type, Direction direction, BlockNumber block) const override {
    return core_.blocks.adjacency(type, direction, block, state_->as_of());
  }
  Result<std::vector<BlockNumber>> blocks_with_label(LabelId label) const override;
  Result<std::vector<BlockNumber>> blocks_with_type(RelationshipTypeId type) const override;
  Status seek_index(const IndexSeek& seek, std::vector<std::uint64_t>& out) const override;
  Result<std::vector<Assertion>> assertions_of(ElementKind element, std::uint64_t id) const override;
  Result<std::vector<Assertion>> assertions_from(NodeId passage) const override;

  const State& state() const { return *state_; }

 private:
  const Core& core_;
  StateRef state_;
};

/// The entry of `sets`, or nothing.
const std::vector<BlockNumber>& block_set(const BlockSets& sets, std::uint32_t number);

}  // namespace kith::storage
