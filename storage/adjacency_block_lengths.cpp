// storage/adjacency_block_lengths.cpp: writing and reading integers of four lengths.
#include "storage/adjacency_block_lengths.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <limits>

namespace kith::storage {

namespace {

constexpr std::uint64_t kPositionEvery = 1024;
constexpr std::uint64_t kTableWorthwhile =
    256;  // below it, building the table of control bytes costs more than it saves

unsigned length_of(std::uint64_t value) { return (static_cast<unsigned>(std::bit_width(value)) + 7) / 8; }

std::uint64_t load(const char* bytes) {
  std::uint64_t value;
  std::memcpy(&value, bytes, sizeof value);
  return value;
}
constexpr std::uint64_t mask_of(unsigned length) {
  return length >= 8 ? ~std::uint64_t{0} : (std::uint64_t{1} << (8 * length)) - 1;
}

// The number of pairs of bits that are 01, when none is higher. In arithmetic: without a flag that asks for newer
// processors std::popcount is a call.
std::uint64_t count_pairs(std::uint64_t pairs) {
  pairs = (pairs & 0x3333333333333333) + (pairs >> 2 & 0x3333333333333333);
  pairs = (pairs & 0x0f0f0f0f0f0f0f0f) + (pairs >> 4 & 0x0f0f0f0f0f0f0f0f);
  return pairs * 0x0101010101010101 >> 56;
}

std::uint64_t num_positions(std::uint64_t num_values) {
  return num_values == 0 ? 0 : (num_values - 1) / kPositionEvery;
}

}  // namespace

void LengthCounts::add(std::uint64_t value) { ++by_length[length_of(value)]; }

LengthCounts LengthCounts::of(std::span<const std::uint64_t> values) {
  LengthCounts counts;
  for (const std::uint64_t value : values) counts.add(value);
  return counts;
}

std::uint64_t LengthCounts::data_size(const std::array<std::uint8_t, 4>& lengths) const {
  std::uint64_t size = 0;
  for (unsigned length = 0; length <= 8; ++length) {
    if (by_length[length] == 0) continue;
    const auto fits = std::find_if(lengths.begin(), lengths.end(), [&](std::uint8_t l) { return l >= length; });
    size += by_length[length] * *fits;
  }
  return size;
}

std::array<std::uint8_t, 4> LengthCounts::best_lengths() const {
  std::uint8_t longest = 8;
  while (longest > 3 && by_length[longest] == 0) --longest;
  std::array<std::uint8_t, 4> best{};
  std::uint64_t best_size = std::numeric_limits<std::uint64_t>::max();
  for (std::uint8_t a = 0; a < longest; ++a) {
    for (std::uint8_t b = a + 1; b < longest; ++b) {
      for (std::uint8_t c = b + 1; c < longest; ++c) {
        const std::array<std::uint8_t, 4> lengths{a, b, c, longest};
        const std::uint64_t size = data_size(lengths);
        if (size < best_size) {
          best_size = size;
          best = lengths;
        }
      }
    }
  }
  return best;
}

std::uint64_t lengths_size(const LengthCounts& counts, std::size_t num_values) {
  return counts.data_size(counts.best_lengths()) + (num_values + 3) / 4 + num_positions(num_values) * 8;
}

void append_lengths(std::string& out, std::span<const std::uint64_t> values, const LengthCounts& counts) {
  const std::array<std::uint8_t, 4> lengths = counts.best_lengths();
  std::array<std::uint8_t, 9> code_for{};
  for (unsigned length = 0; length <= 8; ++length) {
    while (code_for[length] < 3 && lengths[code_for[length]] < length) ++code_for[length];
  }
  const std::uint64_t data_size = counts.data_size(lengths);
  append_fixed(out, static_cast<std::uint16_t>(lengths[0] | lengths[1] << 4 | lengths[2] << 8 | lengths[3] << 12));
  append_fixed(out, data_size);
  const std::size_t controls_at = out.size();
  const std::size_t positions_at = controls_at + (values.size() + 3) / 4;
  const std::size_t data_at = positions_at + num_positions(values.size()) * sizeof(std::uint64_t);
  out.resize(data_at + data_size + 8);  // a value is written as 8 bytes, of which the next one keeps its length
  char* data = out.data() + data_at;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (i % kPositionEvery == 0 && i > 0) {
      const std::uint64_t position = static_cast<std::uint64_t>(data - (out.data() + data_at));
      std::memcpy(out.data() + positions_at + (i / kPositionEvery - 1) * sizeof position, &position, sizeof position);
    }
    const std::uint8_t code = code_for[length_of(values[i])];
    char& control = out[controls_at + i / 4];
    control = static_cast<char>(static_cast<std::uint8_t>(control) | code << (i % 4 * 2));
    std::memcpy(data, &values[i], sizeof values[i]);
    data += lengths[code];
  }
  out.resize(data_at + data_size);
}

