// engine/execution/expressions/operand.cpp: bitmaps of nulls, and masks as row numbers.
#include "engine/execution/expressions/operand.hpp"

#include <algorithm>
#include <cstring>

namespace kith::engine {

void clear_nulls(std::vector<std::uint64_t>& validity, const Vector& vector) {
  const std::uint32_t size = vector.size();
  const std::size_t num_words = (size + 63) / 64;
  const auto start = [&] {
    if (validity.empty()) validity.assign(num_words, ~std::uint64_t{0});
  };
  const auto clear = [&](std::uint32_t row) { validity[row / 64] &= ~(std::uint64_t{1} << (row % 64)); };
  if (!vector.may_have_nulls() || size == 0) return;
  if (vector.kind() == VectorKind::kNull || (vector.is_constant() && vector.is_null(0))) {
    start();
    for (std::uint32_t row = 0; row < size; ++row) clear(row);
    return;
  }
  if (vector.is_constant()) return;
  if (vector.kind() == VectorKind::kMixed) {
    const VectorView<Value> view = vector.view<Value>();
    for (std::uint32_t row = 0; row < size; ++row) {
      if (!view[row].is_null()) continue;
      start();
      clear(row);
    }
    return;
  }
  const VectorView<std::uint64_t> view = vector.view<std::uint64_t>();
  start();
  if (!vector.is_flat()) {
    for (std::uint32_t row = 0; row < size; ++row) {
      validity[row / 64] &= ~(std::uint64_t{!view.valid(row)} << (row % 64));
    }
    return;
  }
  // Whole words, shifted into place; the source has a next word only as far as its own rows reach.
  const std::uint32_t shift = view.validity_offset % 64;
  const std::uint64_t* words = view.validity + view.validity_offset / 64;
  const std::size_t num_source_words = (shift + size + 63) / 64;
  for (std::size_t word = 0; word < num_words; ++word) {
    std::uint64_t bits = words[word] >> shift;
    if (shift != 0 && word + 1 < num_source_words) bits |= words[word + 1] << (64 - shift);
    const std::uint32_t num_rows = std::min<std::uint32_t>(64, size - static_cast<std::uint32_t>(word * 64));
    if (num_rows < 64) bits |= ~std::uint64_t{0} << num_rows;
    validity[word] &= bits;
  }
}

std::vector<std::uint32_t> rows_of_mask(std::vector<std::uint8_t> mask, const std::vector<std::uint64_t>& validity) {
  const auto size = static_cast<std::uint32_t>(mask.size());
  for (std::uint32_t begin = 0; begin < size && !validity.empty(); begin += 64) {
    const std::uint64_t word = validity[begin / 64];
    if (word == ~std::uint64_t{0}) continue;
    const std::uint32_t num_rows = std::min<std::uint32_t>(64, size - begin);
    for (std::uint32_t i = 0; i < num_rows; ++i) mask[begin + i] &= static_cast<std::uint8_t>(word >> i & 1);
  }
  std::vector<std::uint32_t> rows(size + 8);  // the branchless loop writes one row before it knows whether to keep it
  std::uint32_t count = 0;
  std::uint32_t row = 0;
  for (; row + 8 <= size; row += 8) {
    std::uint64_t eight;
    std::memcpy(&eight, mask.data() + row, sizeof eight);
    if (eight == 0) continue;
    for (std::uint32_t i = 0; i < 8; ++i) {
      rows[count] = row + i;
      count += mask[row + i];
    }
  }
  for (; row < size; ++row) {
    rows[count] = row;
    count += mask[row];
  }
  rows.resize(count);
  return rows;
}

}  // namespace kith::engine
