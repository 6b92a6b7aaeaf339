// engine/execution/operators/unwind.cpp: a row for each element of a list.
#include <fmt/format.h>

#include "engine/execution/evaluate.hpp"
#include "engine/execution/operators/make_operators.hpp"
#include "engine/execution/operators/multiplying_operator.hpp"

namespace kith::engine {
namespace {

struct Element {
  Value value;
  std::int64_t number;
};

class Unwind final : public MultiplyingOperator<Element> {
 public:
  Unwind(const UnwindOperator& node, OperatorPtr input) : MultiplyingOperator(std::move(input)), node_(node) {}

 protected:
  Status start_chunk(ExecContext& context, const Chunk& rows) override {
    KITH_TRY(lists_, evaluate(*node_.list, rows, context));
    return Status::success();
  }
  Status items_of(ExecContext&, const Chunk&, std::uint32_t row, std::vector<Element>& items) override {
    Value value = lists_.value(row);
    if (value.is(ValueKind::kList)) {
      items.reserve(value.list().size());
      for (const Value& element : value.list()) items.push_back({element, node_.first_ordinal + num_before(items)});
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
  static std::int64_t num_before(const std::vector<Element>& items) { return static_cast<std::int64_t>(items.size()); }

  const UnwindOperator& node_;
  Vector lists_;
};

}  // namespace

OperatorPtr make_unwind(const UnwindOperator& node, OperatorPtr input) {
  return std::make_unique<Unwind>(node, std::move(input));
}

}  // namespace kith::engine
