// engine/execution/find_any.hpp: for which outer rows a subplan has an answer.
#pragma once

#include <vector>

#include "engine/execution/operator.hpp"

namespace kith::engine {

/// 1 for each outer row that the subplan answers, else 0. A row's answers are not enumerated much beyond the first.
///   row  where the subplan's rows have the ordinal of their outer row; none: it is run for one outer row at a time
Result<std::vector<std::uint8_t>> find_any(Subplan& subplan, const Chunk& outer, std::optional<Slot> row,
                                           ExecContext& context);

}  // namespace kith::engine
