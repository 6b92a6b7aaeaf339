// storage/block_envelope.cpp: side tables, overflow values, continuations.
#include "storage/block_envelope.hpp"

#include <cstring>

#include "storage/checksum.hpp"
#include "storage/value_codec.hpp"

namespace kith::storage {
namespace {

constexpr char kPlain = 0;
constexpr char kWithSide = 1;

Result<std::string_view> checked(std::string_view bytes, std::string_view what) {
  std::uint64_t stored = 0;
  if (bytes.size() < sizeof(stored)) return corruption(what);
  std::memcpy(&stored, bytes.data() + bytes.size() - sizeof(stored), sizeof(stored));
  bytes.remove_suffix(sizeof(stored));
  if (stored != checksum(bytes)) return corruption(what);
  return bytes;
}

}  // namespace

std::string seal_envelope(const std::vector<SideEntry>& side, std::string_view block) {
  std::string out;
  out.reserve(block.size() + 1);
  if (side.empty()) {
    out.push_back(kPlain);
    return out.append(block);
  }
  out.push_back(kWithSide);
  std::string table;
  append_varint(table, side.size());
  for (const SideEntry& entry : side) {
    append_varint(table, entry.row);
    append_varint(table, entry.commit);
    append_varint(table, entry.pieces);
  }
  append_fixed(table, checksum(table));
  append_text(out, table);
  return out.append(block);
}

Result<Envelope> open_envelope(std::string_view bytes) {
  if (bytes.empty() || (bytes[0] != kPlain && bytes[0] != kWithSide)) return corruption("unknown envelope");
  Envelope out;
  if (bytes[0] == kPlain) {
    out.block = bytes.substr(1);
    return out;
  }
  ByteReader reader(bytes.substr(1));
  KITH_TRY(const std::string_view table, checked(reader.text(), "checksum mismatch in the side table"));
  out.block = reader.take(reader.remaining());
  ByteReader entries(table);
  const std::uint64_t count = entries.varint();
  for (std::uint64_t i = 0; i < count && entries.ok(); ++i) {
    SideEntry entry;
    entry.row = static_cast<std::uint32_t>(entries.varint());
    entry.commit = entries.varint();
    entry.pieces = static_cast<std::uint32_t>(entries.varint());
    const bool ascending = out.side.empty() || out.side.back().row < entry.row;
    if (entry.row >= kColumnBlockSize || entry.pieces == 0 || !ascending) return corruption("the side table");
    out.side.push_back(entry);
  }
  if (!entries.ok()) return corruption("the side table");
  return out;
}

std::string seal_overflow(const Value& value) {
  std::string out;
  append_value(out, value);
  append_fixed(out, checksum(out));
  return out;
}

Result<Value> open_overflow(std::string_view bytes) {
  KITH_TRY(const std::string_view contents, checked(bytes, "checksum mismatch in an overflow value"));
  ByteReader reader(contents);
  return read_value(reader);
}

std::string seal_continuation(const std::uint64_t* neighbours, const std::uint64_t* relationships, std::uint32_t size) {
  std::string out;
  append_varint(out, size);
  std::uint64_t neighbour = 0, relationship = 0;
  for (std::uint32_t i = 0; i < size; ++i) {
    append_varint(out, neighbours[i] - neighbour);
    append_zigzag(out, static_cast<std::int64_t>(relationships[i] - relationship));
    neighbour = neighbours[i];
    relationship = relationships[i];
  }
  append_fixed(out, checksum(out));
  return out;
}

Status open_continuation(std::string_view bytes, Adjacency::OwnList& out) {
  KITH_TRY(const std::string_view contents, checked(bytes, "checksum mismatch in a continuation"));
  ByteReader reader(contents);
  const std::uint64_t size = reader.varint();
  std::uint64_t neighbour = 0, relationship = 0;
  for (std::uint64_t i = 0; i < size && reader.ok(); ++i) {
    neighbour += reader.varint();
    relationship += static_cast<std::uint64_t>(reader.zigzag());
    if (!out.neighbours.empty() && neighbour < out.neighbours.back()) return corruption("a continuation out of order");
    out.neighbours.push_back(neighbour);
    out.relationships.push_back(relationship);
  }
  if (!reader.ok()) return corruption("the length of a continuation");
  return {};
}

SideKey side_key(const BlockId& id, const SideEntry& entry, std::uint32_t piece) {
  SideKey key{SideKind::kNodeOverflow, id.qualifier, 0, entry.commit, piece};
  switch (id.kind) {
    case BlockClass::kRelationshipColumn:
      key.kind = SideKind::kRelationshipOverflow;
      break;
    case BlockClass::kOutgoing:
      key.kind = SideKind::kOutgoingContinuation;
      break;
    case BlockClass::kIncoming:
      key.kind = SideKind::kIncomingContinuation;
      break;
    default:
      break;
  }
  const bool adjacency = id.kind == BlockClass::kOutgoing || id.kind == BlockClass::kIncoming;
  key.element = id.number * (adjacency ? kAdjacencyBlockSize : kColumnBlockSize) + entry.row;
  return key;
}

}  // namespace kith::storage
