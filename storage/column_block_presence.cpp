// storage/column_block_presence.cpp: the bytes of a presence.
#include "storage/column_block_presence.hpp"

namespace kith::storage {

namespace {
constexpr std::uint32_t kListed =
    Presence::kWords * sizeof(std::uint64_t) / sizeof(std::uint16_t);  // below it a list is shorter
}

Presence Presence::of(const Column& column) {
  Presence presence;
  if (column.kind == ColumnKind::kNull) return presence;
  if (column.validity.empty()) {
    presence.words.fill(~std::uint64_t{0});
  } else {
    std::copy_n(column.validity.begin(), std::min<std::size_t>(column.validity.size(), kWords), presence.words.begin());
  }
  for (const std::uint64_t word : presence.words) presence.count += static_cast<std::uint32_t>(std::popcount(word));
  return presence;
}

void append_presence(std::string& out, const Presence& presence) {
  append_fixed(out, static_cast<std::uint16_t>(presence.count));
  const std::uint32_t num_absent = kColumnBlockSize - presence.count;
  if (presence.count == 0 || num_absent == 0) return;
  if (presence.count < kListed) {
    presence.for_each([&](std::uint32_t row) { append_fixed(out, static_cast<std::uint16_t>(row)); });
  } else if (num_absent < kListed) {
    for (std::uint32_t row = 0; row < kColumnBlockSize; ++row) {
      if (!presence.has(row)) append_fixed(out, static_cast<std::uint16_t>(row));
    }
  } else {
    for (const std::uint64_t word : presence.words) append_fixed(out, word);
  }
}

bool read_presence(ByteReader& reader, Presence& presence) {
  presence = {};
  presence.count = reader.fixed<std::uint16_t>();
  if (!reader.ok() || presence.count > kColumnBlockSize) return false;
  const std::uint32_t num_absent = kColumnBlockSize - presence.count;
  if (presence.count == 0) return true;
  if (presence.count >= kListed && num_absent >= kListed) {
    std::uint32_t count = 0;
    for (std::uint64_t& word : presence.words) {
      word = reader.fixed<std::uint64_t>();
      count += static_cast<std::uint32_t>(std::popcount(word));
    }
    return reader.ok() && count == presence.count;
  }
  const bool lists_absent = presence.count >= kListed;
  if (lists_absent) presence.words.fill(~std::uint64_t{0});
  std::uint32_t next = 0;
  for (std::uint32_t i = lists_absent ? num_absent : presence.count; i > 0; --i) {
    const std::uint32_t row = reader.fixed<std::uint16_t>();
    if (!reader.ok() || row < next || row >= kColumnBlockSize) return false;
    presence.words[row / 64] ^= std::uint64_t{1} << (row % 64);
    next = row + 1;
  }
  return true;
}

}  // namespace kith::storage
