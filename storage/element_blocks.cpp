// storage/element_blocks.cpp: blocks without elements, and counts over rows.
#include "storage/element_blocks.hpp"

namespace kith::storage {

const ColumnRef& empty_column() {
  static const ColumnRef empty = std::make_shared<const Column>();
  return empty;
}

const NodeBlockRef& empty_node_block() {
  static const NodeBlockRef empty = [] {
    auto block = std::make_shared<NodeBlock>();
    block->label_sets.assign(kColumnBlockSize, NodeBlock::kAbsent);
    return block;
  }();
  return empty;
}

const RelationshipBlockRef& empty_relationship_block() {
  static const RelationshipBlockRef empty = [] {
    auto block = std::make_shared<RelationshipBlock>();
    block->types.assign(kColumnBlockSize, RelationshipBlock::kAbsent);
    block->starts.assign(kColumnBlockSize, 0);
    block->ends.assign(kColumnBlockSize, 0);
    return block;
  }();
  return empty;
}

void count_label_sets(NodeBlock& block) {
  block.num_present = 0;
  block.uniform_set = NodeBlock::kAbsent;
  bool uniform = true;
  for (const std::uint32_t set : block.label_sets) {
    if (set == NodeBlock::kAbsent) continue;
    if (block.num_present++ == 0) block.uniform_set = set;
    uniform &= set == block.uniform_set;
  }
  if (!uniform) block.uniform_set = NodeBlock::kAbsent;
}

}  // namespace kith::storage
