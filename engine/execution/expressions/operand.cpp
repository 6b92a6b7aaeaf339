// engine/execution/expressions/operand.cpp: bitmaps of nulls, and masks as row numbers.
#include "engine/execution/expressions/operand.hpp"

#include <algorithm>

#include "engine/execution/expressions/select_rows.hpp"

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
  return rows_that_are_set(mask);
}

}  // namespace kith::engine
