// engine/graph/build_graph_view.hpp: a snapshot's adjacency as one dense graph.
#pragma once

#include <kith/graph_view.hpp>

#include "storage/read_view.hpp"

namespace kith::engine {

/// Errors: kLabelNotFound for a label or type that the database has never used; kMemoryLimit beyond 2^32 - 1 nodes;
/// those of reads. Cost: every adjacency block of the types once, and a sort per node only where several types meet.
Result<GraphView> build_graph_view(const storage::ReadView& view, const GraphViewOptions& options);

}  // namespace kith::engine
