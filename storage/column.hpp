// storage/column.hpp: one property of 4,096 consecutive elements, decoded. What scans and gathers read.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <kith/ids.hpp>
#include <kith/value.hpp>

namespace kith::storage {

/// Elements per column block; element e is row e % kColumnBlockSize of block e / kColumnBlockSize.
inline constexpr std::uint32_t kColumnBlockSize = 4096;
using BlockNumber = std::uint64_t;
constexpr BlockNumber column_block_of(std::uint64_t element) { return element / kColumnBlockSize; }
constexpr std::uint32_t column_row_of(std::uint64_t element) { return element % kColumnBlockSize; }

enum class ColumnKind : std::uint8_t {
  kNull,     ///< No row has a value; every array is empty.
  kBoolean,  ///< booleans
  kInteger,  ///< integers
  kFloat,    ///< floats
  kString,   ///< strings
  kDate,     ///< integers, days since 1970-01-01
  kMixed,    ///< values: what one type cannot hold, and the rarer types
};

/// Immutable once shared. The array of its kind holds kColumnBlockSize entries (zero, empty or null where absent).
struct Column {
  ColumnKind kind = ColumnKind::kNull;
  std::uint32_t null_count = kColumnBlockSize;
  std::vector<std::uint64_t> validity;  ///< Bit r set: row r has a value. Empty: all have (or none, for kNull).
  std::vector<std::uint8_t> booleans;   ///< 0 or 1
  std::vector<std::int64_t> integers;
  std::vector<double> floats;
  std::vector<std::string_view>
      strings;  ///< Into `characters`, or text of `text_bytes` that the block holds otherwise.
  std::vector<Value> values;
  std::vector<std::uint16_t> codes;  ///< kString, dictionary-encoded: strings[r] == dictionary[codes[r]]; else empty.
  std::vector<std::string_view> dictionary;  ///< Sorted; empty when there are no codes.
  std::string characters;                    ///< Never resized once strings point into it.
  std::size_t text_bytes = 0;
  Value minimum, maximum;  ///< By order() over the present rows, NaN included; null when there is none.

  bool has(std::uint32_t row) const {
    return kind != ColumnKind::kNull && (validity.empty() || (validity[row / 64] >> (row % 64) & 1) != 0);
  }
  Value value(std::uint32_t row) const;  ///< Null where absent. For single look-ups; scans read the arrays.
  std::size_t memory_bytes() const;
};
using ColumnRef = std::shared_ptr<const Column>;

/// The label sets of 4,096 consecutive nodes. Existence is part of it.
struct NodeBlock {
  static constexpr std::uint32_t kAbsent = 0xffffffff;
  std::vector<std::uint32_t>
      label_sets;  ///< kColumnBlockSize entries: a label set's number (Names::label_set), or kAbsent.
  std::uint32_t num_present = 0;
  std::uint32_t uniform_set =
      kAbsent;  ///< The one label set of all present rows, when there is just one; else kAbsent.
};
using NodeBlockRef = std::shared_ptr<const NodeBlock>;

/// Type and ends of 4,096 consecutive relationships.
struct RelationshipBlock {
  static constexpr std::uint32_t kAbsent = 0xffffffff;
  std::vector<std::uint32_t> types;  ///< kColumnBlockSize entries: RelationshipTypeId, or kAbsent.
  std::vector<std::uint64_t> starts, ends;
  std::uint32_t num_present = 0;
};
using RelationshipBlockRef = std::shared_ptr<const RelationshipBlock>;

}  // namespace kith::storage
