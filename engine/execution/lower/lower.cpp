// engine/execution/lower/lower.cpp: every operator by its family, and the counters of PROFILE around it.
#include "engine/execution/lower/lowering.hpp"

namespace kith::engine {
namespace {

class Profiled final : public Operator {
 public:
  Profiled(OperatorPtr inner, OperatorProfile& profile) : inner_(std::move(inner)), profile_(profile) {}
  Status next(ExecContext& context, Chunk& out) override {
    const auto start = std::chrono::steady_clock::now();
    Status status = inner_->next(context, out);
    profile_.nanoseconds += static_cast<std::uint64_t>(
        std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::steady_clock::now() - start).count());
    profile_.rows += out.size;
    return status;
  }
  void reset() override { inner_->reset(); }

 private:
  OperatorPtr inner_;
  OperatorProfile& profile_;
};

}  // namespace

OperatorPtr profiled(OperatorPtr inner, OperatorProfile& profile) {
  return std::make_unique<Profiled>(std::move(inner), profile);
}

Result<OperatorPtr> lower(const LogicalOperator& plan, Lowering& lowering) {
  KITH_TRY(OperatorPtr gathered, lower_gather(plan, lowering));
  if (gathered != nullptr) return gathered;
  for (const auto family : {lower_leaf, lower_expansion, lower_rows, lower_write, lower_join}) {
    KITH_TRY(OperatorPtr made, family(plan, lowering));
    if (made == nullptr) continue;
    QueryProfile* const profile = lowering.context.profile;
    return profile == nullptr ? std::move(made) : profiled(std::move(made), (*profile)[&plan]);
  }
  return Error(ErrorKind::kInternal, "the plan has an operator that cannot be lowered");
}

Result<OperatorPtr> lower(const LogicalPlan& plan, ExecContext& context) {
  Lowering lowering{context, std::make_shared<ArgumentSource>(), nullptr, context.threads > 1};
  lowering.argument->rows.reset(context.num_slots);
  lowering.argument->rows.size = 1;
  return lower(*plan, lowering);
}

Result<std::unique_ptr<Subplan>> lower_subplan(const LogicalOperator& plan, ExecContext& context) {
  Lowering lowering{context, std::make_shared<ArgumentSource>(), nullptr};
  KITH_TRY(OperatorPtr root, lower(plan, lowering));
  return std::make_unique<Subplan>(std::move(root), std::move(lowering.argument));
}

Result<std::unique_ptr<Subplan>> lower_subplan(const LogicalPlan& plan, ExecContext& context) {
  return lower_subplan(*plan, context);
}

}  // namespace kith::engine
