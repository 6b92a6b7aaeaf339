// engine/execution/expressions/select_rows.hpp: numbers of the rows for which something holds, eight rows at a time
// where the processor can.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/binder/bound_expression.hpp"

namespace kith::engine {

/// Rows, ascending, whose value compares with `constant` as `kind` says, one of the six comparisons; NaN differs from
/// everything. Cost: about 2 instructions a row with AVX2, 9 without.
std::vector<std::uint32_t> rows_that_compare(BinaryKind kind, std::span<const std::int64_t> values,
                                             std::int64_t constant);
std::vector<std::uint32_t> rows_that_compare(BinaryKind kind, std::span<const double> values, double constant);

/// Rows, ascending, whose byte in `mask` is 1 and not 0.
std::vector<std::uint32_t> rows_that_are_set(std::span<const std::uint8_t> mask);

}  // namespace kith::engine
