// storage/keys.hpp: every key layout, in one place; docs/storage_format.md mirrors it. Integers are big-endian, so that
// byte order is numeric order.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <kith/error.hpp>
#include <kith/ids.hpp>

#include "storage/column.hpp"

namespace kith::storage {

class Names;

/// The storage format that this build writes, and the oldest it reads.
inline constexpr std::uint32_t kFormatVersion = 2;
inline constexpr std::uint32_t kOldestFormatVersion = 1;

template <class T>
constexpr void store_big_endian(char* out, T value) {
  for (std::size_t i = 0; i < sizeof(T); ++i) {
    out[i] = static_cast<char>(static_cast<unsigned char>(value >> (8 * (sizeof(T) - 1 - i))));
  }
}
template <class T>
constexpr T load_big_endian(const char* in) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < sizeof(T); ++i) value = value << 8 | static_cast<unsigned char>(in[i]);
  return static_cast<T>(value);
}
template <class T>
void append_big_endian(std::string& out, T value) {
  char bytes[sizeof(T)];
  store_big_endian(bytes, value);
  out.append(bytes, sizeof(T));
}

/// What a block holds. The qualifier is the property key for columns, the relationship type for adjacency, else 0.
enum class BlockClass : std::uint8_t {
  kNodes = 1,          ///< label sets of 4,096 nodes
  kRelationships = 2,  ///< types and ends of 4,096 relationships
  kNodeColumn = 3,
  kRelationshipColumn = 4,
  kOutgoing = 5,  ///< adjacency of 1,024 nodes
  kIncoming = 6,
  kNodeKeys = 7,  ///< property keys that rows of a column block may have
  kRelationshipKeys = 8,
};
inline constexpr std::uint8_t kLastBlockClass = 8;

/// One block, whatever its version.
struct BlockId {
  BlockClass kind = BlockClass::kNodes;
  std::uint32_t qualifier = 0;
  BlockNumber number = 0;

  static constexpr BlockId nodes(BlockNumber block) { return {BlockClass::kNodes, 0, block}; }
  static constexpr BlockId relationships(BlockNumber block) { return {BlockClass::kRelationships, 0, block}; }
  static constexpr BlockId column(ElementKind element, PropertyKeyId key, BlockNumber block) {
    return {element == ElementKind::kNode ? BlockClass::kNodeColumn : BlockClass::kRelationshipColumn, key.value,
            block};
  }
  static constexpr BlockId keys(ElementKind element, BlockNumber block) {
    return {element == ElementKind::kNode ? BlockClass::kNodeKeys : BlockClass::kRelationshipKeys, 0, block};
  }
  static constexpr BlockId adjacency(RelationshipTypeId type, Direction direction, BlockNumber block) {
    return {direction == Direction::kOutgoing ? BlockClass::kOutgoing : BlockClass::kIncoming, type.value, block};
  }
  friend constexpr auto operator<=>(const BlockId&, const BlockId&) = default;
};

struct BlockIdHash {
  std::size_t operator()(const BlockId& id) const noexcept {
    std::uint64_t h = id.number * 0x9e3779b97f4a7c15u;
    h ^= (std::uint64_t{id.qualifier} << 8 | static_cast<std::uint64_t>(id.kind)) * 0xc2b2ae3d27d4eb4fu;
    h ^= h >> 29;
    h *= 0xbf58476d1ce4e5b9u;
    return static_cast<std::size_t>(h ^ h >> 32);
  }
};

/// As users read it in findings and errors: "incoming relationships of type `KNOWS`, nodes 1024 to 2047".
std::string describe(const BlockId& id, const Names& names);

/// Column families `blocks` and `deltas`: a version of a block, or what one commit changed in it.
///   offset 0 kind u8 | 1 qualifier u32 | 5 block u64 | 13 commit u64      21 bytes
struct BlockKey {
  BlockId id;
  CommitNumber commit = 0;
  static constexpr std::size_t kSize = 21;

