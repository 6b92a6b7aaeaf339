// storage/column_block_presence.hpp: which of a block's 4,096 rows have a value, and moving values between rows and the
// dense run of present ones that is stored.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <string>

#include "storage/byte_reader.hpp"
#include "storage/column.hpp"

namespace kith::storage {

struct Presence {
  static constexpr std::size_t kWords = kColumnBlockSize / 64;
  std::array<std::uint64_t, kWords> words{};
  std::uint32_t count = 0;

  static Presence of(const Column& column);
  void add(std::uint32_t row) {
    words[row / 64] |= std::uint64_t{1} << (row % 64);
    ++count;
  }
  bool has(std::uint32_t row) const { return (words[row / 64] >> (row % 64) & 1) != 0; }
  bool all() const { return count == kColumnBlockSize; }

  /// Calls visit(row) for each present row, ascending.
  template <class Visit>
  void for_each(Visit visit) const {
    for (std::size_t word = 0; word < kWords; ++word) {
      for (std::uint64_t bits = words[word]; bits != 0; bits &= bits - 1) {
        visit(static_cast<std::uint32_t>(word * 64 + static_cast<unsigned>(std::countr_zero(bits))));
      }
    }
  }

  /// rows[r] = convert(next of dense) where present, else `absent`. rows has kColumnBlockSize entries, and dense one
  /// more than is used, so that no row needs a branch.
  template <class Dense, class Row, class Convert>
  void spread(const Dense* dense, Row* rows, Row absent, Convert convert) const {
    if (all()) {
      for (std::uint32_t row = 0; row < kColumnBlockSize; ++row) rows[row] = convert(dense[row]);
      return;
    }
    if (count < kColumnBlockSize / 8) {
      std::fill_n(rows, kColumnBlockSize, absent);
      for_each([&](std::uint32_t row) { rows[row] = convert(*dense++); });
      return;
    }
    for (std::size_t word = 0; word < kWords; ++word) {
      std::uint64_t bits = words[word];
      for (std::size_t bit = 0; bit < 64; ++bit, bits >>= 1) {
        const Row value = convert(*dense);
        *rows++ = (bits & 1) != 0 ? value : absent;
        dense += bits & 1;
      }
    }
  }
};

/// What spread() reads: one more than a block has.
using DenseIntegers = std::array<std::uint64_t, kColumnBlockSize + 1>;

/// The count, then nothing (none or all), the fewer of the present and the absent rows, or a bitmap: whichever is
/// shortest.
void append_presence(std::string& out, const Presence& presence);
bool read_presence(ByteReader& reader, Presence& presence);

}  // namespace kith::storage
