// engine/execution/operators/update_items.hpp: SET and REMOVE, item by item.
#pragma once

#include "engine/execution/context.hpp"
#include "engine/planner/logical_plan.hpp"

namespace kith::engine {

/// Does the items for every row, as if row by row: a row sees what the rows before it wrote. Chunks of which no row
/// reads what another writes go through whole.
Status apply_updates(ExecContext& context, const std::vector<UpdateItem>& items, const Chunk& chunk);

}  // namespace kith::engine
