// engine/execution/operators/union.cpp: the rows of several inputs, one input after the other.
#include "engine/execution/operators/make_operators.hpp"
#include "engine/execution/operators/unary_operator.hpp"

namespace kith::engine {
namespace {

class Union final : public Operator {
 public:
  Union(const UnionOperator& node, std::vector<OperatorPtr> inputs) : node_(node), inputs_(std::move(inputs)) {}

  Status next(ExecContext& context, Chunk& out) override {
    for (; current_ < inputs_.size(); ++current_) {
      KITH_CHECK_OK(context.check_interrupt());
      KITH_CHECK_OK(inputs_[current_]->next(context, out));
      if (out.size == 0) continue;
      Chunk renamed;
      renamed.reset(context.num_slots);
      renamed.size = out.size;
      renamed.multiplicity = std::move(out.multiplicity);
      for (std::size_t c = 0; c < node_.output.size(); ++c) {
        renamed.columns[node_.output[c]] = out.columns[node_.slots[current_][c]];
      }
      out = std::move(renamed);
      return Status::success();
    }
    return end_of_rows(out, context);
  }

  void reset() override {
    for (const OperatorPtr& input : inputs_) input->reset();
    current_ = 0;
  }

 private:
  const UnionOperator& node_;
  std::vector<OperatorPtr> inputs_;
  std::size_t current_ = 0;
};

}  // namespace

OperatorPtr make_union(const UnionOperator& node, std::vector<OperatorPtr> inputs) {
  return std::make_unique<Union>(node, std::move(inputs));
}

}  // namespace kith::engine
