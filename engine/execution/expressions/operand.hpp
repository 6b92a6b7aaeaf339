// engine/execution/expressions/operand.hpp: how kernels see their vectors: values side by side, nulls as one bitmap.
#pragma once

#include "engine/execution/vector.hpp"

namespace kith::engine {

/// A vector's values in place when flat, gathered when seen through a selection, one value when constant. Rows that are
/// null hold some value of T, whichever.
template <class T>
class Operand {
 public:
  explicit Operand(const Vector& vector) : is_constant_(vector.is_constant()) {
    const VectorView<T> view = vector.view<T>();
    data_ = view.data;
    if (is_constant_ || vector.is_flat()) return;
    gathered_.resize(vector.size());
    for (std::uint32_t row = 0; row < vector.size(); ++row) gathered_[row] = view[row];
    data_ = gathered_.data();
  }
  Operand(const Operand&) = delete;
  Operand& operator=(const Operand&) = delete;

  bool is_constant() const { return is_constant_; }
  const T* data() const { return data_; }
  const T& operator[](std::uint32_t row) const { return data_[is_constant_ ? 0 : row]; }

 private:
  bool is_constant_;
  const T* data_;
  std::vector<T> gathered_;
};

/// out[i] = f(left[i], right[i]), as one loop over plain arrays: the compiler makes it vector instructions where f
/// allows.
template <class L, class R, class Out, class F>
void for_each_pair(const Operand<L>& left, const Operand<R>& right, std::uint32_t size, Out* __restrict out, F f) {
  const L* __restrict l = left.data();
  const R* __restrict r = right.data();
  if (left.is_constant() && right.is_constant()) {
    for (std::uint32_t row = 0; row < size; ++row) out[row] = f(l[0], r[0]);
  } else if (left.is_constant()) {
    const L value = size == 0 ? L{} : l[0];
    for (std::uint32_t row = 0; row < size; ++row) out[row] = f(value, r[row]);
  } else if (right.is_constant()) {
    const R value = size == 0 ? R{} : r[0];
    for (std::uint32_t row = 0; row < size; ++row) out[row] = f(l[row], value);
  } else {
    for (std::uint32_t row = 0; row < size; ++row) out[row] = f(l[row], r[row]);
  }
}

/// Clears the bits of rows that are null in `vector`; makes the bitmap (all set) first when it is empty and there is
/// any. Bits beyond the last row stay set.
void clear_nulls(std::vector<std::uint64_t>& validity, const Vector& vector);

/// Whether row's bit is set; an empty bitmap has all set.
inline bool is_set(const std::vector<std::uint64_t>& bits, std::uint32_t row) {
  return bits.empty() || (bits[row / 64] >> (row % 64) & 1) != 0;
}

/// The vector's first row stands for all.
inline Vector first_row(const Vector& vector) { return vector.slice(0, 1); }

/// Numbers of the rows whose byte in `mask` is 1 and whose bit in `validity` (empty: all) is set, ascending.
std::vector<std::uint32_t> rows_of_mask(std::vector<std::uint8_t> mask, const std::vector<std::uint64_t>& validity);

}  // namespace kith::engine
