// storage/column_block.cpp: a column to bytes and back.
#include "storage/column_block.hpp"

#include <algorithm>
#include <cstring>
#include <numeric>

#include "storage/checksum.hpp"
#include "storage/column_block_extremes.hpp"
#include "storage/column_block_presence.hpp"
#include "storage/packed_integers.hpp"
#include "storage/value_codec.hpp"

namespace kith::storage {

namespace {

enum class Encoding : std::uint8_t {
  kConstant = 0,    // one value
  kPacked = 1,      // packed integers
  kRaw = 2,         // doubles as they are
  kDictionary = 3,  // sorted distinct strings, packed codes
  kPlain = 4,       // strings one after the other
  kValues = 5,      // value_codec
};

template <class T, class Convert>
std::vector<std::uint64_t> gather(const std::vector<T>& rows, const Presence& presence, Convert convert) {
  std::vector<std::uint64_t> dense;
  dense.reserve(presence.count);
  presence.for_each([&](std::uint32_t row) { dense.push_back(convert(rows[row])); });
  return dense;
}

void append_encoding(std::string& out, Encoding encoding) { append_fixed(out, encoding); }

void append_integers(std::string& out, const std::vector<std::int64_t>& rows, const Presence& presence) {
  append_encoding(out, Encoding::kPacked);
  append_packed(out, gather(rows, presence, [](std::int64_t value) { return static_cast<std::uint64_t>(value); }));
}

void append_floats(std::string& out, const std::vector<double>& rows, const Presence& presence) {
  // Compared as bits, so that -0.0 and the payloads of NaN survive.
  const std::vector<std::uint64_t> bits =
      gather(rows, presence, [](double value) { return std::bit_cast<std::uint64_t>(value); });
  if (std::all_of(bits.begin(), bits.end(), [&](std::uint64_t value) { return value == bits[0]; })) {
    append_encoding(out, Encoding::kConstant);
    append_fixed(out, bits[0]);
    return;
  }
  append_encoding(out, Encoding::kRaw);
  out.append(reinterpret_cast<const char*>(bits.data()), bits.size() * sizeof bits[0]);
}

void append_texts(std::string& out, const std::vector<std::string_view>& texts) {
  std::vector<std::uint64_t> sizes;
  sizes.reserve(texts.size());
  for (const std::string_view text : texts) sizes.push_back(text.size());
  append_packed(out, sizes);
  for (const std::string_view text : texts) out.append(text);
}

// The distinct strings of a block, numbered as they come.
struct Distinct {
  std::vector<std::string_view> texts;
  std::vector<std::uint16_t> codes;  // of each string given

  explicit Distinct(const std::vector<std::string_view>& all) {
    constexpr std::size_t kSlots = std::size_t{2} * kColumnBlockSize;
    constexpr std::uint16_t kFree = 0xffff;
    std::vector<std::uint16_t> table(kSlots, kFree);
    codes.reserve(all.size());
    for (const std::string_view text : all) {
      std::size_t slot = checksum(text) % kSlots;
      while (table[slot] != kFree && texts[table[slot]] != text) slot = (slot + 1) % kSlots;
      if (table[slot] == kFree) {
        table[slot] = static_cast<std::uint16_t>(texts.size());
        texts.push_back(text);
      }
      codes.push_back(table[slot]);
    }
  }

