// engine/session/materialize.hpp: bare ids become nodes, relationships and paths with what they hold.
#pragma once

#include <unordered_map>

#include "engine/execution/memory_reservation.hpp"

namespace kith::engine {

/// For one result: an element that comes again is read once, blocks are fetched once.
class Materializer {
 public:
  explicit Materializer(ExecContext& context) : context_(context) {}

  /// Appends the columns' values, row by row; their bytes stay reserved until forget().
  Status append_rows(const Chunk& chunk, const std::vector<std::pair<std::string, Slot>>& columns,
                     std::vector<Value>& cells);
  /// Rows made so far are no longer this query's to hold.
  void forget();

 private:
  Result<Value> materialize(Value value);
  Result<std::shared_ptr<const NodeContent>> node(NodeId id);
  Result<std::shared_ptr<const RelationshipContent>> relationship(RelationshipId id);
  Status add_properties(ElementKind kind, std::uint64_t id, Map& properties);

  struct PropertyBlock {
    std::vector<std::pair<std::string, storage::ColumnRef>> columns;
  };

  ExecContext& context_;
  std::unordered_map<std::uint64_t, std::shared_ptr<const NodeContent>> nodes_;
  std::unordered_map<std::uint64_t, std::shared_ptr<const RelationshipContent>> relationships_;
  std::unordered_map<std::uint64_t, PropertyBlock> blocks_[2];  // by element kind and block
  MemoryReservation memory_;
};

}  // namespace kith::engine
