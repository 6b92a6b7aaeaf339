// engine/execution/operators/node_by_id_seek.cpp: nodes by their ids.
#include <algorithm>
#include <optional>

#include "engine/execution/evaluate.hpp"
#include "engine/execution/operators/element_column.hpp"
#include "engine/execution/operators/make_operators.hpp"
#include "engine/execution/operators/multiplying_operator.hpp"
#include "values/compare.hpp"

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
  /// Each node once, ascending.
  Status items_of(ExecContext& context, const Chunk&, std::uint32_t row, std::vector<std::uint64_t>& items) override {
    const Value value = ids_.value(row);
    if (value.is(ValueKind::kList)) {
      for (const Value& element : value.list()) add(element, items);
      std::sort(items.begin(), items.end());
      items.erase(std::unique(items.begin(), items.end()), items.end());
    } else {
      add(value, items);
    }
    const std::uint64_t end = context.view->node_id_end();
    storage::NodeBlockRef block;
    std::optional<storage::BlockNumber> number;
    std::size_t num_kept = 0;
    for (const std::uint64_t id : items) {
      if (id >= end) break;
      if (number != storage::column_block_of(id)) {
        KITH_CHECK_OK(context.check_interrupt());
        number = storage::column_block_of(id);
        KITH_TRY(block, context.view->nodes(*number));
      }
      const std::uint32_t at = storage::column_row_of(id);
      if (at < block->label_sets.size() && block->label_sets[at] != storage::NodeBlock::kAbsent) items[num_kept++] = id;
    }
    items.resize(num_kept);
    return Status::success();
  }
  Status finish(ExecContext&, std::vector<std::uint64_t> items, Chunk& out) override {
    set_column(out, node_.node, id_vector(ElementKind::kNode, std::move(items)));
    return Status::success();
  }

 private:
  /// What no id can equal is left out.
  static void add(const Value& value, std::vector<std::uint64_t>& ids) {
    std::optional<std::int64_t> id;
    if (value.is(ValueKind::kInteger)) id = value.get<std::int64_t>();
    if (value.is(ValueKind::kFloat)) id = as_whole_number(value.get<double>());
    if (id.has_value() && *id >= 0) ids.push_back(static_cast<std::uint64_t>(*id));
  }

  const NodeByIdSeekOperator& node_;
  Vector ids_;
};

}  // namespace

OperatorPtr make_node_by_id_seek(const NodeByIdSeekOperator& node, OperatorPtr input) {
  return std::make_unique<NodeByIdSeek>(node, std::move(input));
}

}  // namespace kith::engine
