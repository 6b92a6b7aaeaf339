// engine/execution/operators/unwind.cpp: a row for each element of a list.
#include "engine/execution/evaluate.hpp"
#include "engine/execution/operators/make_operators.hpp"
#include "engine/execution/operators/multiplying_operator.hpp"

namespace kith::engine {
namespace {

class Unwind final : public MultiplyingOperator<Value> {
 public:
  Unwind(const UnwindOperator& node, OperatorPtr input) : MultiplyingOperator(std::move(input)), node_(node) {}

 protected:
  Status start_chunk(ExecContext& context, const Chunk& rows) override {
    KITH_TRY(lists_, evaluate(*node_.list, rows, context));
    return Status::success();
  }
  Status items_of(ExecContext&, const Chunk&, std::uint32_t row, std::vector<Value>& items) override {
    Value value = lists_.value(row);
    if (value.is(ValueKind::kList)) {
      items = value.list();
    } else if (!value.is_null()) {
      items.push_back(std::move(value));
    }
    return Status::success();
  }
  Status finish(ExecContext&, std::vector<Value> items, Chunk& out) override {
    set_column(out, node_.element, Vector::from_values(std::move(items)));
    return Status::success();
  }

 private:
  const UnwindOperator& node_;
  Vector lists_;
};

}  // namespace

OperatorPtr make_unwind(const UnwindOperator& node, OperatorPtr input) {
  return std::make_unique<Unwind>(node, std::move(input));
}

}  // namespace kith::engine
