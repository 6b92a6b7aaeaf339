// engine/execution/operators/make_operators.hpp: one maker per physical operator. Each keeps a reference to its logical
// node, which must outlive it.
#pragma once

#include "engine/execution/operator.hpp"

namespace kith::engine {

/// Positions of a scan: block i of those it reads has [i * kColumnBlockSize, (i + 1) * kColumnBlockSize).
struct ScanRange {
  std::uint64_t begin = 0, end = 0;
};
/// The end of the last position.
Result<std::uint64_t> num_scan_positions(const NodeScanOperator& node, const ExecContext& context);

/// A thread's own copy of a pipeline: `root` reads `range` of the scan at its leaf whenever it starts anew.
struct GatherWorker {
  std::unique_ptr<ExecContext> context;
  std::shared_ptr<ScanRange> range;
  OperatorPtr root;
};
/// Rows in the order of the scan. `morsel_size` positions are done at a time; workers.front() is the calling thread's.
/// `always`: the other threads start however quick the first morsel was.
OperatorPtr make_gather(std::uint64_t num_positions, std::uint64_t morsel_size, bool always,
                        std::vector<GatherWorker> workers);

OperatorPtr make_argument(std::shared_ptr<const ArgumentSource> source, std::optional<Slot> row);
/// `input` may be null.
/// `range`: which part of the scan the next run gives; null: all of it.
OperatorPtr make_node_scan(const NodeScanOperator& node, OperatorPtr input,
                           std::shared_ptr<const ScanRange> range = nullptr);
OperatorPtr make_node_index_seek(const NodeIndexSeekOperator& node, OperatorPtr input);
OperatorPtr make_node_by_id_seek(const NodeByIdSeekOperator& node, OperatorPtr input);

OperatorPtr make_expand(const ExpandOperator& node, OperatorPtr input);
OperatorPtr make_count_expand(const ExpandOperator& node, OperatorPtr input);
OperatorPtr make_count_tree(const CountTreeOperator& node, OperatorPtr input);
OperatorPtr make_intersect(const IntersectOperator& node, OperatorPtr input);
OperatorPtr make_expand_pair(const ExpandPairOperator& node, OperatorPtr input);
OperatorPtr make_var_expand(const VarExpandOperator& node, OperatorPtr input);
OperatorPtr make_reachable_expand(const VarExpandOperator& node, OperatorPtr input);
OperatorPtr make_shortest_path(const ShortestPathOperator& node, OperatorPtr input);
OperatorPtr make_path_search(const PathSearchOperator& node, OperatorPtr input);

OperatorPtr make_filter(const FilterOperator& node, OperatorPtr input);
OperatorPtr make_project(const ProjectOperator& node, OperatorPtr input);
OperatorPtr make_aggregate(const AggregateOperator& node, OperatorPtr input);
OperatorPtr make_distinct(const DistinctOperator& node, OperatorPtr input);
OperatorPtr make_sort(const std::vector<SortKey>& keys, OperatorPtr input);
OperatorPtr make_top(const TopOperator& node, OperatorPtr input);
OperatorPtr make_skip(const SkipOperator& node, OperatorPtr input);
OperatorPtr make_limit(const LimitOperator& node, OperatorPtr input);
OperatorPtr make_unwind(const UnwindOperator& node, OperatorPtr input);
OperatorPtr make_load_csv(const LoadCsvOperator& node, OperatorPtr input);
OperatorPtr make_procedure_call(const ProcedureCallOperator& node, OperatorPtr input);
OperatorPtr make_eager(OperatorPtr input);

OperatorPtr make_create(const CreateOperator& node, OperatorPtr input);
OperatorPtr make_update(const UpdateOperator& node, OperatorPtr input);
OperatorPtr make_delete(const DeleteOperator& node, OperatorPtr input);
OperatorPtr make_merge(const MergeOperator& node, OperatorPtr input, std::unique_ptr<Subplan> match);
/// `single_clause`: the body is one operator over its Argument, so a list may go through it whole.
OperatorPtr make_foreach(const ForeachOperator& node, OperatorPtr input, std::unique_ptr<Subplan> body,
                         bool single_clause);

/// kInner, kOptional.
OperatorPtr make_apply(const ApplyOperator& node, OperatorPtr input, std::unique_ptr<Subplan> subplan);
OperatorPtr make_transaction_batches(const TransactionBatchesOperator& node, OperatorPtr input,
                                     std::unique_ptr<Subplan> subplan);
/// kSemi, kAnti.
OperatorPtr make_semi_apply(const ApplyOperator& node, OperatorPtr input, std::unique_ptr<Subplan> subplan);
OperatorPtr make_hash_join(const HashJoinOperator& node, OperatorPtr probe, OperatorPtr build);
OperatorPtr make_union(const UnionOperator& node, std::vector<OperatorPtr> inputs);

}  // namespace kith::engine
