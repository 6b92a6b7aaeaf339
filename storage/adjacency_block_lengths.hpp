// storage/adjacency_block_lengths.hpp: integers in as many bytes as one of four lengths allows. Two bits per value
// choose the length, apart from the data, so that decoding needs no branch per value.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>

#include "storage/byte_reader.hpp"

namespace kith::storage {

/// Counts of values by their number of significant bytes, 0 to 8; what append_lengths chooses the four lengths from.
struct LengthCounts {
  std::array<std::uint64_t, 9> by_length{};
  void add(std::uint64_t value);
  static LengthCounts of(std::span<const std::uint64_t> values);
  std::array<std::uint8_t, 4> best_lengths() const;
  std::uint64_t data_size(const std::array<std::uint8_t, 4>& lengths) const;
};

/// About what append_lengths will append.
std::uint64_t lengths_size(const LengthCounts& counts, std::size_t num_values);
void append_lengths(std::string& out, std::span<const std::uint64_t> values, const LengthCounts& counts);

/// A run of such values inside a block. At least 8 bytes can be read behind it (the block's checksum).
class LengthsReader {
 public:
  /// Takes the run from the reader. False when the bytes cannot hold it.
  bool open(ByteReader& reader, std::uint64_t num_values);

  /// All values: out has num_values entries. False when lengths and data disagree.   Cost: about a nanosecond per
  /// value.
  bool read_all(std::uint64_t* out) const;
  /// Values [begin, begin + count), count > 0, found from the nearest of the positions stored every 1,024 values.
  bool read_some(std::uint64_t begin, std::uint64_t count, std::uint64_t* out) const;

 private:
  unsigned code_of(std::uint64_t i) const { return static_cast<std::uint8_t>(controls_[i / 4]) >> (i % 4 * 2) & 3; }

  std::uint64_t size_of_32(std::uint64_t i) const;  ///< Of values [i, i + 32), i divisible by 4.

  std::uint64_t num_values_ = 0;
  std::array<std::uint8_t, 4> lengths_{};
  std::string_view controls_, positions_, data_;
};

}  // namespace kith::storage
