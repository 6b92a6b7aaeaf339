// tests/harness/graph_state.hpp: everything a graph holds, and what a statement changed, counted as the conformance kit
// does.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include <kith/query_result.hpp>

namespace kith::harness {

struct GraphState {
  std::map<NodeId, std::shared_ptr<const NodeContent>> nodes;
  std::map<RelationshipId, std::shared_ptr<const RelationshipContent>> relationships;
  bool empty() const { return nodes.empty() && relationships.empty(); }
};

/// Reads nodes and relationships through two queries. Errors: those of `query`; kInternal when an id comes twice, a
/// relationship hangs in the air, or an entity has no content.
Result<GraphState> read_graph(const std::function<Result<QueryResult>(std::string_view)>& query);

/// Differences of sets, as the kit defines them: nodes and relationships by id, *distinct labels in use*, and
/// properties as (element, key, value). So changing a value counts once under +properties and once under -properties,
/// deleting a node counts its properties, and a second node of a label that is in use counts no label.
struct SideEffects {
  static constexpr std::array<std::string_view, 8> kNames = {"+nodes",  "-nodes",  "+relationships", "-relationships",
                                                             "+labels", "-labels", "+properties",    "-properties"};
  std::array<std::uint64_t, 8> counts{};

  /// Errors: kUsage for a name not among kNames.
  Status set(std::string_view name, std::uint64_t count);
  /// "+nodes 1, +labels 2", or "none".
  std::string to_text() const;
  friend bool operator==(const SideEffects&, const SideEffects&) = default;
};

SideEffects side_effects(const GraphState& before, const GraphState& after);

}  // namespace kith::harness
