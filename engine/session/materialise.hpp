// engine/session/materialise.hpp: from the engine's bare ids to values that hold what the element held.
#pragma once

#include <unordered_map>

#include "engine/execution/context.hpp"

namespace kith::engine {

/// Reads the labels, types and properties of elements in results, block by block; what it met it keeps for the next row.
class Materialiser {
 public:
  explicit Materialiser(const ExecContext& context) : context_(context) {}

  /// Appends the rows of a chunk, row by row.
  Status append(const Chunk& chunk, const std::vector<std::pair<std::string, Slot>>& columns, std::vector<Value>& cells);

 private:
  struct Properties {
    std::vector<std::pair<std::string, storage::ColumnRef>> columns;
  };
  Result<Value> value(const Value& bare);
  Result<Node> node(NodeId id);
  Result<Relationship> relationship(RelationshipId id);
  Result<const Properties*> properties(ElementKind element, storage::BlockNumber block);
  static Map properties_of(const Properties& properties, std::uint32_t row);
  void forget_when_full();

  const ExecContext& context_;
  std::unordered_map<std::uint64_t, std::shared_ptr<const NodeContent>> nodes_;
  std::unordered_map<std::uint64_t, std::shared_ptr<const RelationshipContent>> relationships_;
  std::unordered_map<std::uint64_t, Properties> node_properties_, relationship_properties_;  ///< By block.
  std::unordered_map<std::uint32_t, std::vector<std::string>> label_names_;                  ///< By label set.
};

}  // namespace kith::engine
