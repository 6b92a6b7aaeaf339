// storage/delta.hpp: what one commit changed in one block. Layout: docs/storage_format.md.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "storage/adjacency.hpp"
#include "storage/column.hpp"

namespace kith::storage {

struct NodeChange {
  std::uint32_t row;
  std::uint32_t label_set;  ///< NodeBlock::kAbsent removes.
};
struct RelationshipChange {
  std::uint32_t row;
  std::uint32_t type;  ///< RelationshipBlock::kAbsent removes; start and end are then 0.
  std::uint64_t start, end;
};
struct ColumnChange {
  std::uint32_t row;
  Value value;  ///< Null removes.
};
struct AdjacencyChange {
  std::uint32_t row;
  bool add;
  std::uint64_t neighbour, relationship;
};

std::string encode_delta(const std::vector<NodeChange>& changes);
std::string encode_delta(const std::vector<RelationshipChange>& changes);
std::string encode_delta(const std::vector<ColumnChange>& changes);
std::string encode_delta(const std::vector<AdjacencyChange>& changes);
std::string encode_delta(const std::vector<PropertyKeyId>& added);

/// Errors: kCorruption (checksum, bounds); the caller adds the key.
Status decode_delta(std::string_view bytes, std::vector<NodeChange>& out);
Status decode_delta(std::string_view bytes, std::vector<RelationshipChange>& out);
Status decode_delta(std::string_view bytes, std::vector<ColumnChange>& out);
Status decode_delta(std::string_view bytes, std::vector<AdjacencyChange>& out);
Status decode_delta(std::string_view bytes, std::vector<PropertyKeyId>& out);

}  // namespace kith::storage