  /// Codes, ascending by their strings.
  std::vector<std::uint16_t> order() const {
    std::vector<std::uint16_t> order(texts.size());
    std::iota(order.begin(), order.end(), std::uint16_t{0});
    std::sort(order.begin(), order.end(), [&](std::uint16_t a, std::uint16_t b) { return texts[a] < texts[b]; });
    return order;
  }
};

void append_strings(std::string& out, const std::vector<std::string_view>& rows, const Presence& presence) {
  std::vector<std::string_view> texts;
  texts.reserve(presence.count);
  presence.for_each([&](std::uint32_t row) { texts.push_back(rows[row]); });

  const Distinct distinct(texts);
  std::size_t num_characters = 0;
  for (const std::string_view text : texts) num_characters += text.size();
  std::size_t num_distinct_characters = 0;
  for (const std::string_view text : distinct.texts) num_distinct_characters += text.size();
  if (num_distinct_characters + texts.size() / 8 > num_characters + 64 && distinct.texts.size() > texts.size() / 2) {
    append_encoding(out, Encoding::kPlain);  // hardly anything repeats: codes would cost more than they save
    append_texts(out, texts);
    return;
  }
  std::string with_dictionary;
  const std::vector<std::uint16_t> order = distinct.order();
  std::vector<std::string_view> dictionary;
  std::vector<std::uint64_t> place(order.size()), dense(texts.size());
  for (const std::uint16_t code : order) {
    place[code] = dictionary.size();
    dictionary.push_back(distinct.texts[code]);
  }
  for (std::size_t i = 0; i < texts.size(); ++i) dense[i] = place[distinct.codes[i]];
  append_varint(with_dictionary, dictionary.size());
  append_texts(with_dictionary, dictionary);
  append_packed(with_dictionary, dense);
  if (with_dictionary.size() <= num_characters) {
    append_encoding(out, Encoding::kDictionary);
    out.append(with_dictionary);
    return;
  }
  std::string plain;
  append_texts(plain, texts);
  const bool is_plain_shorter = plain.size() < with_dictionary.size();
  append_encoding(out, is_plain_shorter ? Encoding::kPlain : Encoding::kDictionary);
  out.append(is_plain_shorter ? plain : with_dictionary);
}

void append_values(std::string& out, const std::vector<Value>& rows, const Presence& presence) {
  std::string all;
  std::string_view first;
  bool is_constant = true;
  std::size_t first_size = 0;
  presence.for_each([&](std::uint32_t row) {
    const std::size_t begin = all.size();
    append_value(all, rows[row]);
    if (begin == 0) first_size = all.size();
    first = std::string_view(all).substr(0, first_size);
    is_constant = is_constant && std::string_view(all).substr(begin) == first;
  });
  append_encoding(out, is_constant ? Encoding::kConstant : Encoding::kValues);
  out.append(is_constant ? first : std::string_view(all));
}

Status read_integers(ByteReader& reader, Encoding encoding, const Presence& presence, Column& column) {
  if (encoding != Encoding::kPacked) return corruption("an encoding that its kind does not have");
  const auto convert = [](std::uint64_t value) { return static_cast<std::int64_t>(value); };
  column.integers.resize(kColumnBlockSize);
  if (presence.all()) {  // the common case, without a detour
    static_assert(sizeof(std::int64_t) == sizeof(std::uint64_t));
    auto* const rows = reinterpret_cast<std::uint64_t*>(column.integers.data());
    if (!read_packed(reader, {rows, kColumnBlockSize})) return corruption("packed integers");
    return {};
  }
  DenseIntegers dense;
  if (!read_packed(reader, {dense.data(), presence.count})) return corruption("packed integers");
  dense[presence.count] = 0;
  presence.spread(dense.data(), column.integers.data(), std::int64_t{0}, convert);
  return {};
}

Status read_booleans(ByteReader& reader, Encoding encoding, const Presence& presence, Column& column) {
  if (encoding != Encoding::kPacked) return corruption("an encoding that its kind does not have");
  DenseIntegers dense;
  if (!read_packed(reader, {dense.data(), presence.count})) return corruption("packed booleans");
  std::uint64_t seen = 0;
  for (std::uint32_t i = 0; i < presence.count; ++i) seen |= dense[i];
  if (seen > 1) return corruption("a boolean that is neither true nor false");
  dense[presence.count] = 0;
  column.booleans.resize(kColumnBlockSize);
  presence.spread(dense.data(), column.booleans.data(), std::uint8_t{0},
                  [](std::uint64_t value) { return static_cast<std::uint8_t>(value); });
  return {};
}

Status read_floats(ByteReader& reader, Encoding encoding, const Presence& presence, Column& column) {
  column.floats.resize(kColumnBlockSize);
  if (encoding == Encoding::kConstant) {
    const auto value = reader.fixed<double>();
    if (!reader.ok()) return corruption("a constant cut short");
    presence.for_each([&](std::uint32_t row) { column.floats[row] = value; });
    return {};
  }
  if (encoding != Encoding::kRaw) return corruption("an encoding that its kind does not have");
  const std::string_view bytes = reader.take(presence.count * sizeof(double));
  if (!reader.ok()) return corruption("floats cut short");
  if (presence.all()) {
    std::memcpy(column.floats.data(), bytes.data(), bytes.size());
    return {};
  }
  DenseIntegers dense;
  std::memcpy(dense.data(), bytes.data(), bytes.size());
  dense[presence.count] = 0;
  DenseIntegers rows;  // spread as integers, which need no branch
  presence.spread(dense.data(), rows.data(), std::uint64_t{0}, [](std::uint64_t bits) { return bits; });
  std::memcpy(column.floats.data(), rows.data(), kColumnBlockSize * sizeof(double));
  return {};
}

// Reads texts.size() strings; their characters go to column.characters, once.
Status read_texts(ByteReader& reader, Column& column, std::span<std::string_view> texts) {
  DenseIntegers sizes;
  if (!read_packed(reader, {sizes.data(), texts.size()})) return corruption("sizes of strings");
  std::uint64_t total = 0;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    if (sizes[i] > reader.remaining()) return corruption("a string longer than its block");
    total += sizes[i];  // at most 4,097 times the block's size
  }
  if (total > reader.remaining()) return corruption("strings cut short");
  column.characters.assign(reader.take(total));
  const char* next = column.characters.data();
  for (std::size_t i = 0; i < texts.size(); ++i) {
    texts[i] = {next, sizes[i]};
    next += sizes[i];
  }
  return {};
}

Status read_strings(ByteReader& reader, Encoding encoding, const Presence& presence, Column& column) {
  column.strings.resize(kColumnBlockSize);
  if (encoding == Encoding::kPlain) {
    if (presence.all()) return read_texts(reader, column, column.strings);
    std::vector<std::string_view> dense(presence.count + 1);
    KITH_CHECK_OK(read_texts(reader, column, {dense.data(), presence.count}));
    presence.spread(dense.data(), column.strings.data(), std::string_view(),
                    [](std::string_view text) { return text; });
    return {};
  }
  if (encoding != Encoding::kDictionary) return corruption("an encoding that its kind does not have");
  const std::uint64_t num_entries = reader.varint();
  if (!reader.ok() || num_entries == 0 || num_entries > presence.count) return corruption("size of a dictionary");
  column.dictionary.resize(num_entries);
  KITH_CHECK_OK(read_texts(reader, column, column.dictionary));
  for (std::size_t code = 1; code < num_entries; ++code) {
    if (!(column.dictionary[code - 1] < column.dictionary[code])) return corruption("a dictionary out of order");
  }
  DenseIntegers dense;
  if (!read_packed(reader, {dense.data(), presence.count})) return corruption("packed codes");
  std::uint64_t greatest = 0;
  for (std::uint32_t i = 0; i < presence.count; ++i) greatest = std::max(greatest, dense[i]);
  if (greatest >= num_entries) return corruption("a code outside its dictionary");
  dense[presence.count] = 0;
  column.codes.resize(kColumnBlockSize);
  presence.spread(dense.data(), column.codes.data(), std::uint16_t{0},
                  [](std::uint64_t code) { return static_cast<std::uint16_t>(code); });
  for (std::uint32_t row = 0; row < kColumnBlockSize; ++row) {
    const std::string_view text = column.dictionary[column.codes[row]];
    column.strings[row] = {text.data(), presence.has(row) ? text.size() : 0};
  }
  return {};
}

Status read_values(ByteReader& reader, Encoding encoding, const Presence& presence, Column& column) {
  if (encoding != Encoding::kConstant && encoding != Encoding::kValues) {
    return corruption("an encoding that its kind does not have");
  }
  column.values.resize(kColumnBlockSize);
  Value value;
  for (std::uint32_t row = 0, num_read = 0; row < kColumnBlockSize; ++row) {
    if (!presence.has(row)) continue;
    if (num_read++ == 0 || encoding == Encoding::kValues) {
      KITH_TRY(value, read_value(reader));
      if (value.is_null()) return corruption("null where a value was announced");
    }
    column.values[row] = value;
  }
  return {};
}

}  // namespace