  constexpr std::array<char, kSize> encode() const {
    std::array<char, kSize> out{};
    out[0] = static_cast<char>(id.kind);
    store_big_endian(out.data() + 1, id.qualifier);
    store_big_endian(out.data() + 5, id.number);
    store_big_endian(out.data() + 13, commit);
    return out;
  }
  static constexpr BlockKey decode(const std::array<char, kSize>& in) {
    return {{static_cast<BlockClass>(in[0]), load_big_endian<std::uint32_t>(in.data() + 1),
             load_big_endian<std::uint64_t>(in.data() + 5)},
            load_big_endian<std::uint64_t>(in.data() + 13)};
  }
  static Result<BlockKey> decode(std::string_view bytes);
  std::string to_bytes() const {
    const auto bytes = encode();
    return {bytes.data(), bytes.size()};
  }
  friend constexpr bool operator==(const BlockKey&, const BlockKey&) = default;
};
static_assert(BlockKey::decode(BlockKey{{BlockClass::kIncoming, 7, 1'025}, 42}.encode()) ==
              BlockKey{{BlockClass::kIncoming, 7, 1'025}, 42});

/// Column family `blocks`: what is too large for the block it belongs to. Kinds follow those of BlockClass.
///   offset 0 kind u8 | 1 qualifier u32 | 5 element u64 | 13 commit u64 | 21 piece u32      25 bytes
/// An overflow value is one property of one element; a continuation is a piece of one node's neighbours. `commit` is
/// the one that wrote it: the block's side table names it.
enum class SideKind : std::uint8_t {
  kNodeOverflow = 16,
  kRelationshipOverflow = 17,
  kOutgoingContinuation = 18,
  kIncomingContinuation = 19,
};
struct SideKey {
  SideKind kind = SideKind::kNodeOverflow;
  std::uint32_t qualifier = 0;
  std::uint64_t element = 0;
  CommitNumber commit = 0;
  std::uint32_t piece = 0;
  static constexpr std::size_t kSize = 25;

  constexpr std::array<char, kSize> encode() const {
    std::array<char, kSize> out{};
    out[0] = static_cast<char>(kind);
    store_big_endian(out.data() + 1, qualifier);
    store_big_endian(out.data() + 5, element);
    store_big_endian(out.data() + 13, commit);
    store_big_endian(out.data() + 21, piece);
    return out;
  }
  static constexpr SideKey decode(const std::array<char, kSize>& in) {
    return {static_cast<SideKind>(in[0]), load_big_endian<std::uint32_t>(in.data() + 1),
            load_big_endian<std::uint64_t>(in.data() + 5), load_big_endian<std::uint64_t>(in.data() + 13),
            load_big_endian<std::uint32_t>(in.data() + 21)};
  }
  std::string to_bytes() const {
    const auto bytes = encode();
    return {bytes.data(), bytes.size()};
  }
  friend constexpr bool operator==(const SideKey&, const SideKey&) = default;
};
static_assert(SideKey::decode(SideKey{SideKind::kIncomingContinuation, 3, 99, 5, 2}.encode()) ==
              SideKey{SideKind::kIncomingContinuation, 3, 99, 5, 2});

/// Column family `meta`.  offset 0 kind u8 | 1 number u32 | 5 block u64      13 bytes
enum class MetaKind : std::uint8_t {
  kFormat = 1,     ///< u32: the format version
  kState = 2,      ///< commit number, id bounds, counts
  kLabelName = 3,  ///< number = LabelId; value = the name
  kTypeName = 4,
  kPropertyKeyName = 5,
  kLabelSet = 6,          ///< number = the set; value = its labels
  kNodeSlab = 7,          ///< number = label set; value = ids left in its slab
  kRelationshipSlab = 8,  ///< number = relationship type
  kLabelCount = 9,        ///< number = LabelId; value = nodes that carry it
  kTypeCount = 10,
  kLabelBlock = 11,  ///< number = LabelId, block = a column block it occurs in; empty value
  kTypeBlock = 12,
  kSchema = 13,
  kEstimates = 14,   ///< triples and distinct values, as of the last refresh
  kDegrees = 15,     ///< histograms of degrees, as of then
  kHistograms = 16,  ///< of values
};
struct MetaKey {
  MetaKind kind = MetaKind::kFormat;
  std::uint32_t number = 0;
  std::uint64_t block = 0;
  static constexpr std::size_t kSize = 13;

  constexpr std::array<char, kSize> encode() const {
    std::array<char, kSize> out{};
    out[0] = static_cast<char>(kind);
    store_big_endian(out.data() + 1, number);
    store_big_endian(out.data() + 5, block);
    return out;
  }
  static constexpr MetaKey decode(const std::array<char, kSize>& in) {
    return {static_cast<MetaKind>(in[0]), load_big_endian<std::uint32_t>(in.data() + 1),
            load_big_endian<std::uint64_t>(in.data() + 5)};
  }
  static Result<MetaKey> decode(std::string_view bytes);
  std::string to_bytes() const {
    const auto bytes = encode();
    return {bytes.data(), bytes.size()};
  }
  friend constexpr bool operator==(const MetaKey&, const MetaKey&) = default;
};
static_assert(MetaKey::decode(MetaKey{MetaKind::kLabelBlock, 4, 77}.encode()) == MetaKey{MetaKind::kLabelBlock, 4, 77});

/// Column family `index`: index u32 | ordered values, self-delimiting (storage/value_codec.hpp) | element u64; no
/// value. Values longer than kLongestIndexedValue are cut and end in a hash of the whole: equality still holds, order
/// among those that share the cut prefix is the hash's.
inline constexpr std::size_t kLongestIndexedValue = 4096;
inline std::string index_prefix(std::uint32_t index) {
  std::string out;
  append_big_endian(out, index);
  return out;
}

/// Column family `assertions`, both ways round:
///   'e' | element kind u8 | id u64 | property key u32 (0xffffffff: none) | passage u64 | digest u64 -> confidence,
///   modality, rule 'p' | passage u64 | element kind u8 | id u64 | property key u32 | digest u64                    ->
///   nothing
/// The digest is of modality and rule: asserting the same again replaces.
struct AssertionKey {
  ElementKind element = ElementKind::kNode;
  std::uint64_t id = 0;
  std::uint32_t key = 0xffffffff;
  std::uint64_t passage = 0;
  std::uint64_t digest = 0;
  static constexpr std::size_t kSize = 30;

  std::string by_element() const;
  std::string by_passage() const;
  static Result<AssertionKey> decode_by_element(std::string_view bytes);
  static Result<AssertionKey> decode_by_passage(std::string_view bytes);
  /// The start of all keys of one element, or of one passage.
  static std::string element_prefix(ElementKind element, std::uint64_t id);
  static std::string passage_prefix(std::uint64_t passage);
  friend constexpr bool operator==(const AssertionKey&, const AssertionKey&) = default;
};

/// The least key greater than every key that starts with `prefix`; empty when there is none.
std::string after_prefix(std::string_view prefix);

}  // namespace kith::storage
