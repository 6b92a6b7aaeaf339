// engine/execution/operators/unwind.cpp: a row for each element of a list.
#include <algorithm>

#include <fmt/format.h>

#include "engine/execution/evaluate.hpp"
#include "engine/execution/operators/make_operators.hpp"
#include "engine/execution/operators/multiplying_operator.hpp"
#include "engine/functions/function.hpp"
#include "engine/functions/range.hpp"

namespace kith::engine {
namespace {

struct Element {
  Value value;
  std::int64_t number;
};

const FunctionExpression* as_range(const BoundExpression& expression) {
  const auto* call = std::get_if<FunctionExpression>(&expression.node);
  return call != nullptr && call->function == find_function("range") ? call : nullptr;
}

class Unwind final : public MultiplyingOperator<Element> {
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
  Status items_of(ExecContext& context, const Chunk&, std::uint32_t row, std::vector<Element>& items) override {
    if (range_ != nullptr) return next_steps(context, row, items);
    Value value = lists_.value(row);
    if (value.is(ValueKind::kList)) {
      items.reserve(value.list().size());
      for (const Value& element : value.list()) items.push_back({element, number(items)});
    } else if (!value.is_null()) {
      if (node_.lists_only) {
        return Error(ErrorKind::kTypeError, fmt::format("FOR takes a LIST, got {}", to_string(value.kind())))
            .with_detail("InvalidArgumentType")
            .at(node_.list->range);
      }
      items.push_back({std::move(value), node_.first_ordinal});
    }
    return Status::success();
  }
  Status finish(ExecContext&, std::vector<Element> items, Chunk& out) override {
    if (node_.ordinal.has_value()) {
      auto numbers = std::make_shared<VectorBuffer<std::int64_t>>();
      for (const Element& item : items) numbers->values.push_back(item.number);
      set_column(out, *node_.ordinal, Vector::own<std::int64_t>(VectorKind::kInteger, std::move(numbers)));
    }
    std::vector<Value> values;
    values.reserve(items.size());
    for (Element& item : items) values.push_back(std::move(item.value));
    set_column(out, node_.element, Vector::from_values(std::move(values)));
    return Status::success();
  }

 private:
  std::int64_t number(const std::vector<Element>& items) const {
    return node_.first_ordinal + static_cast<std::int64_t>(items.size());
  }
  /// A chunk's worth of range(), which is never a list as a whole.
  Status next_steps(ExecContext& context, std::uint32_t row, std::vector<Element>& items) {
    if (!continues_) {
      std::vector<Value> bounds;
      for (const Vector& bound : bounds_) bounds.push_back(bound.value(row));
      if (std::any_of(bounds.begin(), bounds.end(), [](const Value& bound) { return bound.is_null(); })) {
        return Status::success();
      }
      Result<RangeSteps> steps = range_steps(bounds);
      if (!steps.ok()) return std::move(steps).error().at(node_.list->range);
      steps_ = *steps;
      num_taken_ = 0;
    }
    KITH_CHECK_OK(context.check_interrupt());
    while (!steps_.empty() && items.size() < context.vector_size) {
      items.push_back({Value(steps_.next()), number(items) + num_taken_});
    }
    num_taken_ += static_cast<std::int64_t>(items.size());
    continues_ = !steps_.empty();
    return Status::success();
  }

  const UnwindOperator& node_;
  const FunctionExpression* const range_;  ///< Null: the list is another expression.
  Vector lists_;
  std::vector<Vector> bounds_;
  RangeSteps steps_;
  std::int64_t num_taken_ = 0;  ///< Of range(), by the calls before.
};

}  // namespace

OperatorPtr make_unwind(const UnwindOperator& node, OperatorPtr input) {
  return std::make_unique<Unwind>(node, std::move(input));
}

}  // namespace kith::engine
