// storage/packed_integers.cpp: frame-of-reference and delta packing, and the unrolled kernels that undo it.
#include "storage/packed_integers.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <utility>
#include <vector>

namespace kith::storage {

namespace {

enum class Mode : std::uint8_t { kFrame = 0, kDelta = 1 };

constexpr std::size_t kGroup = 64;  // values that fill a whole number of words at every width

std::uint64_t load_word(const char* bytes) {
  std::uint64_t word;
  std::memcpy(&word, bytes, sizeof word);
  return word;
}

template <unsigned Width, std::size_t I>
inline std::uint64_t extract(const char* in) {
  constexpr std::size_t word = I * Width / 64;
  constexpr unsigned shift = I * Width % 64;
  constexpr std::uint64_t mask = Width == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << Width) - 1;
  if constexpr (shift + Width <= 64) {
    return load_word(in + 8 * word) >> shift & mask;
  } else {
    return (load_word(in + 8 * word) >> shift | load_word(in + 8 * word + 8) << (64 - shift)) & mask;
  }
}

// Every shift and offset is a constant, so a group is straight-line code.
template <unsigned Width, std::size_t... I>
void unpack_group(const char* in, std::uint64_t base, std::uint64_t* out, std::index_sequence<I...>) {
  if constexpr (Width == 0) {
    std::fill_n(out, kGroup, base);
  } else {
    ((out[I] = base + extract<Width, I>(in)), ...);
  }
}

template <unsigned Width>
void unpack_groups(const char* in, std::uint64_t base, std::uint64_t* out, std::size_t num_groups) {
  for (std::size_t group = 0; group < num_groups; ++group) {
    unpack_group<Width>(in, base, out, std::make_index_sequence<kGroup>{});
    in += 8 * Width;
    out += kGroup;
  }
}

using Unpacker = void (*)(const char*, std::uint64_t, std::uint64_t*, std::size_t);
template <std::size_t... Width>
constexpr std::array<Unpacker, sizeof...(Width)> make_unpackers(std::index_sequence<Width...>) {
  return {&unpack_groups<Width>...};
}
constexpr auto kUnpackers = make_unpackers(std::make_index_sequence<65>{});

// The least [base, base + range] modulo 2^64 among the signed and the unsigned reading.
struct Frame {
  std::uint64_t base = 0;
  unsigned width = 0;
};

Frame frame_of(std::span<const std::uint64_t> values) {
  if (values.empty()) return {};
  std::uint64_t unsigned_min = values[0], unsigned_max = values[0];
  auto signed_min = static_cast<std::int64_t>(values[0]), signed_max = signed_min;
  for (const std::uint64_t value : values) {
    unsigned_min = std::min(unsigned_min, value);
    unsigned_max = std::max(unsigned_max, value);
    signed_min = std::min(signed_min, static_cast<std::int64_t>(value));
    signed_max = std::max(signed_max, static_cast<std::int64_t>(value));
  }
  const std::uint64_t unsigned_range = unsigned_max - unsigned_min;
  const std::uint64_t signed_range = static_cast<std::uint64_t>(signed_max) - static_cast<std::uint64_t>(signed_min);
  if (signed_range < unsigned_range) {
    return {static_cast<std::uint64_t>(signed_min), static_cast<unsigned>(std::bit_width(signed_range))};
  }
  return {unsigned_min, static_cast<unsigned>(std::bit_width(unsigned_range))};
}

}  // namespace

void pack_bits(std::string& out, std::span<const std::uint64_t> values, std::uint64_t base, unsigned width) {
  if (width == 0) return;
  std::size_t at = out.size();
  out.resize(at + packed_bytes(values.size(), width));
  std::uint64_t word = 0;
  unsigned filled = 0;
  const auto emit = [&] {
    std::memcpy(out.data() + at, &word, sizeof word);
    at += sizeof word;
  };
  for (const std::uint64_t value : values) {
    const std::uint64_t offset = value - base;
    word |= offset << filled;
    filled += width;
    if (filled >= 64) {
      emit();
      filled -= 64;
      word = filled == 0 ? 0 : offset >> (width - filled);
    }
  }
  if (filled > 0) emit();
}

void unpack_bits(std::string_view words, std::uint64_t base, unsigned width, std::span<std::uint64_t> out) {
  const std::size_t num_groups = out.size() / kGroup;
  kUnpackers[width](words.data(), base, out.data(), num_groups);
  const std::size_t rest = out.size() % kGroup;
  if (rest == 0) return;
  // The last group is cut short on disk: finish it in memory that is not.
  std::array<char, 8 * kGroup> last_words{};
  std::array<std::uint64_t, kGroup> last_values;
  const std::string_view tail = words.substr(num_groups * 8 * width);
  std::memcpy(last_words.data(), tail.data(), tail.size());
  kUnpackers[width](last_words.data(), base, last_values.data(), 1);
  std::copy_n(last_values.data(), rest, out.data() + num_groups * kGroup);
}

std::uint64_t packed_at(std::string_view words, unsigned width, std::size_t i) {
  if (width == 0) return 0;
  const std::size_t bit = i * width;
  const char* const at = words.data() + bit / 64 * 8;
  const unsigned shift = bit % 64;
  std::uint64_t value = load_word(at) >> shift;
  if (shift + width > 64) value |= load_word(at + 8) << (64 - shift);
  return width == 64 ? value : value & ((std::uint64_t{1} << width) - 1);
}

void append_packed(std::string& out, std::span<const std::uint64_t> values) {
  if (values.empty()) return;
  const Frame frame = frame_of(values);
  if (frame.width > 0) {
    std::vector<std::uint64_t> deltas(values.size() - 1);
    for (std::size_t i = 0; i < deltas.size(); ++i) deltas[i] = values[i + 1] - values[i];
    const Frame delta_frame = frame_of(deltas);
    const std::size_t delta_size = packed_bytes(deltas.size(), delta_frame.width) + sizeof values[0];
    if (delta_size < packed_bytes(values.size(), frame.width)) {
      append_fixed(out, Mode::kDelta);
      append_fixed(out, static_cast<std::uint8_t>(delta_frame.width));
      append_fixed(out, delta_frame.base);
      append_fixed(out, values[0]);
      pack_bits(out, deltas, delta_frame.base, delta_frame.width);
      return;
    }
  }
  append_fixed(out, Mode::kFrame);
  append_fixed(out, static_cast<std::uint8_t>(frame.width));
  append_fixed(out, frame.base);
  pack_bits(out, values, frame.base, frame.width);
}

bool read_packed(ByteReader& reader, std::span<std::uint64_t> out) {
  if (out.empty()) return reader.ok();
  const auto mode = reader.fixed<std::uint8_t>();
  const auto width = reader.fixed<std::uint8_t>();
  const auto base = reader.fixed<std::uint64_t>();
  if (!reader.ok() || mode > static_cast<std::uint8_t>(Mode::kDelta) || width > 64) return false;
  const bool is_delta = mode == static_cast<std::uint8_t>(Mode::kDelta);
  if (is_delta) {
    out[0] = reader.fixed<std::uint64_t>();
    out = out.subspan(1);
  }
  const std::string_view words = reader.take(packed_bytes(out.size(), width));
  if (!reader.ok()) return false;
  unpack_bits(words, base, width, out);
  if (is_delta) {
    std::uint64_t value = out.data()[-1];
    for (std::uint64_t& delta : out) delta = value += delta;
  }
  return true;
}

}  // namespace kith::storage
