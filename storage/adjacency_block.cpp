// storage/adjacency_block.cpp: an adjacency block to bytes and back, whole or one list at a time.
#include "storage/adjacency_block.hpp"

#include <algorithm>
#include <bit>

#include "storage/adjacency_block_lengths.hpp"
#include "storage/byte_reader.hpp"
#include "storage/checksum.hpp"
#include "storage/packed_integers.hpp"

namespace kith::storage {

namespace {

// Bits of the flags byte that this version does not write, and refuses: lists that go on in values of their own, and
// intervals of validity beside the lists.
constexpr std::uint8_t kContinued = 1;
constexpr std::uint8_t kWithValidity = 2;

enum class Offsets : std::uint8_t { kPacked = 0, kListed = 1 };

enum class Relationships : std::uint8_t {
  kConsecutive = 0,  // from the first, in slot order
  kRuns = 1,         // stretches of consecutive ones
  kAscending = 2,    // per list: differences
  kAnyOrder = 3,     // per list: differences, zigzag
};

// A list's values as differences, the first from `base`.
template <class Convert>
std::vector<std::uint64_t> differences(std::span<const std::uint32_t> offsets, std::span<const std::uint64_t> values,
                                       std::uint64_t base, Convert convert) {
  std::vector<std::uint64_t> result(values.size());
  for (std::uint32_t row = 0; row < kAdjacencyBlockSize; ++row) {
    std::uint64_t previous = base;
    for (std::uint32_t slot = offsets[row]; slot < offsets[row + 1]; ++slot) {
      result[slot] = convert(values[slot] - previous);
      previous = values[slot];
    }
  }
  return result;
}

void append_offsets(std::string& out, std::span<const std::uint32_t> offsets) {
  std::string listed;
  std::uint32_t num_listed = 0, previous_row = 0;
  const auto width = static_cast<unsigned>(std::bit_width(offsets.back()));
  // A list is scanned to find one node, so it has to be much shorter to be worth it.
  const std::size_t max_listed_size = packed_bytes(kAdjacencyBlockSize, width) / 4;
  for (std::uint32_t row = 0; row < kAdjacencyBlockSize && listed.size() <= max_listed_size; ++row) {
    const std::uint32_t degree = offsets[row + 1] - offsets[row];
    if (degree == 0) continue;
    append_varint(listed, row - previous_row);
    append_varint(listed, degree);
    previous_row = row;
    ++num_listed;
  }
  if (listed.size() <= max_listed_size) {
    append_fixed(out, Offsets::kListed);
    append_fixed(out, static_cast<std::uint16_t>(num_listed));
    append_fixed(out, static_cast<std::uint16_t>(listed.size()));  // at most 128 * 32 / 4
    out.append(listed);
    return;
  }
  append_fixed(out, Offsets::kPacked);
  append_fixed(out, static_cast<std::uint8_t>(width));
  const std::vector<std::uint64_t> ends(offsets.begin() + 1, offsets.end());
  pack_bits(out, ends, 0, width);
}

void append_relationships(std::string& out, std::span<const std::uint32_t> offsets,
                          std::span<const std::uint64_t> ids) {
  std::uint64_t num_runs = 1, least = ids[0];
  for (std::size_t slot = 1; slot < ids.size(); ++slot) {
    num_runs += ids[slot] != ids[slot - 1] + 1;
    least = std::min(least, ids[slot]);
  }
  if (num_runs == 1) {
    append_fixed(out, Relationships::kConsecutive);
    append_fixed(out, ids[0]);
    return;
  }
  bool is_ascending = true;
  for (std::uint32_t row = 0; row < kAdjacencyBlockSize && is_ascending; ++row) {
    is_ascending = std::is_sorted(ids.begin() + offsets[row], ids.begin() + offsets[row + 1]);
  }
  const std::vector<std::uint64_t> values =
      is_ascending ? differences(offsets, ids, least, [](std::uint64_t difference) { return difference; })
                   : differences(offsets, ids, least, zigzagged);
  const LengthCounts counts = LengthCounts::of(values);
  const std::uint64_t size = lengths_size(counts, ids.size());
  if (2 * num_runs < size) {  // else it cannot be shorter
    std::string runs;
    std::uint64_t expected = 0;
    for (std::size_t begin = 0; begin < ids.size() && runs.size() < size;) {
      std::size_t end = begin + 1;
      while (end < ids.size() && ids[end] == ids[end - 1] + 1) ++end;
      append_varint(runs, end - begin);
      append_varint(runs, zigzagged(ids[begin] - expected));
      expected = ids[end - 1] + 1;
      begin = end;
    }
    if (runs.size() < size) {
      append_fixed(out, Relationships::kRuns);
      append_varint(out, num_runs);
      out.append(runs);
      return;
    }
  }
  append_fixed(out, is_ascending ? Relationships::kAscending : Relationships::kAnyOrder);
  append_fixed(out, least);
  append_lengths(out, values, counts);
}

std::string encode(std::span<const std::uint32_t> offsets, std::span<const std::uint64_t> neighbours,
                   std::span<const std::uint64_t> relationships, std::uint64_t first_relationship) {
  std::string out = begin_block(BlockKind::kAdjacency);
  append_fixed(out, std::uint8_t{0});
  append_fixed(out, static_cast<std::uint32_t>(neighbours.size()));
  if (!neighbours.empty()) {
    append_offsets(out, offsets);
    const std::uint64_t least = *std::min_element(neighbours.begin(), neighbours.end());
    const std::vector<std::uint64_t> values =
        differences(offsets, neighbours, least, [](std::uint64_t difference) { return difference; });
    append_fixed(out, least);
    append_lengths(out, values, LengthCounts::of(values));
    if (relationships.empty()) {
      append_fixed(out, Relationships::kConsecutive);
      append_fixed(out, first_relationship);
    } else {
      append_relationships(out, offsets, relationships);
    }
  }
  seal_block(out);
  return out;
}

// The parts of a block, found but not yet decoded.
struct Layout {
  std::uint32_t num_slots = 0;

