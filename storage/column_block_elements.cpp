// storage/column_block_elements.cpp: node and relationship blocks to bytes and back. Their columns are packed integers.
#include <algorithm>

#include "storage/checksum.hpp"
#include "storage/column_block.hpp"
#include "storage/column_block_presence.hpp"
#include "storage/packed_integers.hpp"

namespace kith::storage {

namespace {

template <class T>
void append_rows(std::string& out, const std::vector<T>& rows, const Presence& presence) {
  std::vector<std::uint64_t> dense;
  dense.reserve(presence.count);
  presence.for_each([&](std::uint32_t row) { dense.push_back(rows[row]); });
  append_packed(out, dense);
}

Presence presence_of(const std::vector<std::uint32_t>& rows, std::uint32_t absent) {
  Presence presence;
  for (std::uint32_t row = 0; row < rows.size(); ++row) {
    if (rows[row] != absent) presence.add(row);
  }
  return presence;
}

// Numbers below kAbsent, which fills the rows that have none.
bool read_numbers(ByteReader& reader, const Presence& presence, DenseIntegers& dense, std::vector<std::uint32_t>& rows,
                  std::uint32_t absent) {
  if (!read_packed(reader, {dense.data(), presence.count})) return false;
  std::uint64_t greatest = 0;
  for (std::uint32_t i = 0; i < presence.count; ++i) greatest = std::max(greatest, dense[i]);
  if (greatest >= absent) return false;
  dense[presence.count] = 0;
  rows.resize(kColumnBlockSize);
  presence.spread(dense.data(), rows.data(), absent,
                  [](std::uint64_t value) { return static_cast<std::uint32_t>(value); });
  return true;
}

bool read_ids(ByteReader& reader, const Presence& presence, DenseIntegers& dense, std::vector<std::uint64_t>& rows) {
  rows.resize(kColumnBlockSize);
  if (presence.all()) return read_packed(reader, rows);
  if (!read_packed(reader, {dense.data(), presence.count})) return false;
  dense[presence.count] = 0;
  presence.spread(dense.data(), rows.data(), std::uint64_t{0}, [](std::uint64_t value) { return value; });
  return true;
}

}  // namespace

std::string encode_nodes(const NodeBlock& block) {
  std::string out = begin_block(BlockKind::kNodes);
  const Presence presence = presence_of(block.label_sets, NodeBlock::kAbsent);
  append_presence(out, presence);
  append_rows(out, block.label_sets, presence);
  seal_block(out);
  return out;
}

Result<NodeBlockRef> decode_nodes(std::string_view bytes) {
  KITH_TRY(const std::string_view contents, checked_contents(bytes, BlockKind::kNodes));
  ByteReader reader(contents);
  Presence presence;
  if (!read_presence(reader, presence)) return corruption("which nodes are present");
  const auto block = std::make_shared<NodeBlock>();
  block->num_present = presence.count;
  DenseIntegers dense;
  if (!read_numbers(reader, presence, dense, block->label_sets, NodeBlock::kAbsent)) return corruption("label sets");
  if (reader.remaining() != 0) return corruption("bytes left over");
  if (presence.count > 0) {
    std::uint64_t differing = 0;
    for (std::uint32_t i = 0; i < presence.count; ++i) differing |= dense[i] ^ dense[0];
    if (differing == 0) block->uniform_set = static_cast<std::uint32_t>(dense[0]);
  }
  return NodeBlockRef(block);
}

std::string encode_relationships(const RelationshipBlock& block) {
  std::string out = begin_block(BlockKind::kRelationships);
  const Presence presence = presence_of(block.types, RelationshipBlock::kAbsent);
  append_presence(out, presence);
  append_rows(out, block.types, presence);
  append_rows(out, block.starts, presence);
  append_rows(out, block.ends, presence);
  seal_block(out);
  return out;
}

Result<RelationshipBlockRef> decode_relationships(std::string_view bytes) {
  KITH_TRY(const std::string_view contents, checked_contents(bytes, BlockKind::kRelationships));
  ByteReader reader(contents);
  Presence presence;
  if (!read_presence(reader, presence)) return corruption("which relationships are present");
  const auto block = std::make_shared<RelationshipBlock>();
  block->num_present = presence.count;
  DenseIntegers dense;
  if (!read_numbers(reader, presence, dense, block->types, RelationshipBlock::kAbsent)) return corruption("types");
  if (!read_ids(reader, presence, dense, block->starts)) return corruption("start nodes");
  if (!read_ids(reader, presence, dense, block->ends)) return corruption("end nodes");
  if (reader.remaining() != 0) return corruption("bytes left over");
  return RelationshipBlockRef(block);
}

}  // namespace kith::storage
