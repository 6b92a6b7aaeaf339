// engine/execution/operators/filter.cpp: rows for which a predicate is true.
#include "engine/execution/evaluate.hpp"
#include "engine/execution/operators/make_operators.hpp"
#include "engine/execution/operators/unary_operator.hpp"

namespace kith::engine {
namespace {

class Filter final : public UnaryOperator {
 public:
  Filter(const FilterOperator& node, OperatorPtr input) : UnaryOperator(std::move(input)), node_(node) {}

  Status next(ExecContext& context, Chunk& out) override {
    while (true) {
      KITH_CHECK_OK(context.check_interrupt());
      KITH_CHECK_OK(input_->next(context, out));
      if (out.size == 0) return Status::success();
      KITH_TRY(std::vector<std::uint32_t> rows, evaluate_predicate(*node_.predicate, out, context));
      if (rows.empty()) continue;
      if (rows.size() != out.size) out.select(std::move(rows));
      return Status::success();
    }
  }

 private:
  const FilterOperator& node_;
};

}  // namespace

OperatorPtr make_filter(const FilterOperator& node, OperatorPtr input) {
  return std::make_unique<Filter>(node, std::move(input));
}

}  // namespace kith::engine
