// engine/execution/operators/apply.cpp: a subplan for outer rows: inner and optional.
#include "engine/execution/expressions/assemble.hpp"
#include "engine/execution/operators/make_operators.hpp"
#include "engine/execution/operators/unary_operator.hpp"

namespace kith::engine {
namespace {

Error lost_row() { return Error(ErrorKind::kInternal, "a subplan lost the number or the order of its outer rows"); }

/// The ordinals of a subplan's rows.
Result<VectorView<std::int64_t>> ordinals_of(const Chunk& answer, Slot row) {
  if (row >= answer.columns.size() || answer.columns[row].kind() != VectorKind::kInteger) return lost_row();
  return answer.columns[row].view<std::int64_t>();
}

/// The subplan runs once for each chunk of outer rows. Subplans keep the order of their outer rows, so optional rows
/// without a match are put in on the way.
class ApplyByChunk final : public UnaryOperator {
 public:
  ApplyByChunk(const ApplyOperator& node, OperatorPtr input, std::unique_ptr<Subplan> subplan)
      : UnaryOperator(std::move(input)), node_(node), subplan_(std::move(subplan)) {}

  Status next(ExecContext& context, Chunk& out) override {
    while (true) {
      KITH_CHECK_OK(context.check_interrupt());
      if (outer_.size == 0) {
        KITH_CHECK_OK(input_->next(context, outer_));
        if (outer_.size == 0) return end_of_rows(out, context);
        KITH_CHECK_OK(subplan_->start(context, outer_));
        open_ = 0;
      }
      KITH_CHECK_OK(give_answers(context, out));
      if (out.size != 0) return Status::success();
    }
  }

  void reset() override {
    UnaryOperator::reset();
    outer_.size = 0;
  }

 private:
  Status give_answers(ExecContext& context, Chunk& out) {
    Chunk answer;
    KITH_CHECK_OK(subplan_->next(context, answer));
    const bool optional = node_.kind == ApplyKind::kOptional;
    std::vector<std::uint32_t> rows;       // of outer_
    std::vector<std::uint32_t> positions;  // where each row of the answer comes
    if (answer.size == 0) {
      if (optional) {
        for (; open_ < outer_.size; ++open_) rows.push_back(open_);
      }
      out = std::move(outer_);
      outer_.size = 0;
      out.select(std::move(rows));
      for (const Slot slot : node_.introduced) set_column(out, slot, Vector::nulls(out.size));
      return Status::success();
    }
    KITH_TRY(const VectorView<std::int64_t> ordinals, ordinals_of(answer, node_.row));
    for (std::uint32_t row = 0; row < answer.size; ++row) {
      const auto ordinal = static_cast<std::uint32_t>(ordinals[row]);
      if (optional) {
        if (ordinal + 1 < open_) return lost_row();
        for (; open_ < ordinal; ++open_) rows.push_back(open_);
        open_ = ordinal + 1;
      }
      positions.push_back(static_cast<std::uint32_t>(rows.size()));
      rows.push_back(ordinal);
    }
    const auto size = static_cast<std::uint32_t>(rows.size());
    out = outer_;
    out.select(std::move(rows));
    for (const Slot slot : node_.introduced) {
      const Vector& column = answer.columns[slot];
      if (!column.is_live()) continue;
      const Part part[] = {{&column, &positions, 0}};
      set_column(out, slot, size == answer.size ? column : assemble(part, size));
    }
    if (!answer.multiplicity.empty()) {
      if (out.multiplicity.empty()) out.multiplicity.assign(size, 1);
      for (std::uint32_t row = 0; row < answer.size; ++row)
        out.multiplicity[positions[row]] *= answer.multiplicity[row];
    }
    return Status::success();
  }

  const ApplyOperator& node_;
  std::unique_ptr<Subplan> subplan_;
  Chunk outer_;
  std::uint32_t open_ = 0;  ///< Optional: the first outer row that has neither matched nor been given without a match.
};

/// The subplan runs once for each outer row.
class ApplyByRow final : public UnaryOperator {
 public:
  ApplyByRow(const ApplyOperator& node, OperatorPtr input, std::unique_ptr<Subplan> subplan)
      : UnaryOperator(std::move(input)), node_(node), subplan_(std::move(subplan)) {}

  Status next(ExecContext& context, Chunk& out) override {
    Chunk gathered;
    while (gathered.size < context.vector_size) {
      KITH_CHECK_OK(context.check_interrupt());
      if (row_ >= outer_.size) {
        KITH_CHECK_OK(input_->next(context, outer_));
        if (outer_.size == 0) break;
        row_ = 0;
      }
      if (!running_) {
        KITH_CHECK_OK(subplan_->start(context, outer_.slice(row_, 1)));
        running_ = true;
        has_match_ = false;
      }
      Chunk part;
      KITH_CHECK_OK(step(context, part));
      if (part.size != 0) gathered.append(part);
    }
    if (gathered.size == 0) return end_of_rows(out, context);
    out = std::move(gathered);
    return Status::success();
  }

  void reset() override {
    UnaryOperator::reset();
    outer_.size = 0;
    row_ = 0;
    running_ = false;
  }

 private:
  /// The next rows for the outer row at hand; goes on to the next one when it has no more.
  Status step(ExecContext& context, Chunk& part) {
    Chunk answer;
    KITH_CHECK_OK(subplan_->next(context, answer));
    if (answer.size != 0) {
      has_match_ = true;
      if (!node_.unit) {
        part = outer_.slice(row_, 1);
        part.select(std::vector<std::uint32_t>(answer.size, 0));
        for (const Slot slot : node_.introduced) set_column(part, slot, answer.columns[slot]);
      }
      return Status::success();
    }
    if (node_.unit || (node_.kind == ApplyKind::kOptional && !has_match_)) {
      part = outer_.slice(row_, 1);
      if (!node_.unit) {
        for (const Slot slot : node_.introduced) set_column(part, slot, Vector::nulls(1));
      }
    }
    running_ = false;
    ++row_;
    return Status::success();
  }

  const ApplyOperator& node_;
  std::unique_ptr<Subplan> subplan_;
  Chunk outer_;
  std::uint32_t row_ = 0;
  bool running_ = false;
  bool has_match_ = false;
};

}  // namespace

OperatorPtr make_apply(const ApplyOperator& node, OperatorPtr input, std::unique_ptr<Subplan> subplan) {
  if (node.per_row || node.unit) return std::make_unique<ApplyByRow>(node, std::move(input), std::move(subplan));
  return std::make_unique<ApplyByChunk>(node, std::move(input), std::move(subplan));
}

}  // namespace kith::engine
