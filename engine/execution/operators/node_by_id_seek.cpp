// engine/execution/operators/node_by_id_seek.cpp: nodes by their ids.
#include <algorithm>
#include <cmath>

#include "engine/execution/evaluate.hpp"
#include "engine/execution/operators/element_column.hpp"
#include "engine/execution/operators/make_operators.hpp"
#include "engine/execution/operators/multiplying_operator.hpp"

namespace kith::engine {
namespace {

class NodeByIdSeek final : public MultiplyingOperator<std::uint64_t> {
 public:
  NodeByIdSeek(const NodeByIdSeekOperator& node, OperatorPtr input)
      : MultiplyingOperator(std::move(input)), node_(node) {}

 protected:
  Status start_chunk(ExecContext& context, const Chunk& rows) override {
    KITH_TRY(ids_, evaluate(*node_.ids, rows, context));
    return Status::success();
  }
  Status items_of(ExecContext& context, const Chunk&, std::uint32_t row, std::vector<std::uint64_t>& items) override {
    const Value value = ids_.value(row);
    if (!value.is(ValueKind::kList)) return add(context, value, items);
    for (const Value& element : value.list()) KITH_CHECK_OK(add(context, element, items));
    return Status::success();
  }
  Status finish(ExecContext&, std::vector<std::uint64_t> items, Chunk& out) override {
    set_column(out, node_.node, id_vector(ElementKind::kNode, std::move(items)));
    return Status::success();
  }

 private:
  static Status add(ExecContext& context, const Value& value, std::vector<std::uint64_t>& items) {
    std::uint64_t id = 0;
    if (value.is(ValueKind::kInteger) && value.get<std::int64_t>() >= 0) {
      id = static_cast<std::uint64_t>(value.get<std::int64_t>());
    } else if (value.is(ValueKind::kFloat) && value.get<double>() >= 0 && value.get<double>() < 9e18 &&
               std::floor(value.get<double>()) == value.get<double>()) {
      id = static_cast<std::uint64_t>(value.get<double>());
    } else {
      return Status::success();
    }
    if (id >= context.view->node_id_end() || std::find(items.begin(), items.end(), id) != items.end())
      return Status::success();
    KITH_TRY(const storage::NodeBlockRef block, context.view->nodes(storage::column_block_of(id)));
    const std::uint32_t row = storage::column_row_of(id);
    if (row < block->label_sets.size() && block->label_sets[row] != storage::NodeBlock::kAbsent) items.push_back(id);
    return Status::success();
  }

  const NodeByIdSeekOperator& node_;
  Vector ids_;
};

}  // namespace

OperatorPtr make_node_by_id_seek(const NodeByIdSeekOperator& node, OperatorPtr input) {
  return std::make_unique<NodeByIdSeek>(node, std::move(input));
}

}  // namespace kith::engine
