// values/compare.hpp: the one table of comparison (docs/language.md). Execution, DISTINCT, grouping, ORDER BY, index
// keys and block minima and maxima all follow it; typed kernels specialise it and are tested against it.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>

#include <kith/value.hpp>

namespace kith {

/// Exact: a double holds every integer only up to 2^53. `right` may be NaN.
inline std::partial_ordering compare_mixed(std::int64_t left, double right) {
  if (right != right) return std::partial_ordering::unordered;
  if (right >= 0x1p63) return std::partial_ordering::less;
  if (right < -0x1p63) return std::partial_ordering::greater;
  const auto whole = static_cast<std::int64_t>(right);
  if (left != whole) return left <=> whole;
  return 0.0 <=> (right - static_cast<double>(whole));
}

/// The INTEGER that equals a FLOAT, if there is one.
std::optional<std::int64_t> as_whole_number(double value);

/// Cypher's `=`: nullopt is null. Numbers compare by value across INTEGER and FLOAT, exactly; NaN equals nothing; lists
/// and maps element by element with three-valued logic; values of different kinds are unequal.
std::optional<bool> equals(const Value& left, const Value& right);

/// Cypher's `<`, `<=`, `>`, `>=`: nullopt is null (a null operand, or kinds that have no order between them). NaN:
/// partial_ ordering::unordered, for which every one of the four is false.
std::optional<std::partial_ordering> compare(const Value& left, const Value& right);

/// Total order of ORDER BY, ascending: MAP, NODE, RELATIONSHIP, LIST, PATH, temporal kinds (DATETIME, LOCAL DATETIME,
/// DATE, TIME, LOCAL TIME, DURATION), STRING, BOOLEAN, NUMBER (NaN last among numbers), null last.
std::weak_ordering order(const Value& left, const Value& right);

/// DISTINCT and grouping: null with null, NaN with NaN, 1 with 1.0, -0.0 with 0.0. Same as order(...) == equivalent.
bool equivalent(const Value& left, const Value& right);

/// Agrees with equivalent().
std::size_t hash(const Value& value);

struct EquivalentValues {
  bool operator()(const Value& a, const Value& b) const { return equivalent(a, b); }
};
struct ValueHash {
  std::size_t operator()(const Value& value) const { return hash(value); }
};

}  // namespace kith
