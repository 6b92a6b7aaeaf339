// storage/snapshot.cpp: reads as of a published commit.
#include "storage/snapshot.hpp"

#include "storage/index_entries.hpp"

namespace kith::storage {

std::vector<BlockNumber> block_set(const BlockSets& sets, std::uint32_t number) {
  if (number >= sets.size() || sets[number] == nullptr) return {};
  return *sets[number];
}

Result<std::vector<PropertyKeyId>> Snapshot::keys(ElementKind element, BlockNumber block) const {
  KITH_TRY(const auto keys, core_.blocks.keys(element, block, state_->as_of()));
  return *keys;
}

Result<std::vector<BlockNumber>> Snapshot::blocks_with_label(LabelId label) const {
  return block_set(*state_->label_blocks, label.value);
}
Result<std::vector<BlockNumber>> Snapshot::blocks_with_type(RelationshipTypeId type) const {
  return block_set(*state_->type_blocks, type.value);
}

Status Snapshot::seek_index(const IndexSeek& seek, std::vector<std::uint64_t>& out) const {
  return seek_entries(core_.index_tier, state_->as_of(), nullptr, *this, seek, out);
}

Result<std::vector<Assertion>> Snapshot::assertions_of(ElementKind element, std::uint64_t id) const {
  if (state_->num_assertions == 0) return std::vector<Assertion>();
  return read_assertions(*core_.backend, state_->as_of(), nullptr, AssertionKey::element_prefix(element, id));
}
Result<std::vector<Assertion>> Snapshot::assertions_from(NodeId passage) const {
  if (state_->num_assertions == 0) return std::vector<Assertion>();
  return read_assertions(*core_.backend, state_->as_of(), nullptr, AssertionKey::passage_prefix(passage.value));
}

}  // namespace kith::storage
