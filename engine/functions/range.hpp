// engine/functions/range.hpp: what range() counts through, for the list that it makes and for UNWIND, which needs none.
#pragma once

#include <span>

#include <kith/value.hpp>

namespace kith::engine {

struct RangeSteps {
  std::int64_t first = 0, step = 1;
  std::uint64_t num_left = 0;  ///< Steps to come, the first included; 2^64 of them count as one less.

  bool empty() const { return num_left == 0; }
  /// Requires !empty().
  std::int64_t next();
};

/// start, end and perhaps step. Errors: kArgumentError for what is no INTEGER, or a step of 0.
Result<RangeSteps> range_steps(std::span<const Value> arguments);

}  // namespace kith::engine
