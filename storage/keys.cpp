// storage/keys.cpp: keys out of untrusted bytes, and keys in words.
#include "storage/keys.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "storage/adjacency.hpp"
#include "storage/names.hpp"

namespace kith::storage {
namespace {

template <class Key>
Result<std::array<char, Key::kSize>> exact_bytes(std::string_view bytes, std::string_view what) {
  if (bytes.size() != Key::kSize) {
    return Error(ErrorKind::kCorruption,
                 fmt::format("a {} key of {} bytes instead of {}", what, bytes.size(), Key::kSize));
  }
  std::array<char, Key::kSize> out;
  std::copy(bytes.begin(), bytes.end(), out.begin());
  return out;
}

template <class Id>
std::string quoted_name(const Names& names, std::uint32_t number, std::uint32_t count) {
  if (number >= count) return fmt::format("number {}", number);
  return fmt::format("`{}`", names.name(Id{number}));
}

}  // namespace

Result<BlockKey> BlockKey::decode(std::string_view bytes) {
  KITH_TRY(const auto exact, exact_bytes<BlockKey>(bytes, "block"));
  const BlockKey key = decode(exact);
  const auto kind = static_cast<std::uint8_t>(key.id.kind);
  if (kind < 1 || kind > kLastBlockClass) {
    return Error(ErrorKind::kCorruption, fmt::format("a block key of unknown kind {}", kind));
  }
  return key;
}

Result<MetaKey> MetaKey::decode(std::string_view bytes) {
  KITH_TRY(const auto exact, exact_bytes<MetaKey>(bytes, "meta"));
  return decode(exact);
}

std::string AssertionKey::by_element() const {
  std::string out = element_prefix(element, id);
  append_big_endian(out, key);
  append_big_endian(out, passage);
  append_big_endian(out, digest);
  return out;
}

std::string AssertionKey::by_passage() const {
  std::string out = passage_prefix(passage);
  out.push_back(static_cast<char>(element));
  append_big_endian(out, id);
  append_big_endian(out, key);
  append_big_endian(out, digest);
  return out;
}

Result<AssertionKey> AssertionKey::decode_by_element(std::string_view bytes) {
  KITH_TRY(const auto in, exact_bytes<AssertionKey>(bytes, "assertion"));
  if (in[0] != 'e' || static_cast<unsigned char>(in[1]) > 1)
    return Error(ErrorKind::kCorruption, "a malformed assertion key");
  return AssertionKey{static_cast<ElementKind>(in[1]), load_big_endian<std::uint64_t>(&in[2]),
                      load_big_endian<std::uint32_t>(&in[10]), load_big_endian<std::uint64_t>(&in[14]),
                      load_big_endian<std::uint64_t>(&in[22])};
}

Result<AssertionKey> AssertionKey::decode_by_passage(std::string_view bytes) {
  KITH_TRY(const auto in, exact_bytes<AssertionKey>(bytes, "assertion"));
  if (in[0] != 'p' || static_cast<unsigned char>(in[9]) > 1)
    return Error(ErrorKind::kCorruption, "a malformed assertion key");
  return AssertionKey{static_cast<ElementKind>(in[9]), load_big_endian<std::uint64_t>(&in[10]),
                      load_big_endian<std::uint32_t>(&in[18]), load_big_endian<std::uint64_t>(&in[1]),
                      load_big_endian<std::uint64_t>(&in[22])};
}

std::string AssertionKey::element_prefix(ElementKind element, std::uint64_t id) {
  std::string out = "e";
  out.push_back(static_cast<char>(element));
  append_big_endian(out, id);
  return out;
}

std::string AssertionKey::passage_prefix(std::uint64_t passage) {
  std::string out = "p";
  append_big_endian(out, passage);
  return out;
}

std::string after_prefix(std::string_view prefix) {
  std::string out(prefix);
  while (!out.empty() && static_cast<unsigned char>(out.back()) == 0xff) out.pop_back();
  if (!out.empty()) out.back() = static_cast<char>(static_cast<unsigned char>(out.back()) + 1);
  return out;
}

std::string describe(const BlockId& id, const Names& names) {
  const auto range = [&](std::string_view elements, std::uint32_t size) {
    return fmt::format("{} {} to {}", elements, id.number * size, id.number * size + size - 1);
  };
  const auto key = [&] { return quoted_name<PropertyKeyId>(names, id.qualifier, names.num_property_keys()); };
  const auto type = [&] {
    return quoted_name<RelationshipTypeId>(names, id.qualifier, names.num_relationship_types());
  };
  switch (id.kind) {
    case BlockClass::kNodes:
      return fmt::format("labels of {}", range("nodes", kColumnBlockSize));
    case BlockClass::kRelationships:
      return fmt::format("ends of {}", range("relationships", kColumnBlockSize));
    case BlockClass::kNodeColumn:
      return fmt::format("property {} of {}", key(), range("nodes", kColumnBlockSize));
    case BlockClass::kRelationshipColumn:
      return fmt::format("property {} of {}", key(), range("relationships", kColumnBlockSize));
    case BlockClass::kOutgoing:
      return fmt::format("outgoing relationships of type {}, {}", type(), range("nodes", kAdjacencyBlockSize));
    case BlockClass::kIncoming:
      return fmt::format("incoming relationships of type {}, {}", type(), range("nodes", kAdjacencyBlockSize));
    case BlockClass::kNodeKeys:
      return fmt::format("property keys of {}", range("nodes", kColumnBlockSize));
    case BlockClass::kRelationshipKeys:
      return fmt::format("property keys of {}", range("relationships", kColumnBlockSize));
  }
  return fmt::format("a block of unknown kind {}", static_cast<int>(id.kind));
}

}  // namespace kith::storage
