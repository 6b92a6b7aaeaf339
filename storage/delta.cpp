// storage/delta.cpp: the bytes of deltas: a count, the changes, a checksum.
#include "storage/delta.hpp"

#include <cstring>

#include "storage/checksum.hpp"
#include "storage/value_codec.hpp"

namespace kith::storage {
namespace {

template <class Change, class Append>
std::string encode(const std::vector<Change>& changes, Append append) {
  std::string out;
  append_varint(out, changes.size());
  for (const Change& change : changes) append(out, change);
  append_fixed(out, checksum(out));
  return out;
}

Error damaged(std::string_view what) {
  return Error(ErrorKind::kCorruption, "a delta that does not decode: " + std::string(what));
}

template <class Change, class Read>
Status decode(std::string_view bytes, std::vector<Change>& out, Read read) {
  if (bytes.size() < sizeof(std::uint64_t)) return damaged("too short");
  std::uint64_t stored = 0;
  std::memcpy(&stored, bytes.data() + bytes.size() - sizeof(stored), sizeof(stored));
  bytes.remove_suffix(sizeof(stored));
  if (stored != checksum(bytes)) return damaged("checksum mismatch");
  ByteReader reader(bytes);
  const std::uint64_t count = reader.varint();
  for (std::uint64_t i = 0; i < count && reader.ok(); ++i) KITH_CHECK_OK(read(reader, out));
  if (!reader.ok() || reader.remaining() != 0) return damaged("its length");
  return {};
}

Result<std::uint32_t> read_row(ByteReader& reader, std::uint32_t limit) {
  const std::uint64_t row = reader.varint();
  if (row >= limit) return damaged("a row out of bounds");
  return static_cast<std::uint32_t>(row);
}

// Numbers whose all-ones value means absence are stored plus one.
std::uint32_t read_optional(ByteReader& reader) { return static_cast<std::uint32_t>(reader.varint()) - 1; }

}  // namespace

std::string encode_delta(const std::vector<NodeChange>& changes) {
  return encode(changes, [](std::string& out, const NodeChange& change) {
    append_varint(out, change.row);
    append_varint(out, change.label_set + 1);
  });
}
Status decode_delta(std::string_view bytes, std::vector<NodeChange>& out) {
  return decode(bytes, out, [](ByteReader& reader, std::vector<NodeChange>& changes) -> Status {
    KITH_TRY(const std::uint32_t row, read_row(reader, kColumnBlockSize));
    changes.push_back({row, read_optional(reader)});
    return {};
  });
}

std::string encode_delta(const std::vector<RelationshipChange>& changes) {
  return encode(changes, [](std::string& out, const RelationshipChange& change) {
    append_varint(out, change.row);
    append_varint(out, change.type + 1);
    append_varint(out, change.start);
    append_varint(out, change.end);
  });
}
Status decode_delta(std::string_view bytes, std::vector<RelationshipChange>& out) {
  return decode(bytes, out, [](ByteReader& reader, std::vector<RelationshipChange>& changes) -> Status {
    KITH_TRY(const std::uint32_t row, read_row(reader, kColumnBlockSize));
    RelationshipChange change{row, read_optional(reader), 0, 0};
    change.start = reader.varint();
    change.end = reader.varint();
    changes.push_back(change);
    return {};
  });
}

std::string encode_delta(const std::vector<ColumnChange>& changes) {
  return encode(changes, [](std::string& out, const ColumnChange& change) {
    append_varint(out, change.row);
    append_value(out, change.value);
  });
}
Status decode_delta(std::string_view bytes, std::vector<ColumnChange>& out) {
  return decode(bytes, out, [](ByteReader& reader, std::vector<ColumnChange>& changes) -> Status {
    KITH_TRY(const std::uint32_t row, read_row(reader, kColumnBlockSize));
    KITH_TRY(Value value, read_value(reader));
    changes.push_back({row, std::move(value)});
    return {};
  });
}

std::string encode_delta(const std::vector<AdjacencyChange>& changes) {
  return encode(changes, [](std::string& out, const AdjacencyChange& change) {
    append_varint(out, std::uint64_t{change.row} << 1 | (change.add ? 1 : 0));
    append_varint(out, change.neighbour);
    append_varint(out, change.relationship);
  });
}
Status decode_delta(std::string_view bytes, std::vector<AdjacencyChange>& out) {
  return decode(bytes, out, [](ByteReader& reader, std::vector<AdjacencyChange>& changes) -> Status {
    KITH_TRY(const std::uint32_t row_and_sign, read_row(reader, kAdjacencyBlockSize * 2));
    AdjacencyChange change{row_and_sign >> 1, (row_and_sign & 1) != 0, 0, 0};
    change.neighbour = reader.varint();
    change.relationship = reader.varint();
    changes.push_back(change);
    return {};
  });
}

std::string encode_delta(const std::vector<PropertyKeyId>& added) {
  return encode(added, [](std::string& out, PropertyKeyId key) { append_varint(out, key.value); });
}
Status decode_delta(std::string_view bytes, std::vector<PropertyKeyId>& out) {
  return decode(bytes, out, [](ByteReader& reader, std::vector<PropertyKeyId>& keys) -> Status {
    keys.push_back(PropertyKeyId{static_cast<std::uint32_t>(reader.varint())});
    return {};
  });
}

}  // namespace kith::storage
