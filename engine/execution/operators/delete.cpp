// engine/execution/operators/delete.cpp: DELETE and DETACH DELETE.
#include <algorithm>

#include <fmt/format.h>

#include "engine/execution/evaluate.hpp"
#include "engine/execution/operators/adjacency_reader.hpp"
#include "engine/execution/operators/make_operators.hpp"
#include "engine/execution/operators/write_operator.hpp"

namespace kith::engine {
namespace {

/// Targets of all rows are looked up before anything goes, so that a target's expression never meets what was just
/// deleted.
class Delete final : public WriteOperator {
 public:
  Delete(const DeleteOperator& node, OperatorPtr input) : WriteOperator(std::move(input)), node_(node) {}

 protected:
  Status write_all(ExecContext& context, std::deque<Chunk>& chunks) override {
    nodes_.clear();
    relationships_.clear();
    for (Chunk& chunk : chunks) KITH_CHECK_OK(write(context, chunk));
    // All is read before anything is written: storage copies a block when it is written to while a reader holds it.
    KITH_CHECK_OK(keep_present_nodes(context));
    if (node_.detach) KITH_CHECK_OK(add_hanging_relationships(context));
    KITH_CHECK_OK(remember_relationships(context));
    for (const std::uint64_t id : relationships_)
      KITH_CHECK_OK(context.transaction->delete_relationship(RelationshipId{id}));
    for (const std::uint64_t id : nodes_) KITH_CHECK_OK(context.transaction->delete_node(NodeId{id}));
    context.counters.relationships_deleted += relationships_.size();
    context.counters.nodes_deleted += nodes_.size();
    return Status::success();
  }

  Status write(ExecContext& context, Chunk& chunk) override {
    KITH_CHECK_OK(context.check_interrupt());
    for (const ExpressionPtr& target : node_.targets) {
      KITH_TRY(const Vector values, evaluate(*target, chunk, context));
      for (std::uint32_t row = 0; row < chunk.size; ++row) {
        if (!values.is_null(row)) KITH_CHECK_OK(note(values.value(row), target->range));
      }
    }
    return Status::success();
  }

 private:
  Status note(const Value& value, SourceRange range) {
    if (value.is(ValueKind::kNode)) {
      nodes_.push_back(value.get<Node>().id.value);
    } else if (value.is(ValueKind::kRelationship)) {
      relationships_.push_back(value.get<Relationship>().id.value);
    } else if (value.is(ValueKind::kPath)) {
      const PathContent& path = *value.get<Path>().content;
      for (const Node& node : path.nodes) nodes_.push_back(node.id.value);
      for (const Relationship& relationship : path.relationships) relationships_.push_back(relationship.id.value);
    } else {
      return Error(ErrorKind::kTypeError,
                   fmt::format("DELETE takes nodes, relationships and paths, got {}", to_string(value.kind())))
          .with_detail("InvalidArgumentType")
          .with_hint("REMOVE takes away a property: `REMOVE n.key`")
          .at(range);
    }
    return Status::success();
  }

  static void sort_once(std::vector<std::uint64_t>& ids) {
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  }

  /// Nodes that an earlier clause deleted are passed over.
  Status keep_present_nodes(ExecContext& context) {
    sort_once(nodes_);
    std::vector<std::uint64_t> present;
    storage::NodeBlockRef block;
    storage::BlockNumber number = 0;
    for (const std::uint64_t id : nodes_) {
      if (block == nullptr || storage::column_block_of(id) != number) {
        number = storage::column_block_of(id);
        KITH_TRY(block, context.view->nodes(number));
      }
      const std::uint32_t row = storage::column_row_of(id);
      if (row < block->label_sets.size() && block->label_sets[row] != storage::NodeBlock::kAbsent)
        present.push_back(id);
    }
    nodes_ = std::move(present);
    return Status::success();
  }

  Status add_hanging_relationships(ExecContext& context) {
    AdjacencyLegs legs;
    legs.start(*context.view, {}, Direction::kBoth, false);
    for (std::size_t leg = 0; leg < legs.size(); ++leg) {
      for (const std::uint64_t id : nodes_) {
        storage::NeighbourList list;
        KITH_CHECK_OK(legs[leg].list_of(*context.view, NodeId{id}, list));
        for (std::uint32_t i = 0; i < list.size; ++i) relationships_.push_back(list.relationship(i).value);
      }
    }
    return Status::success();
  }

  /// Keeps those that are there, and notes their type and ends for who asks later in this query.
  Status remember_relationships(ExecContext& context) {
    sort_once(relationships_);
    std::vector<std::uint64_t> present;
    storage::RelationshipBlockRef block;
    storage::BlockNumber number = 0;
    for (const std::uint64_t id : relationships_) {
      if (block == nullptr || storage::column_block_of(id) != number) {
        number = storage::column_block_of(id);
        KITH_TRY(block, context.view->relationships(number));
      }
      const std::uint32_t row = storage::column_row_of(id);
      if (row >= block->types.size() || block->types[row] == storage::RelationshipBlock::kAbsent) continue;
      storage::RelationshipBlock& remembered = context.deleted[id];
      remembered.types = {block->types[row]};
      remembered.starts = {block->starts[row]};
      remembered.ends = {block->ends[row]};
      remembered.num_present = 1;
      present.push_back(id);
    }
    relationships_ = std::move(present);
    return Status::success();
  }

  const DeleteOperator& node_;
  std::vector<std::uint64_t> nodes_, relationships_;
};

}  // namespace

OperatorPtr make_delete(const DeleteOperator& node, OperatorPtr input) {
  return std::make_unique<Delete>(node, std::move(input));
}

}  // namespace kith::engine
