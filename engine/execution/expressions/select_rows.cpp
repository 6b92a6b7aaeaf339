// engine/execution/expressions/select_rows.cpp: comparisons to bits, bits to row numbers by a table of 256 entries.
#include "engine/execution/expressions/select_rows.hpp"

#include <array>
#include <cstring>
#include <functional>

#if defined(__x86_64__) && defined(__GNUC__)
#include <immintrin.h>
#define KITH_HAS_AVX2_KERNELS 1
#endif

namespace kith::engine {
namespace {

/// Of eight rows at `first`, those whose bit is set go to rows[count...]; what lies behind them is overwritten.
struct Rows {
  explicit Rows(std::size_t size) : numbers(size + 8) {}
  std::vector<std::uint32_t> take() {
    numbers.resize(count);
    return std::move(numbers);
  }
  void add_if(std::uint32_t row, bool keep) {
    numbers[count] = row;
    count += keep ? 1 : 0;
  }

  std::vector<std::uint32_t> numbers;
  std::uint32_t count = 0;
};

template <class T, class Holds>
void compare_each(std::span<const T> values, std::uint32_t begin, Rows& rows, Holds holds) {
  for (std::uint32_t row = begin; row < values.size(); ++row) rows.add_if(row, holds(values[row]));
}

template <class T>
void compare_rest(BinaryKind kind, std::span<const T> values, T constant, std::uint32_t begin, Rows& rows) {
  switch (kind) {
    case BinaryKind::kEqual:
      return compare_each(values, begin, rows, [constant](T value) { return value == constant; });
    case BinaryKind::kNotEqual:
      return compare_each(values, begin, rows, [constant](T value) { return value != constant; });
    case BinaryKind::kLess:
      return compare_each(values, begin, rows, [constant](T value) { return value < constant; });
    case BinaryKind::kLessOrEqual:
      return compare_each(values, begin, rows, [constant](T value) { return value <= constant; });
    case BinaryKind::kGreater:
      return compare_each(values, begin, rows, [constant](T value) { return value > constant; });
    default:
      return compare_each(values, begin, rows, [constant](T value) { return value >= constant; });
  }
}

#ifdef KITH_HAS_AVX2_KERNELS

#define KITH_AVX2 __attribute__((target("avx2,popcnt")))

/// Entry m: the numbers of the bits set in m, ascending.
constexpr std::array<std::array<std::uint8_t, 8>, 256> bits_set_in_bytes() {
  std::array<std::array<std::uint8_t, 8>, 256> table{};
  for (std::size_t mask = 0; mask < 256; ++mask) {
    std::size_t count = 0;
    for (std::uint8_t bit = 0; bit < 8; ++bit) {
      if ((mask >> bit & 1) != 0) table[mask][count++] = bit;
    }
  }
  return table;
}
alignas(64) constexpr auto kBitsSet = bits_set_in_bytes();

bool has_avx2() {
  static const bool has = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("popcnt");
  return has;
}

KITH_AVX2 inline void add_bits(Rows& rows, std::uint32_t first, std::uint32_t mask) {
  const __m128i bits = _mm_loadl_epi64(reinterpret_cast<const __m128i*>(kBitsSet[mask].data()));
  const __m256i numbers =
      _mm256_add_epi32(_mm256_cvtepu8_epi32(bits), _mm256_set1_epi32(static_cast<std::int32_t>(first)));
  _mm256_storeu_si256(reinterpret_cast<__m256i*>(rows.numbers.data() + rows.count), numbers);
  rows.count += static_cast<std::uint32_t>(_mm_popcnt_u32(mask));
}

struct Equal {
  static constexpr int kOfFloats = _CMP_EQ_OQ;
  KITH_AVX2 static __m256i of(__m256i a, __m256i b) { return _mm256_cmpeq_epi64(a, b); }
};
struct Less {
  static constexpr int kOfFloats = _CMP_LT_OQ;
  KITH_AVX2 static __m256i of(__m256i a, __m256i b) { return _mm256_cmpgt_epi64(b, a); }
};
struct Greater {
  static constexpr int kOfFloats = _CMP_GT_OQ;
  KITH_AVX2 static __m256i of(__m256i a, __m256i b) { return _mm256_cmpgt_epi64(a, b); }
};

/// `Inverted`: rows for which it does not hold.
template <class Compare, bool Inverted>
KITH_AVX2 std::uint32_t compare_eights(std::span<const std::int64_t> values, std::int64_t constant, Rows& rows) {
  const __m256i all = _mm256_set1_epi64x(constant);
  std::uint32_t row = 0;
  for (; row + 8 <= values.size(); row += 8) {
    const auto* at = reinterpret_cast<const __m256i*>(values.data() + row);
    const int low = _mm256_movemask_pd(_mm256_castsi256_pd(Compare::of(_mm256_loadu_si256(at), all)));
    const int high = _mm256_movemask_pd(_mm256_castsi256_pd(Compare::of(_mm256_loadu_si256(at + 1), all)));
    const auto mask = static_cast<std::uint32_t>(low | high << 4);
    add_bits(rows, row, Inverted ? mask ^ 0xFF : mask);
  }
  return row;
}

template <int Comparison>
KITH_AVX2 std::uint32_t compare_eights(std::span<const double> values, double constant, Rows& rows) {
  const __m256d all = _mm256_set1_pd(constant);
  std::uint32_t row = 0;
  for (; row + 8 <= values.size(); row += 8) {
    const double* at = values.data() + row;
    const int low = _mm256_movemask_pd(_mm256_cmp_pd(_mm256_loadu_pd(at), all, Comparison));
    const int high = _mm256_movemask_pd(_mm256_cmp_pd(_mm256_loadu_pd(at + 4), all, Comparison));
    add_bits(rows, row, static_cast<std::uint32_t>(low | high << 4));
  }
  return row;
}

/// How many rows were looked at.
std::uint32_t compare_eights(BinaryKind kind, std::span<const std::int64_t> values, std::int64_t constant, Rows& rows) {
  switch (kind) {
    case BinaryKind::kEqual:
      return compare_eights<Equal, false>(values, constant, rows);
    case BinaryKind::kNotEqual:
      return compare_eights<Equal, true>(values, constant, rows);
    case BinaryKind::kLess:
      return compare_eights<Less, false>(values, constant, rows);
    case BinaryKind::kLessOrEqual:
      return compare_eights<Greater, true>(values, constant, rows);
    case BinaryKind::kGreater:
      return compare_eights<Greater, false>(values, constant, rows);
    default:
      return compare_eights<Less, true>(values, constant, rows);
  }
}

std::uint32_t compare_eights(BinaryKind kind, std::span<const double> values, double constant, Rows& rows) {
  switch (kind) {
    case BinaryKind::kEqual:
      return compare_eights<_CMP_EQ_OQ>(values, constant, rows);
    case BinaryKind::kNotEqual:
      return compare_eights<_CMP_NEQ_UQ>(values, constant, rows);
    case BinaryKind::kLess:
      return compare_eights<_CMP_LT_OQ>(values, constant, rows);
    case BinaryKind::kLessOrEqual:
      return compare_eights<_CMP_LE_OQ>(values, constant, rows);
    case BinaryKind::kGreater:
      return compare_eights<_CMP_GT_OQ>(values, constant, rows);
    default:
      return compare_eights<_CMP_GE_OQ>(values, constant, rows);
  }
}

KITH_AVX2 std::uint32_t set_eights(std::span<const std::uint8_t> mask, Rows& rows) {
  std::uint32_t row = 0;
  for (; row + 32 <= mask.size(); row += 32) {
    const __m256i bytes = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(mask.data() + row));
    const auto bits = static_cast<std::uint32_t>(_mm256_movemask_epi8(_mm256_slli_epi16(bytes, 7)));
    if (bits == 0) continue;
    for (std::uint32_t eight = 0; eight < 4; ++eight) add_bits(rows, row + 8 * eight, bits >> (8 * eight) & 0xFF);
  }
  return row;
}

#endif

template <class T>
std::vector<std::uint32_t> compare(BinaryKind kind, std::span<const T> values, T constant) {
  Rows rows(values.size());
  std::uint32_t begin = 0;
#ifdef KITH_HAS_AVX2_KERNELS
  if (has_avx2()) begin = compare_eights(kind, values, constant, rows);
#endif
  compare_rest(kind, values, constant, begin, rows);
  return rows.take();
}

}  // namespace

std::vector<std::uint32_t> rows_that_compare(BinaryKind kind, std::span<const std::int64_t> values,
                                             std::int64_t constant) {
  return compare(kind, values, constant);
}

std::vector<std::uint32_t> rows_that_compare(BinaryKind kind, std::span<const double> values, double constant) {
  return compare(kind, values, constant);
}

std::vector<std::uint32_t> rows_that_are_set(std::span<const std::uint8_t> mask) {
  Rows rows(mask.size());
  std::uint32_t row = 0;
#ifdef KITH_HAS_AVX2_KERNELS
  if (has_avx2()) row = set_eights(mask, rows);
#endif
  for (; row + 8 <= mask.size(); row += 8) {
    std::uint64_t eight;
    std::memcpy(&eight, mask.data() + row, sizeof eight);
    if (eight == 0) continue;
    for (std::uint32_t i = 0; i < 8; ++i) rows.add_if(row + i, mask[row + i] != 0);
  }
  for (; row < mask.size(); ++row) rows.add_if(row, mask[row] != 0);
  return rows.take();
}

}  // namespace kith::engine
