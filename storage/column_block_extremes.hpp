// storage/column_block_extremes.hpp: where a column's least and greatest values are.
#pragma once

#include <cstdint>

#include "storage/column_block_presence.hpp"

namespace kith::storage {

struct Extremes {
  std::uint32_t minimum_row = 0;
  std::uint32_t maximum_row = 0;
};

/// By order(); the first row of several alike. Requires a present row.
Extremes extremes_of(const Column& column, const Presence& presence);

}  // namespace kith::storage
