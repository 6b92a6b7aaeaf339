// engine/execution/operators/merge.cpp: MERGE, one row after the other.
#include <fmt/format.h>

#include "engine/execution/operators/make_operators.hpp"
#include "engine/execution/operators/pattern_writer.hpp"
#include "engine/execution/operators/update_items.hpp"
#include "engine/execution/operators/write_operator.hpp"

namespace kith::engine {
namespace {

class Merge final : public WriteOperator {
 public:
  Merge(const MergeOperator& node, OperatorPtr input, std::unique_ptr<Subplan> match)
      : WriteOperator(std::move(input)), node_(node), match_(std::move(match)), writer_(node.create) {}

 protected:
  Status write_all(ExecContext& context, std::deque<Chunk>& chunks) override {
    std::deque<Chunk> merged;
    for (const Chunk& chunk : chunks) {
      KITH_CHECK_OK(check_nulls(context, chunk));
      for (std::uint32_t row = 0; row < chunk.size; ++row) {
        KITH_CHECK_OK(context.check_interrupt());
        KITH_TRY(Chunk found, merge(context, chunk.slice(row, 1)));
        if (merged.empty() || merged.back().size + found.size > context.vector_size) merged.emplace_back();
        merged.back().append(found);
      }
    }
    chunks = std::move(merged);
    return Status::success();
  }
  Status write(ExecContext&, Chunk&) override { return Status::success(); }

 private:
  /// A null never matches, so MERGE would create without end (TCK: MergeReadOwnWrites).
  Status check_nulls(ExecContext& context, const Chunk& chunk) const {
    const auto check = [&](const ExpressionPtr& expression) -> Status {
      KITH_TRY(const PropertyColumns properties, PropertyColumns::evaluate(expression, chunk, context));
      for (std::uint32_t row = 0; row < chunk.size; ++row) {
        if (const auto key = properties.null_key(row)) {
          return Error(ErrorKind::kSemanticError, fmt::format("MERGE cannot look for null, which `{}` is here", *key))
              .with_detail("MergeReadOwnWrites")
              .at(expression->range);
        }
      }
      return Status::success();
    };
    for (const CreateNode& node : node_.create.nodes) {
      if (node.properties != nullptr) KITH_CHECK_OK(check(node.properties));
    }
    for (const CreateRelationship& relationship : node_.create.relationships) {
      if (relationship.properties != nullptr) KITH_CHECK_OK(check(relationship.properties));
    }
    return Status::success();
  }

  /// The rows that one outer row becomes.
  Result<Chunk> merge(ExecContext& context, Chunk outer) {
    KITH_CHECK_OK(match_->start(context, outer));
    Chunk found, part;
    while (true) {
      KITH_CHECK_OK(match_->next(context, part));
      if (part.size == 0) break;
      Chunk rows = outer;
      rows.select(std::vector<std::uint32_t>(part.size, 0));
      for (const CreateNode& node : node_.create.nodes) set_column(rows, node.slot, part.columns[node.slot]);
      for (const CreateRelationship& relationship : node_.create.relationships) {
        set_column(rows, relationship.slot, part.columns[relationship.slot]);
      }
      found.append(rows);
    }
    if (found.size != 0) {
      KITH_CHECK_OK(apply_updates(context, node_.on_match, found));
      return found;
    }
    KITH_CHECK_OK(writer_.write(context, outer));
    KITH_CHECK_OK(apply_updates(context, node_.on_create, outer));
    return outer;
  }

  const MergeOperator& node_;
  std::unique_ptr<Subplan> match_;
  PatternWriter writer_;
};

}  // namespace

OperatorPtr make_merge(const MergeOperator& node, OperatorPtr input, std::unique_ptr<Subplan> match) {
  return std::make_unique<Merge>(node, std::move(input), std::move(match));
}

}  // namespace kith::engine
