// engine/execution/operators/delete.cpp: DELETE and DETACH DELETE.
#include <fmt/format.h>

#include "engine/execution/evaluate.hpp"
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
    for (const std::uint64_t id : relationships_) KITH_CHECK_OK(delete_relationship(context, id));
    for (const std::uint64_t id : nodes_) KITH_CHECK_OK(delete_node(context, NodeId{id}));
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
          .at(range);
    }
    return Status::success();
  }

  static Status delete_relationship(ExecContext& context, std::uint64_t id) {
    KITH_TRY(const storage::RelationshipBlockRef block, context.view->relationships(storage::column_block_of(id)));
    const std::uint32_t row = storage::column_row_of(id);
    if (row >= block->types.size() || block->types[row] == storage::RelationshipBlock::kAbsent)
      return Status::success();
    storage::RelationshipBlock remembered;
    remembered.types = {block->types[row]};
    remembered.starts = {block->starts[row]};
    remembered.ends = {block->ends[row]};
    remembered.num_present = 1;
    KITH_CHECK_OK(context.transaction->delete_relationship(RelationshipId{id}));
    context.deleted.emplace(id, std::move(remembered));
    ++context.counters.relationships_deleted;
    return Status::success();
  }

  Status delete_node(ExecContext& context, NodeId node) const {
    KITH_TRY(const storage::NodeBlockRef block, context.view->nodes(storage::column_block_of(node.value)));
    const std::uint32_t row = storage::column_row_of(node.value);
    if (row >= block->label_sets.size() || block->label_sets[row] == storage::NodeBlock::kAbsent)
      return Status::success();
    if (node_.detach) KITH_CHECK_OK(detach(context, node));
    KITH_CHECK_OK(context.transaction->delete_node(node));
    ++context.counters.nodes_deleted;
    return Status::success();
  }

  static Status detach(ExecContext& context, NodeId node) {
    std::vector<std::uint64_t> hanging;
    for (std::uint32_t type = 0; type < context.view->names().num_relationship_types(); ++type) {
      for (const Direction direction : {Direction::kOutgoing, Direction::kIncoming}) {
        KITH_TRY(const storage::AdjacencyRef adjacency,
                 context.view->adjacency(RelationshipTypeId{type}, direction, storage::adjacency_block_of(node)));
        const storage::NeighbourList list = adjacency->of(storage::adjacency_row_of(node));
        for (std::uint32_t i = 0; i < list.size; ++i) hanging.push_back(list.relationship(i).value);
      }
    }
    for (const std::uint64_t id : hanging) KITH_CHECK_OK(delete_relationship(context, id));
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
