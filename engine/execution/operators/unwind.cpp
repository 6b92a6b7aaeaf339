// engine/execution/operators/unwind.cpp: a row for each element of a list.
#include <algorithm>

#include "engine/execution/evaluate.hpp"
#include "engine/execution/operators/make_operators.hpp"
#include "engine/execution/operators/multiplying_operator.hpp"
#include "engine/functions/function.hpp"
#include "engine/functions/range.hpp"

namespace kith::engine {
namespace {

const FunctionExpression* as_range(const BoundExpression& expression) {
  const auto* call = std::get_if<FunctionExpression>(&expression.node);
  return call != nullptr && call->function == find_function("range") ? call : nullptr;
}

class Unwind final : public MultiplyingOperator<Value> {
 public:
  Unwind(const UnwindOperator& node, OperatorPtr input)
      : MultiplyingOperator(std::move(input)), node_(node), range_(as_range(*node.list)) {}

 protected:
  Status start_chunk(ExecContext& context, const Chunk& rows) override {
    if (range_ == nullptr) {
      KITH_TRY(lists_, evaluate(*node_.list, rows, context));
      return Status::success();
    }
    bounds_.clear();
    for (const ExpressionPtr& argument : range_->arguments) {
      KITH_TRY(Vector bound, evaluate(*argument, rows, context));
      bounds_.push_back(std::move(bound));
    }
    return Status::success();
  }
  Status items_of(ExecContext& context, const Chunk&, std::uint32_t row, std::vector<Value>& items) override {
    if (range_ != nullptr) return next_steps(context, row, items);
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
  /// A chunk's worth of range(), which is never a list as a whole.
  Status next_steps(ExecContext& context, std::uint32_t row, std::vector<Value>& items) {
    if (!continues_) {
      std::vector<Value> bounds;
      for (const Vector& bound : bounds_) bounds.push_back(bound.value(row));
      if (std::any_of(bounds.begin(), bounds.end(), [](const Value& bound) { return bound.is_null(); })) {
        return Status::success();
      }
      Result<RangeSteps> steps = range_steps(bounds);
      if (!steps.ok()) return std::move(steps).error().at(node_.list->range);
      steps_ = *steps;
    }
    KITH_CHECK_OK(context.check_interrupt());
    while (!steps_.empty() && items.size() < context.vector_size) items.emplace_back(steps_.next());
    continues_ = !steps_.empty();
    return Status::success();
  }

  const UnwindOperator& node_;
  const FunctionExpression* const range_;  ///< Null: the list is another expression.
  Vector lists_;
  std::vector<Vector> bounds_;
  RangeSteps steps_;
};

}  // namespace

OperatorPtr make_unwind(const UnwindOperator& node, OperatorPtr input) {
  return std::make_unique<Unwind>(node, std::move(input));
}

}  // namespace kith::engine
