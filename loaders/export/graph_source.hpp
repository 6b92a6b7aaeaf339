// loaders/export/graph_source.hpp: one snapshot of a whole graph, element by element.
#pragma once

#include <cstdint>
#include <functional>
#include <span>

#include <kith/database.hpp>

#include "loaders/json/encode.hpp"

namespace kith::loaders {

/// Takes a graph element by element: nodes by id, then relationships by id.
class GraphVisitor {
 public:
  virtual ~GraphVisitor() = default;
  virtual Status visit_node(const Node& node, std::span<const ExportedAssertion> assertions) = 0;
  virtual Status visit_relationship(const Relationship& relationship,
                                    std::span<const ExportedAssertion> assertions) = 0;
};

using ExportProgress = std::function<void(std::uint64_t num_elements_done)>;

/// Shows the transaction's snapshot of the graph to the visitor. Memory: the assertions of all elements, and the ids of
/// all relationships to sort them. Errors: those of Transaction::stream and of the visitor, which end the walk.
Status visit_graph(Transaction& snapshot, GraphVisitor& visitor, const ExportProgress& progress);

}  // namespace kith::loaders
