// engine/execution/operators/row_order.hpp: rows compared by sort keys, in the order of ORDER BY.
#pragma once

#include "engine/execution/context.hpp"
#include "engine/planner/logical_plan.hpp"

namespace kith::engine {

/// The sort keys of a chunk's rows. A chunk of no rows has no live keys.
Result<std::vector<Vector>> evaluate_sort_keys(const std::vector<SortKey>& keys, const Chunk& chunk,
                                               ExecContext& context);

/// Compares rows of key columns; ties go to the earlier row, so any sort by it is stable.
class RowOrder {
 public:
  RowOrder(const std::vector<SortKey>& keys, const std::vector<Vector>& columns);
  bool operator()(std::uint32_t left, std::uint32_t right) const;

 private:
  struct Column {
    VectorKind kind;
    bool descending;
    Vector vector;
    std::vector<Value> values;  ///< For kinds without a comparison of their own.
  };
  static int compare(const Column& column, std::uint32_t left, std::uint32_t right);
  std::vector<Column> columns_;
};

}  // namespace kith::engine