std::string encode_column(const Column& column) {
  std::string out = begin_block(BlockKind::kColumn);
  const Presence presence = Presence::of(column);
  append_fixed(out, presence.count == 0 ? ColumnKind::kNull : column.kind);
  append_presence(out, presence);
  if (presence.count > 0) {
    const Extremes extremes = extremes_of(column, presence);
    append_fixed(out, static_cast<std::uint16_t>(extremes.minimum_row));
    append_fixed(out, static_cast<std::uint16_t>(extremes.maximum_row));
    switch (column.kind) {
      case ColumnKind::kNull:
        break;
      case ColumnKind::kBoolean:
        append_encoding(out, Encoding::kPacked);
        append_packed(out, gather(column.booleans, presence, [](std::uint8_t value) { return std::uint64_t{value}; }));
        break;
      case ColumnKind::kInteger:
      case ColumnKind::kDate:
        append_integers(out, column.integers, presence);
        break;
      case ColumnKind::kFloat:
        append_floats(out, column.floats, presence);
        break;
      case ColumnKind::kString:
        append_strings(out, column.strings, presence);
        break;
      case ColumnKind::kMixed:
        append_values(out, column.values, presence);
        break;
    }
  }
  seal_block(out);
  return out;
}

Result<ColumnRef> decode_column(std::string_view bytes) {
  KITH_TRY(const std::string_view contents, checked_contents(bytes, BlockKind::kColumn));
  ByteReader reader(contents);
  const auto kind = reader.fixed<std::uint8_t>();
  Presence presence;
  if (!read_presence(reader, presence)) return corruption("which rows are present");
  if (kind > static_cast<std::uint8_t>(ColumnKind::kMixed)) return corruption("unknown kind of column");
  const auto column = std::make_shared<Column>();
  column->kind = static_cast<ColumnKind>(kind);
  column->null_count = kColumnBlockSize - presence.count;
  if ((column->kind == ColumnKind::kNull) != (presence.count == 0))
    return corruption("kind and number of rows disagree");
  if (presence.count == 0) {
    if (reader.remaining() != 0) return corruption("bytes left over");
    return ColumnRef(column);
  }
  if (!presence.all()) column->validity.assign(presence.words.begin(), presence.words.end());

  const std::uint32_t minimum_row = reader.fixed<std::uint16_t>();
  const std::uint32_t maximum_row = reader.fixed<std::uint16_t>();
  const auto encoding = static_cast<Encoding>(reader.fixed<std::uint8_t>());
  if (!reader.ok()) return corruption("a header cut short");
  if (minimum_row >= kColumnBlockSize || maximum_row >= kColumnBlockSize || !presence.has(minimum_row) ||
      !presence.has(maximum_row)) {
    return corruption("minimum or maximum of an absent row");
  }
  switch (column->kind) {
    case ColumnKind::kNull:
      break;
    case ColumnKind::kBoolean:
      KITH_CHECK_OK(read_booleans(reader, encoding, presence, *column));
      break;
    case ColumnKind::kInteger:
    case ColumnKind::kDate:
      KITH_CHECK_OK(read_integers(reader, encoding, presence, *column));
      break;
    case ColumnKind::kFloat:
      KITH_CHECK_OK(read_floats(reader, encoding, presence, *column));
      break;
    case ColumnKind::kString:
      KITH_CHECK_OK(read_strings(reader, encoding, presence, *column));
      break;
    case ColumnKind::kMixed:
      KITH_CHECK_OK(read_values(reader, encoding, presence, *column));
      break;
  }
  if (!reader.ok() || reader.remaining() != 0) return corruption("bytes left over");
  column->minimum = column->value(minimum_row);
  column->maximum = column->value(maximum_row);
  return ColumnRef(column);
}

}  // namespace kith::storage