  Offsets offsets = Offsets::kPacked;
  unsigned width = 0;                     // kPacked
  std::string_view words;                 // kPacked
  std::uint32_t num_listed = 0;           // kListed
  ByteReader listed{std::string_view()};  // kListed: as many pairs

  std::uint64_t least_neighbour = 0;
  LengthsReader neighbours;

  Relationships relationships = Relationships::kConsecutive;
  std::uint64_t first_relationship = 0;  // the least, for kAscending and kAnyOrder
  LengthsReader ids;                     // kAscending, kAnyOrder
  std::uint64_t num_runs = 0;            // kRuns
  ByteReader runs{std::string_view()};   // kRuns: as many pairs

  static Result<Layout> parse(std::string_view contents);

  Status read_offsets(std::vector<std::uint32_t, OffsetAllocator>& out) const;
  /// The slots [begin, end) of a row.
  Status find_slots(std::uint32_t row, std::uint32_t& begin, std::uint32_t& end) const;
  /// The ids of slots [begin, begin + out.size()) where they come in runs.
  Status read_runs(std::uint64_t begin, std::span<std::uint64_t> out) const;
};

Result<Layout> Layout::parse(std::string_view contents) {
  Layout layout;
  ByteReader reader(contents);
  const auto flags = reader.fixed<std::uint8_t>();
  layout.num_slots = reader.fixed<std::uint32_t>();
  if (!reader.ok()) return corruption("a header cut short");
  if ((flags & (kContinued | kWithValidity)) != 0) {
    return corruption("continued lists or intervals of validity, which this version does not read");
  }
  if (flags != 0) return corruption("unknown flags");
  if (layout.num_slots == 0) {
    if (reader.remaining() != 0) return corruption("bytes left over");
    return layout;
  }
  const auto offsets = reader.fixed<std::uint8_t>();
  if (offsets > static_cast<std::uint8_t>(Offsets::kListed)) return corruption("unknown form of offsets");
  layout.offsets = static_cast<Offsets>(offsets);
  if (layout.offsets == Offsets::kPacked) {
    layout.width = reader.fixed<std::uint8_t>();
    if (layout.width == 0 || layout.width > 32) return corruption("width of offsets");
    layout.words = reader.take(packed_bytes(kAdjacencyBlockSize, layout.width));
  } else {
    layout.num_listed = reader.fixed<std::uint16_t>();
    const auto size = reader.fixed<std::uint16_t>();
    layout.listed = ByteReader(reader.take(size));
  }
  layout.least_neighbour = reader.fixed<std::uint64_t>();
  if (!reader.ok() || !layout.neighbours.open(reader, layout.num_slots)) return corruption("neighbours");

  const auto relationships = reader.fixed<std::uint8_t>();
  if (relationships > static_cast<std::uint8_t>(Relationships::kAnyOrder))
    return corruption("unknown form of relationships");
  layout.relationships = static_cast<Relationships>(relationships);
  if (layout.relationships == Relationships::kRuns) {
    layout.num_runs = reader.varint();
    if (layout.num_runs > layout.num_slots) return corruption("number of runs");
    layout.runs = reader;
    reader.take(reader.remaining());  // read_all checks that the runs end here
  } else {
    layout.first_relationship = reader.fixed<std::uint64_t>();
    if (layout.relationships != Relationships::kConsecutive && !layout.ids.open(reader, layout.num_slots)) {
      return corruption("relationships");
    }
  }
  if (!reader.ok() || reader.remaining() != 0) return corruption("a block of another size");
  return layout;
}

Status Layout::read_offsets(std::vector<std::uint32_t, OffsetAllocator>& out) const {
  out.assign(kAdjacencyBlockSize + 1, 0);
  if (offsets == Offsets::kPacked) {
    std::array<std::uint64_t, kAdjacencyBlockSize> ends;
    unpack_bits(words, 0, width, ends);
    for (std::uint32_t row = 0; row < kAdjacencyBlockSize; ++row) out[row + 1] = static_cast<std::uint32_t>(ends[row]);
    if (!std::is_sorted(out.begin(), out.end()) || out.back() != num_slots) return corruption("offsets");
    return {};
  }
  ByteReader reader = listed;
  std::uint64_t row = 0, slot = 0;
  for (std::uint32_t i = 0; i < num_listed; ++i) {
    const std::uint64_t gap = reader.varint(), degree = reader.varint();
    if (gap >= kAdjacencyBlockSize - row || (gap == 0 && i > 0) || degree > num_slots - slot)
      return corruption("offsets");
    row += gap;
    slot += degree;
    out[row + 1] = static_cast<std::uint32_t>(degree);
  }
  if (!reader.ok() || reader.remaining() != 0 || slot != num_slots) return corruption("offsets");
  for (std::uint32_t i = 0; i < kAdjacencyBlockSize; ++i) out[i + 1] += out[i];
  return {};
}

Status Layout::find_slots(std::uint32_t row, std::uint32_t& begin, std::uint32_t& end) const {
  begin = end = 0;
  if (offsets == Offsets::kPacked) {
    begin = row == 0 ? 0 : static_cast<std::uint32_t>(packed_at(words, width, row - 1));
    end = static_cast<std::uint32_t>(packed_at(words, width, row));
    if (begin > end || end > num_slots) return corruption("offsets");
    return {};
  }
  ByteReader reader = listed;
  std::uint64_t at = 0, slot = 0;
  for (std::uint32_t i = 0; i < num_listed; ++i) {
    const std::uint64_t gap = reader.varint(), degree = reader.varint();
    if (gap >= kAdjacencyBlockSize - at || degree > num_slots - slot) return corruption("offsets");
    at += gap;
    if (at > row) return {};
    if (at == row) {
      begin = static_cast<std::uint32_t>(slot);
      end = static_cast<std::uint32_t>(slot + degree);
      return {};
    }
    slot += degree;
  }
  return {};
}

Status Layout::read_runs(std::uint64_t begin, std::span<std::uint64_t> out) const {
  ByteReader reader = runs;
  const std::uint64_t end = begin + out.size();
  std::uint64_t slot = 0, expected = 0;
  for (std::uint64_t run = 0; run < num_runs && slot < end; ++run) {
    const std::uint64_t size = reader.varint();
    const std::uint64_t first = expected + unzigzagged(reader.varint());
    if (!reader.ok() || size == 0 || size > num_slots - slot) return corruption("runs of relationships");
    const std::uint64_t from = std::max(slot, begin), to = std::min(slot + size, end);
    for (std::uint64_t i = from; i < to; ++i) out[i - begin] = first + (i - slot);
    slot += size;
    expected = first + size;
  }
  if (slot < end || (end == num_slots && reader.remaining() != 0)) return corruption("runs of relationships");
  return {};
}

// Differences become values, list by list.
void accumulate(std::span<const std::uint32_t> offsets, std::uint64_t base, std::uint64_t* values) {
  for (std::uint32_t row = 0; row < kAdjacencyBlockSize; ++row) {
    std::uint64_t value = base;
    for (std::uint32_t slot = offsets[row]; slot < offsets[row + 1]; ++slot) values[slot] = value += values[slot];
  }
}

}  // namespace

std::string encode_adjacency(const Adjacency& adjacency) {
  const Adjacency::Base& base = adjacency.base();
  if (!adjacency.has_overrides()) {
    return encode(base.offsets, base.neighbours, base.relationships, base.first_relationship);
  }
  std::vector<std::uint32_t> offsets{0};
  std::vector<std::uint64_t> neighbours, relationships;
  offsets.reserve(kAdjacencyBlockSize + 1);
  neighbours.reserve(base.neighbours.size());
  relationships.reserve(base.neighbours.size());
  for (std::uint32_t row = 0; row < kAdjacencyBlockSize; ++row) {
    const NeighbourList list = adjacency.of(row);
    for (std::uint32_t i = 0; i < list.size; ++i) {
      neighbours.push_back(list.neighbours[i]);
      relationships.push_back(list.relationship(i).value);
    }
    offsets.push_back(static_cast<std::uint32_t>(neighbours.size()));
  }
  return encode(offsets, neighbours, relationships, 0);
}

Result<std::shared_ptr<const Adjacency::Base>> decode_adjacency(std::string_view bytes) {
  KITH_TRY(const std::string_view contents, checked_contents(bytes, BlockKind::kAdjacency));
  KITH_TRY(const Layout layout, Layout::parse(contents));
  const auto base = std::make_shared<Adjacency::Base>();
  if (layout.num_slots == 0) return std::shared_ptr<const Adjacency::Base>(base);
  KITH_CHECK_OK(layout.read_offsets(base->offsets));
  base->neighbours.resize(layout.num_slots);
  if (!layout.neighbours.read_all(base->neighbours.data())) return corruption("neighbours");
  accumulate(base->offsets, layout.least_neighbour, base->neighbours.data());

  if (layout.relationships == Relationships::kConsecutive) {
    base->first_relationship = layout.first_relationship;
    return std::shared_ptr<const Adjacency::Base>(base);
  }
  base->relationships.resize(layout.num_slots);
  if (layout.relationships == Relationships::kRuns) {
    KITH_CHECK_OK(layout.read_runs(0, base->relationships));
    return std::shared_ptr<const Adjacency::Base>(base);
  }
  if (!layout.ids.read_all(base->relationships.data())) return corruption("relationships");
  if (layout.relationships == Relationships::kAnyOrder) {
    for (std::uint64_t& value : base->relationships) value = unzigzagged(value);
  }
  accumulate(base->offsets, layout.first_relationship, base->relationships.data());
  return std::shared_ptr<const Adjacency::Base>(base);
}

Status verify_adjacency(std::string_view bytes) {
  KITH_TRY(const std::string_view contents, checked_contents(bytes, BlockKind::kAdjacency));
  KITH_TRY(const Layout layout, Layout::parse(contents));
  static_cast<void>(layout);
  return {};
}

Result<Adjacency::OwnList> decode_one(std::string_view bytes, std::uint32_t row) {
  KITH_TRY(const std::string_view contents, block_contents(bytes, BlockKind::kAdjacency));
  KITH_TRY(const Layout layout, Layout::parse(contents));
  Adjacency::OwnList list;
  std::uint32_t begin = 0, end = 0;
  if (layout.num_slots > 0) KITH_CHECK_OK(layout.find_slots(row, begin, end));
  const std::uint32_t size = end - begin;
  if (size == 0) return list;
  const auto accumulate_list = [](std::uint64_t value, std::vector<std::uint64_t>& values) {
    for (std::uint64_t& difference : values) difference = value += difference;
  };
  list.neighbours.resize(size);
  if (!layout.neighbours.read_some(begin, size, list.neighbours.data())) return corruption("neighbours");
  accumulate_list(layout.least_neighbour, list.neighbours);
  list.relationships.resize(size);
  switch (layout.relationships) {
    case Relationships::kConsecutive:
      for (std::uint32_t i = 0; i < size; ++i) list.relationships[i] = layout.first_relationship + begin + i;
      break;
    case Relationships::kRuns:
      KITH_CHECK_OK(layout.read_runs(begin, list.relationships));
      break;
    case Relationships::kAscending:
    case Relationships::kAnyOrder:
      if (!layout.ids.read_some(begin, size, list.relationships.data())) return corruption("relationships");
      if (layout.relationships == Relationships::kAnyOrder) {
        for (std::uint64_t& value : list.relationships) value = unzigzagged(value);
      }
      accumulate_list(layout.first_relationship, list.relationships);
      break;
  }
  return list;
}

}  // namespace kith::storage
