// storage/column_block.hpp: the bytes of a column block. Layout: docs/storage_format.md.
#pragma once

#include <string>
#include <string_view>

#include "storage/column.hpp"

namespace kith::storage {

/// That of a column whose values are all of this kind.
ColumnKind column_kind_of(ValueKind kind);

/// Collects 4,096 rows and chooses kind, null count, minimum and maximum. Rows not set are null.
class ColumnBuilder {
 public:
  /// Starts empty, or from an existing column (to apply deltas).
  ColumnBuilder();
  explicit ColumnBuilder(const Column& column);
  void set(std::uint32_t row, const Value& value);  ///< Null removes.
  ColumnRef build() &&;

 private:
  std::vector<Value> rows_;
};

/// The smallest of: constant, frame-of-reference bit-packing, raw, dictionary or plain strings, bitmap, mixed. Ends in
/// a checksum.
std::string encode_column(const Column& column);
/// Errors: kCorruption (checksum, bounds, kind); the caller adds the key. Never reads outside `bytes`.
Result<ColumnRef> decode_column(std::string_view bytes);

std::string encode_nodes(const NodeBlock& block);
Result<NodeBlockRef> decode_nodes(std::string_view bytes);
std::string encode_relationships(const RelationshipBlock& block);
Result<RelationshipBlockRef> decode_relationships(std::string_view bytes);

}  // namespace kith::storage