bool LengthsReader::open(ByteReader& reader, std::uint64_t num_values) {
  num_values_ = num_values;
  const auto packed = reader.fixed<std::uint16_t>();
  for (unsigned code = 0; code < 4; ++code) lengths_[code] = packed >> (4 * code) & 15;
  const auto data_size = reader.fixed<std::uint64_t>();
  controls_ = reader.take((num_values + 3) / 4);
  positions_ = reader.take(num_positions(num_values) * sizeof(std::uint64_t));
  data_ = reader.take(data_size);
  return reader.ok() && lengths_[0] < lengths_[1] && lengths_[1] < lengths_[2] && lengths_[2] < lengths_[3] &&
         lengths_[3] <= 8;
}

bool LengthsReader::read_all(std::uint64_t* out) const {
  if (num_values_ < kTableWorthwhile) return num_values_ == 0 ? data_.empty() : read_some(0, num_values_, out);
  struct Quad {
    std::array<std::uint8_t, 4> begin;
    std::uint8_t size;
  };
  std::array<Quad, 256> quads;
  for (unsigned control = 0; control < quads.size(); ++control) {
    std::uint8_t at = 0;
    for (unsigned i = 0; i < 4; ++i) {
      quads[control].begin[i] = at;
      at = static_cast<std::uint8_t>(at + lengths_[control >> (2 * i) & 3]);
    }
    quads[control].size = at;
  }
  const std::uint64_t num_quads = num_values_ / 4;
  const auto control_at = [&](std::uint64_t quad) { return static_cast<std::uint8_t>(controls_[quad]); };
  std::uint64_t total = 0;
  for (std::uint64_t quad = 0; quad < num_quads; ++quad) total += quads[control_at(quad)].size;
  for (std::uint64_t i = num_quads * 4; i < num_values_; ++i) total += lengths_[code_of(i)];
  if (total != data_.size()) return false;

  const std::array<std::uint64_t, 4> masks{mask_of(lengths_[0]), mask_of(lengths_[1]), mask_of(lengths_[2]),
                                           mask_of(lengths_[3])};
  const char* at = data_.data();
  for (std::uint64_t quad = 0; quad < num_quads; ++quad, out += 4) {
    const unsigned control = control_at(quad);
    const Quad& lengths = quads[control];
    out[0] = load(at) & masks[control & 3];
    out[1] = load(at + lengths.begin[1]) & masks[control >> 2 & 3];
    out[2] = load(at + lengths.begin[2]) & masks[control >> 4 & 3];
    out[3] = load(at + lengths.begin[3]) & masks[control >> 6];
    at += lengths.size;
  }
  for (std::uint64_t i = num_quads * 4; i < num_values_; ++i) {
    const unsigned code = code_of(i);
    *out++ = load(at) & masks[code];
    at += lengths_[code];
  }
  return true;
}

// 64 bits of controls at once: how often each bit of a code, and both, are set.
std::uint64_t LengthsReader::size_of_32(std::uint64_t i) const {
  constexpr std::uint64_t kLow = 0x5555555555555555;
  const std::uint64_t codes = load(controls_.data() + i / 4);
  const std::uint64_t low = codes & kLow, high = codes >> 1 & kLow;
  const std::uint64_t num_low = count_pairs(low), num_high = count_pairs(high), num_both = count_pairs(low & high);
  const std::uint64_t num_1 = num_low - num_both, num_2 = num_high - num_both;
  return lengths_[0] * (32 - num_1 - num_2 - num_both) + lengths_[1] * num_1 + lengths_[2] * num_2 +
         lengths_[3] * num_both;
}

bool LengthsReader::read_some(std::uint64_t begin, std::uint64_t count, std::uint64_t* out) const {
  std::uint64_t i = begin / kPositionEvery * kPositionEvery;
  std::uint64_t position = 0;
  if (i > 0) position = load(positions_.data() + (i / kPositionEvery - 1) * sizeof position);
  if (position > data_.size()) return false;
  for (; i + 32 <= begin; i += 32) position += size_of_32(i);
  for (; i < begin; ++i) position += lengths_[code_of(i)];
  for (; i < begin + count; ++i) {
    const unsigned length = lengths_[code_of(i)];
    if (position > data_.size() || length > data_.size() - position) return false;
    *out++ = load(data_.data() + position) & mask_of(length);
    position += length;
  }
  return begin + count < num_values_ || position == data_.size();
}

}  // namespace kith::storage
