// engine/execution/lower/lower_gather.cpp: which pipelines run on several threads.
#include <algorithm>

#include "engine/execution/lower/lowering.hpp"

namespace kith::engine {
namespace {

/// A scan of fewer positions is one morsel.
constexpr std::uint64_t kSmallestMorsel = 64;
constexpr std::uint64_t kLargestMorsel = 2 * std::uint64_t{storage::kColumnBlockSize};
/// Enough that threads end at about the same time.
constexpr std::uint64_t kMorselsPerThread = 16;

/// Operators that look at one row at a time, and keep nothing but caches from one to the next.
bool is_streaming(const OperatorNode& node) {
  return std::holds_alternative<FilterOperator>(node) || std::holds_alternative<ProjectOperator>(node) ||
         std::holds_alternative<ExpandOperator>(node) || std::holds_alternative<ExpandPairOperator>(node) ||
         std::holds_alternative<CountTreeOperator>(node) || std::holds_alternative<IntersectOperator>(node) ||
         std::holds_alternative<VarExpandOperator>(node) || std::holds_alternative<ShortestPathOperator>(node) ||
         std::holds_alternative<PathSearchOperator>(node) || std::holds_alternative<UnwindOperator>(node) ||
         std::holds_alternative<ApplyOperator>(node) || std::holds_alternative<NodeIndexSeekOperator>(node) ||
         std::holds_alternative<NodeByIdSeekOperator>(node);
}

/// The scan at the leaf; null when the plan is not a pipeline over one.
const NodeScanOperator* scan_of_pipeline(const LogicalOperator& plan) {
  const LogicalOperator* at = &plan;
  while (is_streaming(at->node) && !at->inputs.empty()) at = at->inputs.front().get();
  const auto* scan = std::get_if<NodeScanOperator>(&at->node);
  return scan != nullptr && at->inputs.empty() ? scan : nullptr;
}

}  // namespace

Result<OperatorPtr> lower_gather(const LogicalOperator& plan, Lowering& lowering) {
  ExecContext& context = lowering.context;
  if (!lowering.may_gather || context.transaction != nullptr || context.profile != nullptr) return OperatorPtr();
  const NodeScanOperator* scan = scan_of_pipeline(plan);
  if (scan == nullptr) return OperatorPtr();
  KITH_TRY(const std::uint64_t num_positions, num_scan_positions(*scan, context));
  const bool is_forced = context.morsel_size != 0;
  if (num_positions <= (is_forced ? context.morsel_size : kSmallestMorsel)) return OperatorPtr();
  const std::uint64_t even = num_positions / (context.threads * kMorselsPerThread);
  const std::uint64_t morsel_size =
      is_forced ? context.morsel_size
                : std::clamp(even / kSmallestMorsel * kSmallestMorsel, kSmallestMorsel, kLargestMorsel);
  std::vector<GatherWorker> workers;
  for (unsigned w = 0; w < context.threads; ++w) {
    auto worker_context = std::make_unique<ExecContext>(context.for_worker());
    auto range = std::make_shared<ScanRange>();
    Lowering worker_lowering{*worker_context, lowering.argument, range};
    KITH_TRY(OperatorPtr root, lower(plan, worker_lowering));
    workers.push_back({std::move(worker_context), std::move(range), std::move(root)});
  }
  return make_gather(num_positions, morsel_size, is_forced, std::move(workers));
}

}  // namespace kith::engine
