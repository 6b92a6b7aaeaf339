// storage/element_blocks.hpp: what blocks of elements are made from: empty ones, and what follows from their rows.
#pragma once

#include "storage/column.hpp"

namespace kith::storage {

/// Of each, one shared object without an element in any row.
const ColumnRef& empty_column();
const NodeBlockRef& empty_node_block();
const RelationshipBlockRef& empty_relationship_block();

/// Sets num_present and uniform_set from the label sets.
void count_label_sets(NodeBlock& block);

}  // namespace kith::storage
