// engine/execution/operators/semi_apply.cpp: outer rows for which a subplan has an answer, or has none.
#include "engine/execution/find_any.hpp"
#include "engine/execution/operators/make_operators.hpp"
#include "engine/execution/operators/unary_operator.hpp"

namespace kith::engine {
namespace {

class SemiApply final : public UnaryOperator {
 public:
  SemiApply(const ApplyOperator& node, OperatorPtr input, std::unique_ptr<Subplan> subplan)
      : UnaryOperator(std::move(input)), node_(node), subplan_(std::move(subplan)) {}

  Status next(ExecContext& context, Chunk& out) override {
    const std::uint8_t wanted = node_.kind == ApplyKind::kSemi ? 1 : 0;
    while (true) {
      KITH_CHECK_OK(input_->next(context, out));
      if (out.size == 0) return Status::success();
      KITH_TRY(const std::vector<std::uint8_t> found,
               find_any(*subplan_, out, node_.per_row ? std::nullopt : std::optional(node_.row), context));
      std::vector<std::uint32_t> rows;
      for (std::uint32_t row = 0; row < out.size; ++row) {
        if (found[row] == wanted) rows.push_back(row);
      }
      if (rows.empty()) continue;
      if (rows.size() != out.size) out.select(std::move(rows));
      return Status::success();
    }
  }

 private:
  const ApplyOperator& node_;
  std::unique_ptr<Subplan> subplan_;
};

}  // namespace

OperatorPtr make_semi_apply(const ApplyOperator& node, OperatorPtr input, std::unique_ptr<Subplan> subplan) {
  return std::make_unique<SemiApply>(node, std::move(input), std::move(subplan));
}

}  // namespace kith::engine
